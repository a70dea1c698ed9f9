"""M2: rooms and people are taken by a meeting or held for a poll, and given back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlalchemy.exc import IntegrityError

from casework.access import Actor
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.models import Meeting, MeetingTime, TakenTime
from casework.meetings.rules import Slot

OVERLAP = ("taken already", "taken_times_apart")  # how the two databases say it


def take(meeting: Meeting, user_ids: Iterable[UUID], room_id: UUID | None) -> None:
    """The meeting's time is these people's and the room's from now on.

    Flushed, so that the database's own no to an overlap is told as a sentence.
    """
    slot = Slot(meeting.starts_at, meeting.ends_at)
    session.add_all(_rows(slot, user_ids, room_id, meeting_id=meeting.id))
    try:
        session.flush()
    except IntegrityError as refused:
        if "taken already" not in str(refused.orig) and "taken_times_apart" not in str(
            refused.orig
        ):
            raise
        raise RuleBroken("slot", "Tiden blev tagen nyss. Välj en annan tid.") from refused


def give_back(meeting: Meeting, user_ids: Collection[UUID] | None = None) -> None:
    """The meeting no longer takes anybody's time, or not that of these."""
    _delete(TakenTime.meeting_id == meeting.id, user_ids)


def keep_old(actor: Actor, meeting: Meeting, asked_by: str, *, at: datetime) -> None:
    """M6: the time it has now, before it gets another, and who asked for that."""
    session.add(
        MeetingTime(
            meeting_id=meeting.id,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            room_id=meeting.room_id,
            changed_at=at,
            changed_by_id=actor.user_id,
            asked_by=asked_by,
        )
    )


def place_at(meeting: Meeting, slot: Slot, room_id: UUID | None, place: str | None) -> None:
    """When and where instead. What the interpreter was told was of the old time."""
    meeting.starts_at, meeting.ends_at = slot.starts_at, slot.ends_at
    meeting.room_id = room_id
    meeting.place = None if room_id else place
    meeting.interpreter_told_at = None


def hold(
    held_for: UUID, slot: Slot, user_ids: Iterable[UUID], room_id: UUID | None, *, until: datetime
) -> None:
    """A time that a poll asks about: taken for everybody else until it lapses."""
    session.add_all(_rows(slot, user_ids, room_id, held_for=held_for, held_until=until))


def let_go(held_for: UUID) -> None:
    """Nothing is held for this poll any more."""
    _delete(TakenTime.held_for == held_for, None)


def _rows(
    slot: Slot, user_ids: Iterable[UUID], room_id: UUID | None, **more: Any
) -> list[TakenTime]:
    times: dict[str, Any] = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, **more}
    rows = [TakenTime(user_id=one, **times) for one in user_ids]
    return [*rows, TakenTime(room_id=room_id, **times)] if room_id else rows


def _delete(which: ColumnElement[bool], user_ids: Collection[UUID] | None) -> None:
    wanted = delete(TakenTime).where(which)
    if user_ids is not None:
        wanted = wanted.where(TakenTime.user_id.in_(user_ids))
    session.execute(wanted.execution_options(synchronize_session="fetch"))
