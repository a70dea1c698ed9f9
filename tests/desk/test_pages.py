"""The desk and the case page, per role: what is there, what is absent, who gets the same 404."""

import re
from datetime import timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.access.sparing import databases  # noqa: F401
from tests.cases.making import file_of, seats_of, told
from tests.desk.making import part
from tests.meetings.making import meeting
from tests.plans.making import a_plan

STRANGERS = ("ame", "norsjo", "af2", "psykiatri", "lsg", "granskare", "admin")
ACTS = ("nasta-steg", "vila", "personer", "beratta", "oppna-igen")


def bare(answer) -> tuple:
    """An answer without what is signed with the second it was made."""
    headers = [(name, value) for name, value in answer.headers if name != "Set-Cookie"]
    return headers, re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)


def test_the_desk_shows_codes_and_no_names_and_one_primary_button(world, sign_in):
    late = clock.today() - timedelta(days=9)
    case = build.case(world, next_step="plan", next_step_on=late)
    page = sign_in(world.user("host")).get("/").text
    assert f'<span class="cw-ref">{case.reference}</span>' in page
    assert "Hjortronmo" not in page
    assert "väntar på dig, och" in page
    assert f'Planen i <span class="cw-ref">{case.reference}</span> skulle ha varit klar' in page
    assert page.count("button--primary") == 1
    assert f"/arenden/{case.id}#nasta" in page


def test_an_empty_desk_says_so_kindly(world, sign_in):
    page = sign_in(world.user("psykiatri")).get("/").text
    assert "Inget väntar på dig just nu." in page
    assert "Inga just nu." in page
    assert "Inget är bokat de närmaste två veckorna." in page


def test_what_a_case_asks_stands_with_the_coordinator_and_the_owner_only(world, sign_in):
    today = clock.today()
    case = build.case(
        world, paused_at=clock.now() - timedelta(days=40), paused_until=today, next_step=None
    )
    for who, there in (("host", True), ("soc", True), ("af", False)):
        page = sign_in(world.user(who)).get("/").text
        assert ("Vaknar i dag" in page) is there
        assert (case.reference in page) is there


@pytest.mark.parametrize(
    ("days", "said"), [(30, "30 dagar kvar"), (0, "Sista dagen i dag"), (31, None)]
)
def test_c6_a_consent_that_runs_out_is_told_thirty_days_before(world, sign_in, days, said):
    soc, last = world.user("soc"), clock.today() + timedelta(days=days)
    who = build.person(soc)
    grants = {world.unit(key): "all" for key in ("host", "soc", "af", "fk")}
    given = build.consent(who, soc, grants, last_day=last)
    build.case(world, person=who, consent=given)
    page = sign_in(world.user("host")).get("/").text
    assert ("Förbered samtycket" in page) is (said is not None)
    if said:
        assert said in page
        assert f"/samtycken/{given.id}" in page


def test_the_owner_is_told_that_a_consent_is_gone_and_the_coordinator_hears_nothing(world, sign_in):
    case, soc = build.case(world), world.user("soc")
    build.withdrawal(file_of(soc, case).consent, soc)
    assert "gäller inte längre" in sign_in(soc).get("/").text
    assert case.reference not in sign_in(world.user("host")).get("/").text


def test_an_officer_who_has_promised_something_logs_from_the_desk(world, sign_in):
    case = build.case(world)
    a_plan(world, case)
    page = sign_in(world.user("af")).get("/").text
    assert "Logga en insats" in page
    assert page.count("button--primary") == 1
    assert "Logga en insats" not in sign_in(world.user("host")).get("/").text


@pytest.mark.parametrize(
    ("who", "because"),
    [
        ("host", "samtycket omfattar koordinatorn"),
        ("soc", "din enhet ansvarar för det"),
        ("af", "samtycket omfattar din enhet"),
    ],
)
def test_the_case_page_says_why_you_see_it(world, sign_in, who, because):
    case = build.case(world)
    page = sign_in(world.user(who)).get(f"/arenden/{case.id}").text
    assert because in page
    assert "Linn Hjortronmo" in page
    assert page.count("button--primary") == 1
    assert page.count('aria-current="step"') == 1


@pytest.mark.parametrize("who", STRANGERS)
def test_not_yours_and_nonexistent_are_one_answer(world, sign_in, who):
    case, client = build.case(world), sign_in(world.user(who))
    for path in ("", *(f"/{act}" for act in ACTS)):
        theirs = client.get(f"/arenden/{case.id}{path}")
        nobody = client.get(f"/arenden/{build.any_id()}{path}")
        assert theirs.status_code == nobody.status_code == 404
        assert bare(theirs) == bare(nobody)
        assert client.post(f"/arenden/{case.id}{path}").status_code in (404, 405)


def test_g3_what_the_consent_does_not_give_is_absent_without_a_trace(world, sign_in):
    grants = {"host": "all", "soc": "all", "af": ("arbete", "planering")}
    case = build.case(world, grants, assigned=("soc", "af"))
    told(world.user("soc"), case, "Kanarie om kroppen.", "fysisk")
    told(world.user("soc"), case, "Om arbete.", "arbete")
    page = sign_in(world.user("af")).get(f"/arenden/{case.id}").text
    assert "Om arbete." in page
    assert "Kanarie" not in page
    assert not re.search(r"\bdold", page, re.IGNORECASE)
    assert "Kanarie" in sign_in(world.user("host")).get(f"/arenden/{case.id}").text


def test_after_a_withdrawal_the_owner_keeps_the_page_with_a_note_and_others_get_404(world, sign_in):
    case, soc = build.case(world), world.user("soc")
    build.withdrawal(file_of(soc, case).consent, soc)
    page = sign_in(soc).get(f"/arenden/{case.id}").text
    assert "Samtycket gäller inte längre: återkallat" in page
    assert "AF Provlunda, FK Provlunda och Koordinatorn" in page
    for who in ("host", "af", "fk"):
        assert sign_in(world.user(who)).get(f"/arenden/{case.id}").status_code == 404


def test_one_unit_that_left_is_told_to_owner_and_coordinator_and_absent_to_others(world, sign_in):
    case, soc = build.case(world), world.user("soc")
    build.withdrawal(file_of(soc, case).consent, soc, world.unit("fk"))
    for who, told_of in (("soc", True), ("host", True), ("af", False)):
        page = sign_in(world.user(who)).get(f"/arenden/{case.id}").text
        assert ("FK Provlunda" in page) is told_of
        assert ("Läser inte längre" in page) is told_of
        assert "Maj Fjällskär" not in page
    assert sign_in(world.user("fk")).get(f"/arenden/{case.id}").status_code == 404


def test_e3_a_protected_identity_is_called_so_and_has_no_first_name(world, sign_in):
    who = build.person(world.user("soc"), protected_at=clock.now())
    case = build.case(world, person=who, assigned=("soc", "af"))
    page = sign_in(world.user("host")).get(f"/arenden/{case.id}").text
    assert "Skyddade personuppgifter" in page
    assert "Runt personen" in page
    assert sign_in(world.user("af")).get(f"/arenden/{case.id}").status_code == 404


def test_k1_acts_one_may_not_are_greyed_with_their_reason(world, sign_in):
    case = build.case(world)
    host = sign_in(world.user("host")).get(f"/arenden/{case.id}").text
    assert "Bara enheten som ansvarar för ärendet kan lämna över" in host
    af = sign_in(world.user("af")).get(f"/arenden/{case.id}").text
    assert "Koordinatorn och enheten som ansvarar för ärendet väljer nästa steg." in af
    assert f"/arenden/{case.id}/nasta-steg" not in af


def test_k6_a_closed_case_says_so_and_the_owner_may_open_it(world, sign_in):
    case = build.case(world, closed_at=clock.now(), step="avslut")
    soc = sign_in(world.user("soc"))
    assert "Ärendet är avslutat" in soc.get(f"/arenden/{case.id}").text
    on = clock.today() + timedelta(days=7)
    answer = soc.post(
        f"/arenden/{case.id}/oppna-igen", data={"because": "Arbetet tog slut.", "next_on": on}
    )
    assert answer.status_code == 302
    assert "Nästa steg: " in soc.get(f"/arenden/{case.id}").text


def test_forms_save_explain_and_lose_nothing_typed(world, sign_in):
    case, client = build.case(world), sign_in(world.user("host"))
    build.code("nastasteg", "mote", "Samarbetsmöte")
    session.commit()
    past = clock.today() - timedelta(days=1)
    refused = client.post(
        f"/arenden/{case.id}/nasta-steg", data={"step": "mote", "on": past, "note": "Boka rum"}
    )
    assert refused.status_code == 422
    assert "<title>Fel: " in refused.text
    assert "Boka rum" in refused.text
    assert "i dag eller en dag som kommer" in refused.text
    said = {"kind": "arbete", "day": clock.today(), "sentence": "Åsa ringde <b>Linn</b>."}
    assert client.post(f"/arenden/{case.id}/beratta", data=said).status_code == 302
    page = client.get(f"/arenden/{case.id}").text
    assert "Åsa ringde &lt;b&gt;Linn&lt;/b&gt;." in page
    assert "Skrivet av Åsa Tallmyr" in page
    said = {"until": clock.today() + timedelta(days=30), "because": "Väntar på besked."}
    assert client.post(f"/arenden/{case.id}/vila", data=said).status_code == 302
    page = client.get(f"/arenden/{case.id}").text
    assert "Ärendet vilar" in page
    assert "<p>Väntar på besked.</p>" in page
    assert "Väck ärendet" in page
    assert "Låt ärendet vila längre" in page


def test_people_are_added_and_removed_on_pages(world, sign_in):
    case, client = build.case(world), sign_in(world.user("host"))
    added = client.post(f"/arenden/{case.id}/personer", data={"user_id": world.user("af2").id})
    assert added.status_code == 302
    page = client.get(f"/arenden/{case.id}/personer").text
    assert "Ylva Stenros arbetar" not in page
    assert "<th" in page
    assert "Ylva Stenros" in page
    soc = next(
        seat.assignment.id for seat in seats_of(world, case) if seat.user.name == "Signe Lingonhed"
    )
    assert client.get(f"/arenden/{case.id}/personer/{soc}").status_code == 200
    refused = client.post(f"/arenden/{case.id}/personer/{soc}")
    assert refused.status_code == 422
    assert "måste ha någon kvar" in refused.text


def test_k3_a_booked_meeting_is_the_day_the_case_waits_for(world, sign_in):
    case = build.case(world, next_step="mote", next_step_on=clock.today())
    booked = meeting(world, case)
    assert case.next_step_on == clock.local(booked.starts_at).date()
    page = sign_in(world.user("host")).get(f"/arenden/{case.id}").text
    assert "Nästa steg: samarbetsmöte" in page
    assert "Telefon" in page


def test_c5_the_day_the_kartlaggning_was_done_tells_nothing_of_a_part_one_may_not_read(
    world, sign_in
):
    """The way of the case is the same to a reader whether there is another part or not."""
    given = {"host": "all", "soc": "all", "fk": "all", "af": ("arbete", "planering")}
    case = build.case(world, given)
    earlier = clock.now() - timedelta(days=9)
    part(world, case, "af", signed_at=earlier, asked_at=earlier)
    af, host = sign_in(world.user("af")), sign_in(world.user("host"))
    before, whole = _way(af, case), _way(host, case)
    hidden = part(world, case, "fk", "psykisk")
    session.commit()
    assert _way(af, case) == before
    assert _way(host, case) != whole  # who may know of it sees that it is waited for
    hidden.signed_at = clock.now()
    session.commit()
    assert _way(af, case) == before
    assert _way(host, case) != whole


def _way(client, case) -> str:
    text = client.get(f"/arenden/{case.id}").text
    start = text.index('<ol class="cw-way"')
    return text[start : text.index("</ol>", start)]
