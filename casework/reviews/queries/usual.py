"""V1: who is usually asked to a sitting: the proposal that its planner changes one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.access import Actor, Role
from casework.authorities.models import User
from casework.kit.db import session
from casework.kit.swedish import local_day
from casework.meetings.models import Meeting, Participant
from casework.meetings.queries import meetings_of
from casework.programmes.models import Programme
from casework.reviews.models import CaseReview


@dataclass(frozen=True)
class Usual:
    """Who to tick, and of which sitting it is known: its day and programme. None: of no sitting."""

    user_ids: frozenset[UUID]
    day: date | None = None
    programme: str = ""


def usual(
    actor: Actor, open_ones: Collection[Programme], staff: Collection[User], on: date
) -> Usual:
    """Those asked to the last sitting that was planned; before the first, the contact persons.

    Only of `staff`, who can be asked now; and whoever plans it.
    """
    last = _last(actor, [one.id for one in open_ones], on)
    if last is None:
        contacts = {user.id for user in staff if user.role == Role.CONTACT}
        return Usual(frozenset(contacts | {actor.user_id}))
    meeting, programme = last
    people = select(Participant.user_id).where(
        Participant.meeting_id == meeting.id, Participant.removed_at.is_(None)
    )
    asked = {user.id for user in staff} & set(session.scalars(people))
    return Usual(frozenset(asked | {actor.user_id}), local_day(meeting.starts_at), programme)


def _last(actor: Actor, programmes: Collection[UUID], on: date) -> tuple[Meeting, str] | None:
    mine = meetings_of(actor, on).with_only_columns(Meeting.id)
    found = session.execute(
        select(Meeting, Programme.name)
        .join(CaseReview, CaseReview.meeting_id == Meeting.id)
        .join(Programme, Programme.id == CaseReview.programme_id)
        .where(Meeting.id.in_(mine), Meeting.cancelled_at.is_(None), Programme.id.in_(programmes))
        .order_by(Meeting.starts_at.desc(), Meeting.booked_at.desc())
        .limit(1)
    ).one_or_none()
    return (found[0], found[1]) if found else None
