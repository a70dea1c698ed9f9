"""A question without a person, and the answers of officers who are asked about theirs."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.codes import readable as readable_code
from casework.kit.db import session
from casework.kit.errors import RuleBroken, Stale
from casework.kit.swedish import local_day
from casework.reviews import rules
from casework.reviews.models import Consultation, ReviewQuestion
from casework.reviews.policy import may_answer, may_consult


def consult(
    actor: Actor,
    *,
    age_span: str,
    kinds: Collection[str],
    question: str,
    sure: bool = False,
    at: datetime,
) -> Consultation:
    """A question without a person, under a code; `sure`: the text is read once more."""
    may_consult(actor).insist()
    rules.check_consultation(age_span, question, sure=sure)
    row = Consultation(
        code=readable_code("K"),
        unit_id=actor.unit_id,
        asked_by_id=actor.user_id,
        asked_at=at,
        age_span=age_span,
        kinds=",".join(kinds),
        question=question,
        purge_on=rules.purge_on(local_day(at)),
    )
    session.add(row)
    record(actor, "consultation asked", row)
    return row


def reply(
    actor: Actor,
    question: ReviewQuestion,
    answer: str,
    *,
    case_id: UUID | None = None,
    at: datetime,
) -> None:
    """The person's own officer answers once; those who may hear the point read it.

    A1: `case_id` where the point is about a case.
    """
    may_answer(actor, question.asked_of_id).insist()
    if question.answered_at:
        raise Stale("Frågan är redan besvarad.", [question.answer])
    if not answer:
        raise RuleBroken("answer", "Skriv ditt svar.")
    question.answer, question.answered_at = answer, at
    record(actor, "review question answered", question, case_id=case_id)
