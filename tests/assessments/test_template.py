"""S1: a part is written with its programme's questions, in the words they were asked with."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.assessments import queries, service
from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import Stale
from tests import build
from tests.assessments.making import part, question
from tests.assessments.test_parts import GRANTS, NOTHING, ask, reached

ASKED, BODY, OWN = "Vad lockar?", "Vad orkar personen?", "Vad är viktigt för dig?"


@pytest.fixture
def template(world):
    return {
        ASKED: question(world, ASKED),
        BODY: question(world, BODY, "fysisk"),
        OWN: question(world, OWN, None),
    }


def answers(one):
    rows = session.scalars(select(AssessmentAnswer).where(AssessmentAnswer.part_id == one.id))
    return {row.words: row.text for row in rows}


def begun(world, who, case, kind="planering"):
    actor, file = reached(world, who, case)
    at, due = clock.now(), clock.today()
    one = service.begin_individual(actor, file, info_kind=kind, due_on=due, at=at)
    session.flush()
    return one


@pytest.mark.usefixtures("template")
def test_s1_a_part_is_asked_the_questions_of_its_kind_and_no_others(world):
    case = build.case(world, GRANTS)
    work, body = ask(world, "soc", case, ("af", "arbete"), ("fk", "fysisk"))
    session.flush()
    assert answers(work) == {ASKED: None}
    assert answers(body) == {BODY: None}
    assert answers(begun(world, "af", case)) == {OWN: None}


def test_s1_a_question_that_ended_is_not_asked_and_one_of_another_programme_never(world, template):
    case = build.case(world, GRANTS)
    template[ASKED].valid_to = clock.today() - timedelta(days=1)
    build.programme(world.unit("host"), "READY")
    [one] = ask(world, "soc", case, ("af", "arbete"))
    session.flush()
    assert answers(one) == {}


def test_s1_what_was_asked_keeps_its_words_and_its_answer_when_the_question_ends(world, template):
    case = build.case(world, GRANTS)
    [one] = ask(world, "soc", case, ("af", "arbete"))
    session.flush()
    template[ASKED].valid_to = clock.today() - timedelta(days=1)
    template[ASKED].words = "Något annat?"
    actor, file = reached(world, "af", case)
    said = {1: "Att köra truck."}
    service.save(actor, file, one, seen=one.revision, **NOTHING, answers=said, at=clock.now())
    session.flush()
    service.sign(actor, file, one, seen=one.revision, at=clock.now())
    assert answers(one) == {ASKED: "Att köra truck."}
    lines = queries.told_in(reached(world, "host", case)[0], [one])[one.id].said
    assert [(line.heading, line.text) for line in lines] == [(ASKED, "Att köra truck.")]


def test_s1_an_answer_is_sealed_and_bound_to_its_row(world, template):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", answers=[(template[ASKED], "Att köra truck.")])
    row = session.scalars(select(AssessmentAnswer).where(AssessmentAnswer.part_id == one.id)).one()
    assert row.text_sealed is not None
    assert b"truck" not in row.text_sealed


def test_s1_one_answer_is_enough_to_sign_a_part(world, template):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", answers=[(template[ASKED], "Att köra truck.")])
    actor, file = reached(world, "af", case)
    service.sign(actor, file, one, seen=1, at=clock.now())
    assert one.signed_at is not None


def test_s1_the_strengths_are_read_first_and_what_is_empty_is_not_read(world, template):
    case = build.case(world, GRANTS)
    other = question(world, "Vad är provat?", position=2)
    pairs = [(template[ASKED], None), (other, "Två praktiker.")]
    one = part(world, case, "af", text="Är noggrann.", signed=True, answers=pairs)
    one.needs = "En plats nära."
    session.flush()
    told = queries.told_in(reached(world, "host", case)[0], [one])[one.id]
    assert [line.heading for line in told.said] == ["Styrkor", "Vad är provat?", "Det här behövs"]
    assert told.open == [ASKED]


def test_an_old_part_without_questions_reads_as_before(world, sign_in):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", text="Är noggrann.", signed=True)
    page = sign_in(world.user("host")).get(f"/arenden/{case.id}/kartlaggning/delar/{one.id}").text
    assert "Är noggrann." in page
    assert ASKED not in page


def test_s2_a_correction_begins_with_the_answers_that_it_corrects(world, template):
    case = build.case(world, GRANTS)
    pairs = [(template[ASKED], "Att köra truck.")]
    one = part(world, case, "af", text="Noggrann.", signed=True, answers=pairs)
    template[ASKED].valid_to = clock.today() - timedelta(days=1)
    question(world, "En ny fråga?", position=2)
    actor, file = reached(world, "af", case)
    new = service.correct(actor, file, one, reason="Fel kort", at=clock.now())
    session.flush()
    assert answers(new) == {ASKED: "Att köra truck."}
    said = {1: "Att köra buss."}
    service.save(actor, file, new, seen=new.revision, **NOTHING, answers=said, at=clock.now())
    assert (answers(one), answers(new)) == ({ASKED: "Att köra truck."}, {ASKED: "Att köra buss."})


def test_s2_a_colleague_who_only_answered_a_question_was_first_all_the_same(world, template):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", answers=[(template[ASKED], None)])
    actor, file = reached(world, "af", case)
    first = {1: "Min kollegas svar"}
    service.save(actor, file, one, seen=1, **NOTHING, answers=first, at=clock.now())
    session.flush()
    with pytest.raises(Stale) as stale:
        service.save(actor, file, one, seen=1, **NOTHING, answers={1: "Mitt"}, at=clock.now())
    assert stale.value.stands == ["Min kollegas svar"]
    assert answers(one) == {ASKED: "Min kollegas svar"}


def write_url(case, one):
    return f"/arenden/{case.id}/kartlaggning/delar/{one.id}/skriv"


def test_s1_the_questions_are_filled_in_on_the_page_beside_the_fixed_frame(
    world, sign_in, template
):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", answers=[(template[ASKED], None)])
    session.commit()
    af = sign_in(world.user("af"))
    page = af.get(write_url(case, one)).text
    places = [page.index(f'name="{name}"') for name in ("strengths", "situation", "answer_1")]
    assert places == sorted(places)
    assert ASKED in page
    typed = {"revision": "1", "strengths": "", "answer_1": "Att köra truck.", "utkast": "1"}
    assert af.post(write_url(case, one), data=typed).status_code == 302
    session.rollback()
    assert answers(one) == {ASKED: "Att köra truck."}
    assert "Att köra truck." in af.get(write_url(case, one)).text


def test_ac24_a_colleague_was_first_and_both_answers_are_on_the_409(world, sign_in, template):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", answers=[(template[ASKED], "Min kollegas svar")])
    session.commit()
    late = {"revision": "0", "strengths": "", "answer_1": "Mitt eget svar här"}
    answer = sign_in(world.user("af")).post(write_url(case, one), data=late)
    assert answer.status_code == 409
    typed, stands = answer.text.split("Det här står nu")
    assert "Mitt eget svar här" in typed
    assert "Min kollegas svar" in stands
    session.rollback()
    assert answers(one) == {ASKED: "Min kollegas svar"}


def test_ac03_consent_withdrawn_while_an_answer_is_written_gives_it_back(world, sign_in, template):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", answers=[(template[ASKED], None)])
    session.commit()
    af = sign_in(world.user("af"))
    assert af.get(write_url(case, one)).status_code == 200
    given = session.scalars(build.select_consent(case)).one()
    build.withdrawal(given, world.user("soc"), world.unit("af"))
    session.commit()
    typed = {"revision": "1", "strengths": "", "answer_1": "Ett svar som inte får försvinna"}
    answer = af.post(write_url(case, one), data=typed)
    assert answer.status_code == 409
    assert "Samtycket återkallades" in answer.text
    assert "Ett svar som inte får försvinna" in answer.text
    session.rollback()
    assert answers(one) == {ASKED: None}
    assert af.get(write_url(case, one)).status_code == 404


def test_too_long_an_answer_comes_back_as_it_was_typed(world, sign_in, template):
    case = build.case(world, GRANTS)
    one = part(world, case, "af", answers=[(template[ASKED], None)])
    session.commit()
    typed = {"revision": "1", "strengths": "", "answer_1": "ord " * 1200 + "slutet"}
    answer = sign_in(world.user("af")).post(write_url(case, one), data=typed)
    assert answer.status_code == 422
    assert "slutet</textarea>" in answer.text
    session.rollback()
    assert session.scalars(select(AssessmentPart)).one().revision == 1
