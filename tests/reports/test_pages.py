"""The pages, role by role: who reaches what, and that words and figures stand there."""

import json

import pytest

from casework.kit.db import session
from casework.reports import preparing, queries
from casework.reports.models import InterimReport, SteeringAnswer
from tests.access.sparing import databases  # noqa: F401
from tests.reports import making


@pytest.fixture
def year(world):
    making.codes()
    making.half_year(world)
    return world


def test_the_coordinator_drafts_writes_and_publishes_through_pages(year, sign_in, monkeypatch):
    monkeypatch.setattr("casework.kit.clock.now", lambda: making.AFTER)
    client, soc = sign_in(year.user("host")), sign_in(year.user("soc"))
    wanted = {"programme_id": str(year.programme.id), "period": "2026-01-01_2026-06-30"}
    made = client.post("/rapporter/ny", data=wanted)
    assert made.status_code == 302
    at = made.headers["Location"]
    assert "Vad som är dolt och varför" in client.get(at).text
    assert client.post(f"{at}/text", data=making.WORDS).status_code == 302
    assert "behöver läsa texten först" in client.get(f"{at}/publicera").text
    assert client.post(f"{at}/publicera").status_code == 403
    assert "Möten på förmiddagen." in soc.get(f"{at}/lasning").text
    assert soc.post(f"{at}/lasning", data={}).status_code == 422
    assert soc.post(f"{at}/lasning", data={"found_nobody": "y"}).status_code == 302
    assert "låses för alltid" in client.get(f"{at}/publicera").text
    assert client.post(f"{at}/publicera").status_code == 302
    page = sign_in(year.user("lsg")).get(at).text
    assert "Fler har kommit vidare" in page
    assert "60 %" in page


def test_a_text_that_names_somebody_comes_back_as_it_was_typed(year, sign_in):
    at = f"/rapporter/{making.drafted(year).id}/text"
    typed = {**making.WORDS, "hindered": "Väntan för Hjortronmo."}
    answer = sign_in(year.user("host")).post(at, data=typed)
    assert answer.status_code == 422
    assert "Väntan för Hjortronmo." in answer.text
    assert "namnet på en person" in answer.text
    assert session.query(InterimReport).one().hindered == making.WORDS["hindered"]


@pytest.mark.parametrize("who", ["lsg", "soc", "admin", "granskare"])
def test_a_draft_and_what_is_behind_it_are_the_coordinators_alone(year, sign_in, who):
    report, client = making.drafted(year), sign_in(year.user(who))
    base = f"/rapporter/{report.id}"
    for at in ("", "/text", "/underlag", "/publicera", "/rapport.json", "/manifest.json"):
        assert client.get(base + at).status_code == 404, at
    for at in ("/text", "/publicera", "/svar"):
        assert client.post(base + at, data=making.WORDS).status_code == 404, at
    assert (
        client.get("/rapporter/ny").status_code == client.post("/rapporter/ny").status_code == 404
    )
    assert (client.get(f"{base}/lasning").status_code == 200) == (who == "soc")
    assert session.get(InterimReport, report.id).published_at is None


@pytest.mark.parametrize("who", ["host", "lsg", "soc"])
def test_a_published_report_is_read_by_its_readers(year, sign_in, who):
    report, client = making.published(year), sign_in(year.user(who))
    assert "januari–juni 2026" in client.get("/rapporter").text
    page = client.get(f"/rapporter/{report.id}")
    assert page.status_code == 200
    for words in ("Stapeldiagram.", "betyder att talet är dolt", "Visas inte:", "låst och ser"):
        assert words in page.text, words
    for name in json.loads(report.frozen)["tables"]:
        file = client.get(f"/rapporter/{report.id}/tabeller/{name['name']}.csv")
        assert file.status_code == 200
    assert client.get(f"/rapporter/{report.id}/tabeller/annan.csv").status_code == 404
    assert (client.get(f"/rapporter/{report.id}/underlag").status_code == 200) == (who == "host")
    for at in ("/text", "/publicera", "/lasning"):
        assert client.get(f"/rapporter/{report.id}{at}").status_code == 404, at


@pytest.mark.parametrize("who", ["admin", "granskare"])
def test_others_read_no_report(year, sign_in, who):
    report, client = making.published(year), sign_in(year.user(who))
    assert client.get("/rapporter").status_code == 404
    assert client.get(f"/rapporter/{report.id}").status_code == 404
    assert client.get(f"/rapporter/{report.id}/rapport.json").status_code == 404


def test_l1_what_lsg_reads_comes_from_the_frozen_bytes_alone(year, sign_in, monkeypatch):
    report = making.published(year)
    session.commit()

    def never(*_args, **_more):
        raise AssertionError("counted anew")

    monkeypatch.setattr(preparing, "everything", never)
    with pytest.raises(AssertionError, match="anew"):
        making.prepare(year.user("host").as_actor(), report, making.AFTER)
    assert sign_in(year.user("lsg")).get(f"/rapporter/{report.id}").status_code == 200


def test_lsg_answers_and_only_lsg_and_the_coordinator_see_it(year, sign_in):
    at = f"/rapporter/{making.published(year).id}"
    lsg = sign_in(year.user("lsg"))
    assert lsg.post(f"{at}/svar", data={"q1": "Ja, från hösten.", "q2": ""}).status_code == 302
    assert session.query(SteeringAnswer).one().text == "Ja, från hösten."
    for who, sees in (("lsg", True), ("host", True), ("soc", False)):
        assert ("Ja, från hösten." in sign_in(year.user(who)).get(at).text) == sees, who
    assert sign_in(year.user("soc")).post(f"{at}/svar", data={"q1": "Nej"}).status_code == 404
    bad = lsg.post(f"{at}/svar", data={"q1": "Ring 070-123 45 67"})
    assert bad.status_code == 422
    assert "telefonnummer" in bad.text


def test_the_unprotected_page_is_logged_and_says_what_it_is(year, sign_in):
    report = making.drafted(year)
    page = sign_in(year.user("host")).get(f"/rapporter/{report.id}/underlag")
    assert "Utan skydd." in page.text
    assert "Psykiatrin, Kvinnor" in page.text
    entries = session.query(making.AuditEntry).filter_by(subject_id=report.id, action="read")
    assert entries.count() == 1


def test_a_colleague_is_shown_what_waits_to_be_read(year, sign_in):
    making.drafted(year)
    assert "Väntar på en andra läsare" in sign_in(year.user("af")).get("/rapporter").text
    assert "Väntar på en andra läsare" not in sign_in(year.user("lsg")).get("/rapporter").text
    assert queries.drafts(year.user("af").as_actor()) == []


def test_an_empty_list_explains_itself(world, sign_in):
    page = sign_in(world.user("lsg")).get("/rapporter").text
    assert "Inga just nu." in page
