"""S1: the individual's own view: easy words, large letters, on paper, read before it is signed."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from casework.assessments import service
from casework.assessments.models import AssessmentPart
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from tests import build
from tests.assessments.making import part, question
from tests.assessments.test_parts import GRANTS, reached

OWN = "Vad är viktigt för dig?"


def at(case, one, verb):
    return f"/arenden/{case.id}/kartlaggning/delar/{one.id}/{verb}"


def own(world, case, **more):
    pairs = [(question(world, OWN, None), "Min hund.")]
    said = {"text": "Jag kan sy.", "by_individual": True, "answers": pairs, **more}
    row = part(world, case, "soc", "planering", **said)
    session.commit()
    return row


@pytest.mark.parametrize(("days", "may"), [(None, False), (1, False), (0, True), (-1, False)])
def test_s1_it_is_read_as_it_now_stands_before_it_is_signed(world, days, may):
    case = build.case(world, GRANTS)
    one = own(world, case)
    actor, file = reached(world, "soc", case)
    read_on = None if days is None else clock.today() + timedelta(days=days)
    if may:
        service.sign(actor, file, one, seen=one.revision, read_on=read_on, at=clock.now())
        assert one.read_on == read_on
        return
    with pytest.raises(RuleBroken) as broken:
        service.sign(actor, file, one, seen=one.revision, read_on=read_on, at=clock.now())
    assert broken.value.field == "read_on"
    assert one.signed_at is None


def test_s1_a_units_part_needs_nobody_to_have_read_it(world):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Kan mycket")
    actor, file = reached(world, "af", case)
    service.sign(actor, file, one, seen=one.revision, at=clock.now())
    assert one.read_on is None


def test_s1_the_page_asks_for_the_tick_and_tells_who_wrote_and_when_it_was_read(world, sign_in):
    case = build.case(world, GRANTS)
    one, soc = own(world, case), sign_in(world.user("soc"))
    page = soc.get(at(case, one, "skriv-under")).text
    assert "har läst texten" in page
    said = {"revision": str(one.revision), "read_on": clock.today().isoformat()}
    refused = soc.post(at(case, one, "skriv-under"), data=said)
    assert refused.status_code == 422
    assert "Kryssa i rutan." in refused.text
    assert soc.post(at(case, one, "skriv-under"), data={**said, "has_read": "y"}).status_code == 302
    for page in (
        f"/arenden/{case.id}/kartlaggning",
        f"/arenden/{case.id}/kartlaggning/delar/{one.id}",
    ):
        text = " ".join(sign_in(world.user("host")).get(page).text.split())
        assert "Nedtecknad tillsammans med Signe Lingonhed, Socialkontoret" in text
        assert "Linn läste texten" in text
        assert '<blockquote class="cw-voice">Min hund.' in text


def test_s1_it_is_written_in_easy_words_with_strengths_first(world, sign_in):
    case = build.case(world, GRANTS)
    one = own(world, case)
    page = sign_in(world.user("soc")).get(at(case, one, "skriv")).text
    places = [page.index(said) for said in ("Det här är jag bra på.", "Så har jag det nu", OWN)]
    assert places == sorted(places)
    assert "Du får hoppa över frågor." in page


def test_s1_large_letters_keep_what_was_typed_without_script(world, sign_in):
    case = build.case(world, GRANTS)
    one, soc = own(world, case), sign_in(world.user("soc"))
    typed = {"revision": "1", "strengths": "Jag kan sy och laga mat.", "answer_1": "Min hund."}
    there = soc.post(at(case, one, "skriv"), data={**typed, "utkast": "stor"}).location
    page = soc.get(there).text
    assert "cw-own--large" in page
    assert "Jag kan sy och laga mat." in page
    more = {**typed, "revision": "2", "utkast": "1"}
    assert "text=stor" in soc.post(there, data=more).location
    back = soc.post(there, data={**typed, "revision": "3", "utkast": "vanlig"}).location
    assert "cw-own--large" not in soc.get(back).text


def words_of(answer):
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split()), len(pages)


@pytest.mark.parametrize("size", ["normal", "stor"])
def test_s1_a_blank_sheet_to_write_on_at_home_holds_the_questions_and_no_name(world, sign_in, size):
    case = build.case(world, GRANTS)
    own(world, case)
    question(world, "En fråga till en enhet?", "arbete")
    there = f"/arenden/{case.id}/kartlaggning/egen-del/blankett.pdf?variant={size}"
    said, pages = words_of(sign_in(world.user("af")).get(there))
    places = [said.index(words) for words in ("Min egen del", "Det här är jag bra på.", OWN)]
    assert places == sorted(places)
    assert case.reference in said
    for hidden in ("Linn", "Hjortronmo", "Min hund", "En fråga till en enhet?"):
        assert hidden not in said
    assert pages <= (5 if size == "stor" else 3)


def test_a_sheet_of_no_known_size_or_of_anothers_case_is_not_there(world, sign_in):
    case = build.case(world, GRANTS)
    there = f"/arenden/{case.id}/kartlaggning/egen-del/blankett.pdf"
    assert sign_in(world.user("af")).get(f"{there}?variant=jatte").status_code == 404
    assert sign_in(world.user("norsjo")).get(there).status_code == 404


def test_s2_a_correction_of_it_is_read_anew(world):
    case = build.case(world, GRANTS)
    one = own(world, case, signed=True, read_on=clock.today())
    actor, file = reached(world, "soc", case)
    new = service.correct(actor, file, one, reason="Ett ord var fel", at=clock.now())
    session.flush()
    assert (new.by_individual, new.read_on) == (True, None)
    with pytest.raises(RuleBroken):
        service.sign(actor, file, new, seen=new.revision, at=clock.now())
    assert session.scalars(select(AssessmentPart.read_on)).all().count(None) == 1
