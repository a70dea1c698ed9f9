"""S1, S2 through the pages: asked, written, signed, corrected, read."""

from datetime import timedelta

from sqlalchemy import select

from casework.assessments.models import AssessmentPart
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.assessments.making import part

GRANTS = {"host": ("planering", "arbete"), "soc": "all", "af": ("arbete",), "fk": "all"}
LATER = (clock.today() + timedelta(days=20)).isoformat()


def parts():
    session.rollback()
    return list(session.scalars(select(AssessmentPart).order_by(AssessmentPart.version)))


def text_of(answer):
    return answer.get_data(as_text=True)


def test_s1_from_asked_to_signed_and_corrected_by_pages_alone(world, sign_in):
    case = build.case(world, GRANTS)
    at = f"/arenden/{case.id}/kartlaggning"
    box = f"{world.unit('af').id}:arbete"
    host, af = sign_in(world.user("host")), sign_in(world.user("af"))
    assert box in text_of(host.get(f"{at}/be-om-delar"))
    assert host.post(f"{at}/be-om-delar", data={"parts": box, "due_on": LATER}).status_code == 302
    assert "Tillfrågad" in text_of(host.get(f"{at}/be-om-delar"))
    here = f"{at}/delar/{parts()[0].id}"
    written = {"revision": "1", "strengths": "Kan laga mat", "situation": "", "needs": ""}
    assert af.post(f"{here}/skriv", data=written).location.endswith("skriv-under")
    assert "Kan laga mat" not in text_of(host.get(at))
    assert "Kan laga mat" in text_of(af.get(f"{here}/skriv-under"))
    assert af.post(f"{here}/skriv-under", data={"revision": "2"}).status_code == 302
    assert "Kan laga mat" in text_of(host.get(at))
    assert af.get(f"{here}/ratta").status_code == 200
    new = af.post(f"{here}/ratta", data={"reason": "Fel ord"}).location
    assert "Kan laga mat" in text_of(af.get(new))
    assert [p.version for p in parts()] == [1, 2]
    assert host.get(here).status_code == 200


def test_s2_a_page_left_open_gets_409_and_what_was_written_comes_back(world, sign_in):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Nyare text")
    url = f"/arenden/{case.id}/kartlaggning/delar/{one.id}/skriv"
    late = {"revision": "0", "strengths": "Min långa text som inte får försvinna"}
    answer = sign_in(world.user("af")).post(url, data=late)
    assert answer.status_code == 409
    assert "som inte får försvinna" in text_of(answer)
    assert "Nyare text" in text_of(answer).split("Det här står nu")[1]
    assert parts()[0].strengths == "Nyare text"


def test_s2_a_signed_part_answers_422_when_somebody_saves_over_it(world, sign_in):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Som det var", signed=True)
    url = f"/arenden/{case.id}/kartlaggning/delar/{one.id}/skriv"
    answer = sign_in(world.user("af")).post(url, data={"revision": "1", "strengths": "Ändrat"})
    assert answer.status_code == 422
    assert parts()[0].strengths == "Som det var"


def test_the_individuals_part_is_begun_by_an_officer(world, sign_in):
    case = build.case(world, GRANTS)
    soc = sign_in(world.user("soc"))
    url = f"/arenden/{case.id}/kartlaggning/egen-del"
    assert soc.get(url).status_code == 200
    assert soc.post(url, data={"info_kind": ""}).status_code == 422
    there = soc.post(url, data={"info_kind": "planering"}).location
    assert "egna ord" in text_of(soc.get(there))
    assert parts()[0].by_individual


def test_an_unreadable_kind_leaves_no_trace_on_the_page(world, sign_in):
    case = build.case(world, GRANTS)
    part(world, case, "fk", "psykisk", text="Hemligt", signed=True)
    there = f"/arenden/{case.id}/kartlaggning"
    page = text_of(sign_in(world.user("af")).get(there))
    assert "Hemligt" not in page
    assert "psykisk" not in page.lower()
    assert "Hemligt" in text_of(sign_in(world.user("soc")).get(there))


def test_only_the_coordinator_finishes_and_the_refusal_says_why(world, sign_in):
    case = build.case(world, GRANTS)
    there = f"/arenden/{case.id}/kartlaggning"
    assert "Koordinatorn markerar" in text_of(sign_in(world.user("af")).get(there))
    host = sign_in(world.user("host"))
    assert host.post(f"{there}/klar", data={"on": ""}).status_code == 422
    assert sign_in(world.user("af")).post(f"{there}/klar", data={"on": LATER}).status_code == 403


def test_strangers_get_the_404_of_a_case_that_is_not_there(world, sign_in):
    case = build.case(world, GRANTS)
    one = part(world, case, "fk", "psykisk", signed=True)
    at = f"/arenden/{case.id}/kartlaggning"
    paths = [at, f"{at}/be-om-delar", f"{at}/delar/{one.id}", f"/kartlaggning/delar/{one.id}"]
    for who in ("norsjo", "af2", "admin", "lsg"):
        client = sign_in(world.user(who))
        assert {client.get(path).status_code for path in paths} == {404}


def test_the_own_part_stays_readable_after_the_withdrawal(world, sign_in):
    case = build.case(world, GRANTS)
    one = part(world, case, "fk", "psykisk", text="Vi skrev det", signed=True)
    file = build.session.get(AssessmentPart, one.id)
    assert file is one
    consent = session.get(build.Consent, case.consent_series_id)
    build.withdrawal(consent, world.user("soc"), world.unit("fk"))
    fk = sign_in(world.user("fk"))
    assert fk.get(f"/arenden/{case.id}/kartlaggning").status_code == 404
    page = text_of(fk.get(f"/kartlaggning/delar/{one.id}"))
    assert "Vi skrev det" in page
    assert "Hjortronmo" not in page
