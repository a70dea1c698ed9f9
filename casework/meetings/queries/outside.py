"""What letters, links, feeds and withdrawals need: no actor is signed in behind most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from casework.access.facts import CaseFacts
from casework.access.wall import beyond
from casework.authorities.models import Room, User
from casework.cases.models import Case
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import local_day
from casework.meetings.models import Meeting, Participant
from casework.meetings.queries import case_facts, meetings_of
from casework.meetings.rules import may_be_asked

WITHDRAWING = "whoever records a withdrawal, it takes hold of every meeting that rests on it"
LINK_LASTS = timedelta(days=14)  # after the meeting


def participant_for_link(
    participant_id: UUID, at: datetime
) -> tuple[Participant, Meeting, Room | None]:
    """What the answer page behind a signed link may show. Raises NotVisible.

    M5, M8: for somebody who is in and may still hear of it, until a while after the meeting.
    """
    about = posted(participant_id)
    if about is None or not about.participant.is_in or not _still_open(about, at):
        raise NotVisible("participants", participant_id)
    return about.participant, about.meeting, about.room


def _still_open(about: "Posted", at: datetime) -> bool:
    user, meeting, unit_id = about.user, about.meeting, about.participant.unit_id
    if user and (user.left_at is not None or user.unit_id != unit_id):
        return False
    if meeting.ends_at + LINK_LASTS <= at:
        return False
    cleared = user is None or user.cleared
    told_off = not meeting.is_on  # that it is called off, everyone who was asked may still read
    return told_off or may_be_asked(about.facts, unit_id, local_day(at), cleared=cleared)


def coming_with_consent(
    series_id: UUID, at: datetime, *narrowed: ColumnElement[bool]
) -> list[tuple[Meeting, Case, Room | None]]:
    """Meetings ahead in the cases that rest on one consent, with everyone in them."""
    rows = session.execute(
        select(Meeting, Case, Room)
        .join(Case, Case.id == Meeting.case_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(
            Case.consent_series_id == series_id,
            Meeting.cancelled_at.is_(None),
            Meeting.ends_at > at,
            *narrowed,
        )
        .options(selectinload(Meeting.participants))
        .order_by(Meeting.starts_at)
        .execution_options(populate_existing=True, **beyond(WITHDRAWING))
    )
    return [(meeting, case, room) for meeting, case, room in rows]


def silent(at: datetime, within: timedelta) -> Sequence[tuple[Participant, Meeting, User]]:
    """M5: those who have not answered a meeting that starts soon, with its organiser."""
    rows = session.execute(
        select(Participant, Meeting, User)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .join(User, User.id == Meeting.organiser_id)
        .where(
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at > at,
            Meeting.starts_at <= at + within,
            Participant.removed_at.is_(None),
            Participant.answer.is_(None),
            Participant.reminded_at.is_(None),
            ~Participant.is_individual,
            Participant.user_id.is_distinct_from(Meeting.organiser_id),
        )
    )
    return [(participant, meeting, user) for participant, meeting, user in rows]


@dataclass(frozen=True)
class Posted:
    """What a letter about a meeting is made of."""

    participant: Participant
    meeting: Meeting
    room: Room | None
    user: User | None
    facts: CaseFacts | None


def posted(participant_id: UUID) -> Posted | None:
    """Everything a letter to one participant needs, or None when they are gone."""
    found = session.execute(
        select(Participant, Meeting, Room, Case)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .outerjoin(Case, Case.id == Meeting.case_id)
        .where(Participant.id == participant_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return None
    participant, meeting, room, case = found
    user = session.get(User, participant.user_id) if participant.user_id else None
    return Posted(participant, meeting, room, user, case_facts(case, True) if case else None)


def feed_of(token: str, on: date, since: datetime) -> list[tuple[Meeting, Room | None]]:
    """The coming meetings behind one calendar address. Raises NotVisible for an unknown one."""
    user = session.scalar(select(User).where(User.feed_token == token, User.left_at.is_(None)))
    if user is None:
        raise NotVisible("users")
    rows = session.execute(
        meetings_of(user.as_actor(), on)
        .add_columns(Room)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(
            Participant.user_id == user.id,
            Participant.removed_at.is_(None),
            Meeting.cancelled_at.is_(None),
            Meeting.ends_at > since,
        )
        .order_by(Meeting.starts_at, Meeting.uid)
    )
    return [(meeting, room) for meeting, room in rows]
