"""R1–R7 as pages: five steps that save by themselves, and every answer."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.cases.models import Case
from casework.kit import clock
from casework.kit.db import session
from casework.referrals.models import Amendment, Referral
from casework.referrals.rules import State
from tests import build
from tests.referrals.making import NUMBER, answered, consent_answers, door, draft, need, sent

CODES = {
    "skal": ("kort_fast", "psykisk_ohalsa"),
    "stodtid": ("2_3",),
    "inkomst": ("forsorjningsstod", "lon"),
    "sysselsattning": ("ovrigt",),
    "utbildning": ("gymnasium",),
    "avslagsskal": ("annat",),
}


def bare(answer):
    """The page without its token, which tells the second it was made."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)


@pytest.fixture
def listed(world):
    for code_list, keys in CODES.items():
        for key in keys:
            build.code(code_list, key, key.capitalize())
    return world


def posted(answers):
    kept = {k: str(v) if k in ("given_on", "last_day") else v for k, v in answers.items()}
    return {k: v for k, v in kept.items() if v not in (False, None)}


def only():
    return session.scalars(select(Referral)).one()


def test_r2_the_whole_wizard_from_nothing_to_sent(listed, sign_in):
    world, client = listed, sign_in(listed.user("soc"))
    assert client.get("/remisser/ny").status_code == 200
    began = client.post("/remisser/ny", data={"programme_id": str(world.programme.id)})
    url = f"/remisser/{only().id}/steg/"
    assert began.location.endswith(f"{url}2")
    steps = {2: {"name": "Linn Hjortronmo", "number": NUMBER}, 3: posted(consent_answers(world))}
    for number, answers in {**steps, **dict.fromkeys((4, 5, 6), posted(need()))}.items():
        assert client.get(f"{url}{number}").status_code == 200
        saved = client.post(f"{url}{number}", data=answers)
        assert saved.location.endswith(f"{url}{number + 1}"), saved.text
    check = client.get(f"{url}7").text
    assert "Det här saknas" not in check
    assert "Bakgrund om ekonomi." in check
    assert "19900101-0017" in check
    done = client.post(f"{url}7", data={})
    assert done.location.endswith(f"/remisser/{only().id}")
    shown = client.get(done.location).text
    assert "Jag vill orka hela veckan." in shown
    assert client.get(f"{url}2").status_code == 403


def test_r1_a_half_filled_step_is_saved_and_shown_again(listed, sign_in):
    client = sign_in(listed.user("soc"))
    client.post("/remisser/ny", data={"programme_id": str(listed.programme.id)})
    url = f"/remisser/{only().id}/steg/"
    kept = client.post(f"{url}2", data={"name": "Linn", "utkast": "1"})
    assert kept.location.endswith("/remisser")
    assert 'value="Linn"' in client.get(f"{url}2").text
    half = {"purpose": "Arbete", "scope": [f"{listed.unit('host').id}:arbete"]}
    client.post(f"{url}3", data=half)
    page = client.get(f"{url}3").text
    assert page.count(" checked") == 1
    assert "Arbete" in page
    client.post(f"{url}4", data={"background_arbete": "Har jobbat.", "background_social": "Nej"})
    step = client.get(f"{url}4").text
    assert "Har jobbat." in step
    assert "background_social" not in step
    check = client.get(f"{url}7")
    assert "Det här saknas" in check.text
    assert client.post(f"{url}7", data={}).status_code == 422
    assert only().sent_at is None


def test_r2_what_is_missing_links_to_its_step(listed, sign_in):
    referral = draft(listed, person={"name": "Linn"}, needed={"wish": "Arbete"})
    page = sign_in(listed.user("soc")).get(f"/remisser/{referral.id}/steg/7").text
    for number in (2, 4):
        assert f"/remisser/{referral.id}/steg/{number}" in page
    assert "Skriv personnummer eller samordningsnummer." in page
    assert 'aria-disabled="true"' in page


def test_e2_a_wrong_number_is_said_at_its_field_and_what_was_typed_stays(listed, sign_in):
    referral = draft(listed)
    url = f"/remisser/{referral.id}/steg/2"
    answer = sign_in(listed.user("soc")).post(url, data={"name": "Linn", "number": "19900101-0018"})
    assert answer.status_code == 422
    assert "Numret stämmer inte" in answer.text
    assert "19900101-0018" in answer.text


def test_e3_protected_without_clearance_is_refused(listed, sign_in):
    referral = draft(listed, by="af", grants=dict.fromkeys(("host", "af", "soc"), "all"))
    url = f"/remisser/{referral.id}/steg/2"
    answer = sign_in(listed.user("af")).post(url, data={"protected": "y", "name": "Linn"})
    assert answer.status_code == 403
    assert "behörighet till skyddade personuppgifter" in answer.text


def test_r6_the_target_group_is_shown_as_advice_and_stops_nobody(listed, sign_in):
    listed.programme.age_from = 60
    referral = draft(listed)
    client = sign_in(listed.user("soc"))
    page = client.get(f"/remisser/{referral.id}/steg/7").text
    assert "60 år eller äldre: nej" in page
    assert client.post(f"/remisser/{referral.id}/steg/7", data={}).status_code == 302


def test_the_coordinators_list_is_a_minimal_preview(listed, sign_in):
    referral = sent(listed)
    page = sign_in(listed.user("host")).get("/remisser").text
    assert referral.reference in page
    assert "AF Provlunda, Koordinatorn och Socialkontoret" in page
    assert re.search(r"[45] arbetsdagar kvar", page)
    for secret in ("Linn", "0017", "Bakgrund"):
        assert secret not in page


@pytest.mark.parametrize("who", ["norsjo", "af", "psykiatri", "lsg", "granskare", "admin"])
def test_strangers_get_the_same_answer_as_for_nothing(listed, sign_in, who):
    referral, text = sent(listed), build.any_id()
    client = sign_in(listed.user(who))
    for end in (
        *("", "/steg/1", "/steg/7", "/svara", "/komplettera", "/ta-tillbaka", "/slang"),
        f"/andra/{text}",
    ):
        there = client.get(f"/remisser/{referral.id}{end}")
        nowhere = client.get(f"/remisser/{build.any_id()}{end}")
        assert (there.status_code, bare(there)) == (404, bare(nowhere))


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"kind": "kompletteras", "sentence": "Vad har prövats?", "due_on": 7}, State.COMPLETION),
        ({"kind": "vantar", "due_on": 7}, State.WAITING),
        ({"kind": "hanvisas", "sentence": "Vårdcentralen."}, State.POINTED),
        ({"kind": "avslas", "sentence": "Nej.", "reason": "annat"}, State.REFUSED),
    ],
)
def test_r4_the_coordinator_gives_each_of_the_other_answers(listed, sign_in, answers, state):
    referral = sent(listed)
    client = sign_in(listed.user("host"))
    url = f"/remisser/{referral.id}/svara"
    assert client.get(url).status_code == 200
    if "due_on" in answers:
        answers["due_on"] = str(clock.today() + timedelta(days=7))
    assert client.post(url, data=answers).status_code == 302
    session.expire_all()
    assert door(listed, referral).state is state
    said = "Väntar till " if state is State.WAITING else state.value
    assert said in sign_in(listed.user("soc")).get(f"/remisser/{referral.id}").text


def test_r4_an_answer_without_what_it_needs_comes_back(listed, sign_in):
    referral = sent(listed)
    client = sign_in(listed.user("host"))
    url = f"/remisser/{referral.id}/svara"
    answer = client.post(url, data={"kind": "avslas", "sentence": "Nej, för att …"})
    assert answer.status_code == 422
    assert "Välj ett skäl." in answer.text
    assert "Nej, för att …" in answer.text
    assert client.post(url, data={}).status_code == 422


def test_r7_accepting_leads_to_the_new_case_with_its_contact_person(listed, sign_in):
    referral = sent(listed)
    client, af = sign_in(listed.user("host")), listed.unit("af")
    url = f"/remisser/{referral.id}/svara"
    page = client.get(url).text
    assert "Kontaktperson: AF Provlunda" in page
    assert "FK Provlunda" not in page
    chosen = {f"contact_{af.id.hex}": str(listed.user("af").id)}
    next_on = str(clock.today() + timedelta(days=10))
    done = client.post(url, data={"kind": "antas", "next_on": next_on, **chosen})
    case = session.scalars(select(Case)).one()
    assert done.location.endswith(f"/arenden/{case.id}")
    assert case.owner_unit_id == listed.unit("soc").id
    assert sign_in(listed.user("af")).get(done.location).status_code == 200
    assert sign_in(listed.user("af2")).get(done.location).status_code == 404


def test_r4_the_sender_completes_what_was_asked_for(listed, sign_in):
    referral = sent(listed)
    day = clock.today() + timedelta(days=7)
    answered(listed, referral, "kompletteras", sentence="Vad har prövats?", due_on=day)
    client = sign_in(listed.user("soc"))
    url = f"/remisser/{referral.id}/komplettera"
    assert "Vad har prövats?" in client.get(url).text
    assert client.post(url, data={"info_kind": "arbete"}).status_code == 422
    assert client.post(url, data={"info_kind": "arbete", "text": "Praktik."}).status_code == 302
    assert "Praktik." in sign_in(listed.user("host")).get(f"/remisser/{referral.id}").text
    assert client.get(url).status_code == 403


def test_r3_the_sender_amends_a_text_with_a_reason(listed, sign_in):
    referral = sent(listed)
    text = next(t for t in door(listed, referral).texts if t.field == "wish")
    client = sign_in(listed.user("soc"))
    url = f"/remisser/{referral.id}/andra/{text.id}"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"new": text.text, "reason": "x"}).status_code == 422
    assert client.post(url, data={"new": "Heltid.", "reason": "Ny kontakt."}).status_code == 302
    assert session.scalars(select(Amendment)).one().new == "Heltid."
    read = sign_in(listed.user("host")).get(f"/remisser/{referral.id}").text
    assert "Före: Arbete på halvtid." in read
    assert client.get(f"/remisser/{referral.id}/andra/{build.any_id()}").status_code == 404


def test_r5_the_sender_takes_it_back_on_a_page_of_its_own(listed, sign_in):
    referral = sent(listed)
    client = sign_in(listed.user("soc"))
    url = f"/remisser/{referral.id}/ta-tillbaka"
    assert "Inget är ändrat ännu" in client.get(url).text
    assert client.post(url, data={}).status_code == 302
    assert sign_in(listed.user("host")).get(f"/remisser/{referral.id}").status_code == 404
    assert "Tillbakatagen" in client.get("/remisser").text


def test_r1_a_draft_is_thrown_away_on_a_page_of_its_own(listed, sign_in):
    referral = draft(listed)
    client = sign_in(listed.user("soc"))
    url = f"/remisser/{referral.id}/slang"
    assert client.get(url).status_code == 200
    assert client.post(url, data={}).status_code == 302
    assert not session.scalars(select(Referral)).all()
