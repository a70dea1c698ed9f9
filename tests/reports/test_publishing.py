"""L1 L2 L3: frozen for ever, judged with everything before, read by another person."""

import json
from datetime import date, timedelta

import pytest

from casework.disclosure.audit import audit
from casework.disclosure.release import Release as Made
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from casework.reports import queries, service
from casework.reports.commands import Refused, verify_releases, write_report
from casework.reports.files import all_files, as_csv
from casework.reports.freezing import canonical, digest
from casework.reports.models import InterimReport, Release, SteeringAnswer
from tests import build
from tests.reports import making
from tests.reports.making import AFTER, FIRST, LAST, WORDS


@pytest.fixture
def year(world):
    """A world with one half-year's referrals and closings."""
    making.codes()
    making.half_year(world)
    return world


def host(world):
    return world.user("host").as_actor()


def test_l1_a_published_report_is_frozen_with_its_sum_and_in_contracts_shape(year):
    report = making.published(year)
    frozen = json.loads(report.frozen)
    assert set(frozen) == {"programme", "from", "to", "k", "tables", "texts"}
    assert (frozen["from"], frozen["to"], frozen["k"]) == ("2026-01-01", "2026-06-30", 5)
    assert all(set(table) == {"name", "dimensions", "rows"} for table in frozen["tables"])
    assert all(set(row) == {"key", "value"} for t in frozen["tables"] for row in t["rows"])
    assert canonical(frozen) == report.frozen
    assert report.sha256 == digest(report.frozen)


def test_l1_it_can_never_be_changed_again(year):
    report, before = making.published(year), None
    before = report.frozen
    verbs = (
        lambda: service.write(host(year), report, WORDS, at=AFTER),
        lambda: service.publish(host(year), report, at=AFTER),
        lambda: service.second_read(year.user("af").as_actor(), report, at=AFTER),
    )
    for verb in verbs:
        with pytest.raises(RuleBroken, match="aldrig ändras"):
            verb()
    making.closed(making.referred(year, date(2026, 5, 5)), year.user("soc"), date(2026, 6, 1))
    assert session.get(InterimReport, report.id).frozen == before


def test_l1_the_files_are_the_same_for_web_and_command(year, sign_in, tmp_path):
    report = making.published(year)
    session.commit()
    written = write_report("Samverkansmodellen", FIRST, LAST, tmp_path)
    client = sign_in(year.user("lsg"))
    for path in written:
        name = path.relative_to(tmp_path).as_posix()
        answer = client.get(f"/rapporter/{report.id}/{name}")
        assert answer.get_data() == path.read_bytes(), name
    sums = json.loads((tmp_path / "manifest.json").read_text())
    assert set(sums) == {p.relative_to(tmp_path).as_posix() for p in written} - {"manifest.json"}
    assert sums["rapport.json"] == report.sha256
    assert (
        (tmp_path / "tabeller" / "avslut.csv")
        .read_bytes()
        .startswith(b"\xef\xbb\xbfsk\xc3\xa4l;antal\r\n")
    )


def test_l1_csv_hides_with_dots_and_holds_no_formula():
    rows = [{"key": ["=1+1"], "value": None}, {"key": ["-5 år"], "value": 0}]
    said = as_csv({"dimensions": ["ålder"], "rows": rows}).decode("utf-8-sig")
    assert said == "ålder;antal\r\n'=1+1;..\r\n'-5 år;0\r\n"


@pytest.mark.usefixtures("year")
def test_l1_no_file_before_it_is_published(tmp_path):
    with pytest.raises(Refused, match="publish it"):
        write_report("Samverkansmodellen", FIRST, LAST, tmp_path)
    assert not list(tmp_path.iterdir())


def test_l2_every_shown_number_is_in_the_ledger_and_the_whole_ledger_is_safe(year):
    report = making.published(year)
    entries = queries.ledger(host(year), year.programme.id)
    assert {table["name"] for table in json.loads(report.frozen)["tables"]} <= {
        entry.table for entry in entries
    }
    assert audit(Made(tuple(entries))).safe
    assert verify_releases() == (1, [])


def test_l2_the_next_report_is_judged_with_the_first(year):
    """A quarter inside a published half-year must not tell by subtraction."""
    spring = making.drafted(year, FIRST, date(2026, 5, 31))
    alone = making.prepare(host(year), spring, AFTER)
    making.published(year)
    after = making.prepare(host(year), spring, AFTER)
    assert len(after.ledger) > len(alone.ledger) == 0
    assert alone.frozen["tables"] != after.frozen["tables"]
    assert audit(after.release, after.ledger, after.settings, after.records).safe
    assert not audit(alone.release, after.ledger, after.settings, after.records).safe


def test_l2_a_ledger_that_the_records_contradict_stops_the_tables(year):
    making.published(year)
    for case in session.query(build.Case).limit(6):
        session.query(build.Consent).filter_by(series_id=case.consent_series_id).update(
            {"statistics": False}
        )
    spring = making.drafted(year, FIRST, date(2026, 3, 31))
    whole = making.prepare(host(year), spring, AFTER).frozen["texts"]["withheld"]
    assert "stämmer inte längre" in whole["remisser"]


def test_l2_a_half_year_is_published_once_and_when_it_is_over(year):
    report = making.drafted(year)
    service.second_read(year.user("soc").as_actor(), report, at=AFTER)
    with pytest.raises(RuleBroken, match="inte slut"):
        service.publish(host(year), report, at=AFTER - timedelta(days=90))
    making.published(year)
    with pytest.raises(RuleBroken, match="redan en publicerad"):
        service.publish(host(year), report, at=AFTER)
    with pytest.raises(RuleBroken, match="redan en publicerad"):
        service.draft(host(year), year.programme, FIRST, LAST, at=AFTER)


def test_l2_verify_names_a_changed_report_a_number_from_nowhere_and_a_lost_ledger(year):
    report = making.published(year)
    whole = report.frozen
    report.frozen = whole.replace('"value":40', '"value":41')
    session.flush()
    assert "was changed" in verify_releases()[1][0]
    report.sha256 = digest(report.frozen)
    session.flush()
    assert "ledger does not hold" in verify_releases()[1][0]
    report.frozen, report.sha256 = whole, digest(whole)
    session.query(Release).delete()
    assert any("ledger does not hold" in fault for fault in verify_releases()[1])


def test_l3_nobody_publishes_what_only_the_writer_has_read(year):
    report = making.drafted(year)
    with pytest.raises(NotAllowed, match="kollega"):
        service.publish(host(year), report, at=AFTER)
    with pytest.raises(NotAllowed, match="kollega"):
        service.second_read(host(year), report, at=AFTER)
    with pytest.raises(NotAllowed):
        service.second_read(year.user("lsg").as_actor(), report, at=AFTER)


def test_l3_a_changed_text_is_read_again_by_another_than_the_last_writer(year):
    report, soc = making.drafted(year), year.user("soc").as_actor()
    service.second_read(soc, report, at=AFTER)
    service.write(host(year), report, {**WORDS, "helped": "Nytt."}, at=AFTER)
    assert report.second_read_at is None
    second = build.user(year.unit("host"), "koordinator").as_actor()
    service.write(second, report, WORDS, at=AFTER)
    with pytest.raises(NotAllowed):
        service.second_read(second, report, at=AFTER)
    service.second_read(host(year), report, at=AFTER)


def test_l3_a_name_from_a_case_is_refused_by_its_field_and_not_repeated(year):
    making.referred(year, FIRST, name="Tallbarr Kottesson")
    report = making.drafted(year)
    with pytest.raises(RuleBroken, match="namnet på en person") as refused:
        service.write(host(year), report, {**WORDS, "proposals": "Som för Kottesson."}, at=AFTER)
    assert refused.value.field == "proposals"
    assert "Kottesson" not in str(refused.value)


def test_l3_the_words_are_checked_once_more_when_published(year):
    report = making.drafted(year)
    service.second_read(year.user("soc").as_actor(), report, at=AFTER)
    report.helped = "Ring 070-123 45 67."
    with pytest.raises(RuleBroken, match="telefonnummer"):
        service.publish(host(year), report, at=AFTER)


def test_l3_answers_of_lsg_are_checked_and_never_change_the_report(year):
    report, lsg = making.published(year), year.user("lsg").as_actor()
    before = report.frozen
    with pytest.raises(RuleBroken, match="e-postadress"):
        service.answer(lsg, report, {1: "Fråga x@exempel.se"}, at=AFTER)
    assert service.answer(lsg, report, {1: "Ja.", 2: None, 9: "Ingen fråga"}, at=AFTER) == 1
    session.flush()
    assert session.query(SteeringAnswer).one().question_number == 1
    assert report.frozen == before
    with pytest.raises(NotAllowed):
        service.answer(year.user("soc").as_actor(), report, {1: "Ja."}, at=AFTER)


def test_l1_everything_handed_out_is_listed_in_the_manifest(year):
    files = all_files(making.published(year).frozen)
    assert list(files)[-1] == "manifest.json"
    assert set(json.loads(files["manifest.json"])) == set(files) - {"manifest.json"}
