"""S1, C5: the page for the meeting is made only of signed parts that its reader may read."""

from datetime import timedelta

import pytest

from casework.assessments.rules import readers
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.access.knocking import TOKEN
from tests.assessments.making import part, question
from tests.conftest import acting
from tests.statements import counted

GRANTS = {
    "host": ("planering", "arbete"),
    "soc": "all",
    "af": ("planering", "arbete"),
    "fk": ("fysisk", "arbete"),
}
ASKED = "Vad lockar?"
BODY = "Vad orkar personen?"


def told(world, case):
    """Work by AF, the body by FK, and the individual's own view as planning."""
    work, body = question(world, ASKED), question(world, BODY, "fysisk")
    own = question(world, "Vad är viktigt för dig?", None)
    af = part(world, case, "af", text="AF:s styrka", signed=True, answers=[(work, None)])
    af.situation = "Söker lageryrken"
    fk = part(world, case, "fk", "fysisk", text="FK:s styrka", signed=True, answers=[(body, None)])
    fk.needs = "Hemlig kroppsuppgift"
    mine = {"by_individual": True, "signed": True, "text": "Min egen styrka"}
    part(world, case, "soc", "planering", answers=[(own, "Min hund")], **mine)
    session.commit()


def summary(client, case):
    answer = client.get(f"/arenden/{case.id}/kartlaggning/sammanfattning")
    assert answer.status_code == 200
    return answer.text


def test_s1_strengths_stand_first_and_together_then_kind_by_kind(world, sign_in):
    case = build.case(world, GRANTS)
    told(world, case)
    page = summary(sign_in(world.user("soc")), case)
    order = (
        *("Min egen styrka", "AF:s styrka", "FK:s styrka", "Min hund"),
        *("Hemlig kroppsuppgift", "Söker lageryrken", "Frågor utan svar"),
    )
    shown = page.split("<h1>")[1]
    places = [shown.index(words) for words in order[:4]]
    assert places == sorted(places)
    assert shown.index("Hemlig kroppsuppgift") < shown.index("Söker lageryrken")
    assert shown.index("FK:s styrka") < shown.index("Hemlig kroppsuppgift")
    assert '<blockquote class="cw-voice">Min hund</blockquote>' in page
    assert "Skriven av Ture Blåklint, AF Provlunda" in " ".join(page.split())


def test_s1_open_questions_and_whom_we_wait_for_are_said(world, sign_in):
    case = build.case(world, GRANTS)
    told(world, case)
    late = clock.today() - timedelta(days=2)
    part(world, case, "fk", "arbete", text="Ett utkast", due_on=late)
    session.commit()
    page = summary(sign_in(world.user("soc")), case)
    assert ASKED in page.split("Frågor utan svar")[1]
    waited = page.split('id="vantar"')[1].split("</section>")[0]
    assert "FK Provlunda: arbete" in waited
    assert "Skulle ha kommit" in waited
    assert "Ett utkast" not in page


@pytest.mark.parametrize("who", ["host", "af"])
def test_c5_a_kind_that_is_not_given_leaves_no_trace_on_the_summary(world, sign_in, who):
    """Neither its words, its question, its unit's name, nor one more of anything."""
    with_it, without = build.case(world, GRANTS), build.case(world, GRANTS)
    for case in (with_it, without):
        told(world, case)
    for kind in ("fysisk", "psykisk"):
        part(world, with_it, "soc", kind, text="Hemligt", signed=True)
        part(world, with_it, "fk" if kind == "fysisk" else "soc", kind)
    session.commit()
    client = sign_in(world.user(who))
    shown = [
        TOKEN.sub("", summary(client, case).replace(case.reference, "").replace(str(case.id), ""))
        for case in (with_it, without)
    ]
    assert shown[0] == shown[1]
    for words in ("Hemlig", "FK:s styrka", BODY, "fysisk", "Fysisk", "psykisk", "Psykisk"):
        assert words not in shown[0]


def test_c5_it_says_who_else_may_see_it_and_who_may_not(world, sign_in):
    case = build.case(world, GRANTS)
    told(world, case)
    page = summary(sign_in(world.user("af")), case)
    said = " ".join(page.split('id="vem"')[1].split("</section>")[0].split())
    assert "din enhet och av Koordinatorn och Socialkontoret." in said
    assert "Visa den inte för FK Provlunda." in said
    assert "Psykiatrin" not in said


def test_c5_readers_are_those_whom_the_consent_gives_every_kind(world):
    case = build.case(world, GRANTS)
    facts, day = case_for(acting(world.user("soc")), case.id, clock.today()).facts, clock.today()
    units = {key: world.unit(key).id for key in ("host", "soc", "af", "fk", "psykiatri")}
    found = readers(facts.consents, units.values(), {"arbete", "planering"}, day)
    assert found.whole == {units["host"], units["soc"], units["af"]}
    assert found.partly == {units["fk"]}
    nobody = readers(facts.consents, units.values(), set(), day)
    assert (nobody.whole, nobody.partly) == (frozenset(), frozenset())


def test_an_empty_summary_says_so(world, sign_in):
    case = build.case(world, GRANTS)
    session.commit()
    page = summary(sign_in(world.user("af")), case)
    assert "Ingen del som du får läsa är undertecknad ännu" in page
    assert 'id="vem"' not in page


@pytest.mark.parametrize("page", ["", "/sammanfattning"])
def test_it_asks_as_little_of_the_database_for_many_parts_as_for_few(world, sign_in, page):
    case = build.case(world, GRANTS)
    told(world, case)
    client, there = sign_in(world.user("soc")), f"/arenden/{case.id}/kartlaggning{page}"
    client.get(there)
    with counted() as few:
        client.get(there)
    asked = question(world, "En fråga till?")
    for number in range(12):
        kind, who = build.KINDS[number % 6], ("soc", "af", "fk")[number % 3]
        more = {"text": f"Styrka {number}", "signed": number % 4 > 0}
        part(world, case, who, kind, answers=[(asked, f"Svar {number}")], **more)
    session.commit()
    with counted() as many:
        shown = client.get(there).text
    assert "Styrka 11" in shown
    assert "Svar 11" in shown
    assert len(few) == len(many) <= 14, "\n".join(many)


def test_it_is_printed_with_whose_it_is_and_a_warning(world, sign_in):
    case = build.case(world, GRANTS)
    told(world, case)
    one = part(world, case, "af", "planering", text="Kan mycket", signed=True)
    session.commit()
    soc = sign_in(world.user("soc"))
    for page in (
        summary(soc, case),
        soc.get(f"/arenden/{case.id}/kartlaggning/delar/{one.id}").text,
    ):
        printed = page.split('class="cw-printonly">')[1].split("</p>")[0]
        assert case.reference in printed
        assert "Signe Lingonhed" in printed
        assert "förvara inlåst" in printed
