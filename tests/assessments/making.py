"""Makers of assessment parts, and of the template that they are written with."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.cases.models import Case
from casework.kit import clock
from casework.programmes.models import AssessmentQuestion
from tests.build import World, kept


def part(world: World, case: Case, who: str, kind: str = "arbete", **more: Any) -> AssessmentPart:
    """A part asked of the unit `who`; `text=` writes it, `signed=True` signs it.

    `answers=` are (question, text) pairs.
    """
    user = world.user(who)
    text, signed = more.pop("text", None), more.pop("signed", False)
    answers = more.pop("answers", ())
    due = clock.today() + timedelta(days=10)
    said = {"series_id": uuid4(), "version": 1, "by_individual": False, "due_on": due, **more}
    row = AssessmentPart(
        case_id=case.id,
        unit_id=user.unit_id,
        info_kind=kind,
        asked_by_id=world.user("host").id,
        asked_at=clock.now(),
        **said,
    )
    if text or signed:
        row.strengths, row.author_id, row.changed_at = text or "Kan mycket", user.id, clock.now()
    if signed:
        row.signed_at, row.signed_by_id = clock.now(), user.id
    kept(row)
    _answer(row, answers)
    return row


def _answer(row: AssessmentPart, answers: Any) -> None:
    for position, (one, said) in enumerate(answers, 1):
        answer = AssessmentAnswer(part_id=row.id, question_id=one.id, words=one.words)
        answer.position, answer.text = position, said
        kept(answer)


def question(
    world: World, words: str, kind: str | None = "arbete", **more: Any
) -> AssessmentQuestion:
    """One question of the programme's template. `kind=None`: to the individual."""
    assert world.programme is not None
    dated = {"valid_from": date(2020, 1, 1), "position": 1, **more}
    return kept(
        AssessmentQuestion(programme_id=world.programme.id, info_kind=kind, words=words, **dated)
    )
