"""S1: what a programme's template asks. A question that was answered keeps its words."""

from datetime import date, timedelta
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.programmes import rules
from casework.programmes.models import AssessmentQuestion, Programme
from casework.programmes.policy import may_change
from casework.programmes.queries import part_of


def add_question(
    actor: Actor,
    programme: Programme,
    *,
    info_kind: str | None,
    words: str,
    valid_from: date,
    on: date,
) -> AssessmentQuestion:
    """O3: asked last in its part, from a day on. Without a kind: in the individual's own view."""
    may_change(actor).insist()
    rules.check_first_day(valid_from, on)
    others = _others(actor, programme.id, info_kind, words, on)
    question = AssessmentQuestion(
        programme_id=programme.id,
        info_kind=info_kind,
        words=words,
        valid_from=valid_from,
        position=rules.last_place(others),
    )
    session.add(question)
    record(actor, "template question added", question)
    return question


def reword_question(
    actor: Actor, question: AssessmentQuestion, *, words: str, valid_from: date, on: date
) -> AssessmentQuestion:
    """O3: the old words end the day before and the new begin, in the same place.

    Words that nobody has been asked yet are changed as they stand.
    """
    may_change(actor).insist()
    rules.check_first_day(valid_from, on)
    rules.check_goes_on(question, on)
    _others(actor, question.programme_id, question.info_kind, words, on)
    new = question
    if question.valid_from > on:
        question.words, question.valid_from = words, valid_from
    else:
        new = _instead_of(question, words, valid_from)
        session.add(new)
    record(actor, "template question reworded", new)
    return new


def end_question(actor: Actor, question: AssessmentQuestion, *, last_day: date, on: date) -> None:
    """O3: not asked after `last_day`; what was answered stands."""
    may_change(actor).insist()
    rules.check_goes_on(question, on)
    rules.check_last_day(question.valid_from, last_day, on)
    question.valid_to = last_day
    record(actor, "template question ended", question)


def move_question(actor: Actor, question: AssessmentQuestion, *, up: bool, on: date) -> None:
    """One place up or down among those that are asked in its part."""
    may_change(actor).insist()
    rows = part_of(actor, question.programme_id, question.info_kind)
    for place, row in enumerate(rules.moved(rules.not_ended(rows, on), question, up=up)):
        row.position = place
    record(actor, "template question moved", question)


def _others(
    actor: Actor, programme_id: UUID, info_kind: str | None, words: str, on: date
) -> list[AssessmentQuestion]:
    """What its part asks already; the new words must not be among them."""
    others = rules.not_ended(part_of(actor, programme_id, info_kind), on)
    rules.check_new_words("words", words, [other.words for other in others])
    return others


def _instead_of(old: AssessmentQuestion, words: str, valid_from: date) -> AssessmentQuestion:
    day_before = valid_from - timedelta(days=1)
    old.valid_to = min(day_before, old.valid_to or day_before)
    new = AssessmentQuestion(programme_id=old.programme_id, words=words, valid_from=valid_from)
    new.info_kind, new.position = old.info_kind, old.position
    return new
