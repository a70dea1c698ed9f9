"""The open question to a person's own officer: who that is, and the question as they reach it."""

from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select

from casework.access import Actor
from casework.audit.service import note_read
from casework.authorities.models import User
from casework.cases.models import Assignment, Case
from casework.cases.queries.working import oneself
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.referrals.models import Referral
from casework.reviews.models import ReviewItem, ReviewQuestion
from casework.reviews.policy import may_be_asked
from casework.reviews.queries import matter_of
from casework.reviews.queries.about import about_question, consent_facts
from casework.reviews.queries.shapes import Matter, Point


def officers(actor: Actor, point: Point) -> list[User]:
    """The person's own: who sent the referral, or the owner unit's officers of the case."""
    del actor
    row, found = point.matter.row, list[User | None]()
    if isinstance(row, Referral):  # most often in the room, and so read already
        found = [session.get(User, row.author_id)]
    elif isinstance(row, Case):
        theirs = select(Assignment.user_id).where(
            Assignment.case_id == row.id,
            Assignment.unit_id == row.owner_unit_id,
            Assignment.ended_at.is_(None),
        )
        found = [*session.scalars(select(User).where(User.id.in_(theirs)).order_by(User.name))]
    return [user for user in found if user and _answers_for(user, point)]


def _answers_for(user: User, point: Point) -> bool:
    here = user.left_at is None and user.unit_id == point.matter.unit.id
    return here and (user.cleared or not point.matter.subject.protected)


def question_for(actor: Actor, question_id: UUID, on: date) -> tuple[ReviewQuestion, Matter]:
    """What this officer is asked, and about what; the read is noted (A1). Raises NotVisible."""
    for question, matter in asked(actor, on, question_id):
        note_read(actor, question, may_be_asked(actor, matter.subject, on), case_id=_case(matter))
        return question, matter
    raise NotVisible("review_questions", question_id)


def asked(
    actor: Actor, on: date, question_id: UUID | None = None
) -> list[tuple[ReviewQuestion, Matter]]:
    """The questions put to this officer, of what their unit still answers for: one, or all open.

    K4: of a case, while they work with it.
    """
    mine = and_(
        ReviewQuestion.asked_of_id == actor.user_id,
        ReviewQuestion.unit_id == actor.unit_id,
        or_(ReviewItem.case_id.is_(None), oneself(actor)),
    )
    still_open = ReviewQuestion.answered_at.is_(None)
    which = ReviewQuestion.id == question_id if question_id else still_open
    rows = about_question(actor, and_(mine, which))
    if not rows and question_id is None:
        return []  # a question by its id costs the same whether it is there or not
    facts = consent_facts(actor, {row.series_id for row in rows if row.series_id})
    found = [(row.question, matter_of(row, facts.get(row.series_id, ()), on)) for row in rows]
    return [(q, m) for q, m in found if q and may_be_asked(actor, m.subject, on)]


def _case(matter: Matter) -> UUID | None:
    return matter.row.id if isinstance(matter.row, Case) else None
