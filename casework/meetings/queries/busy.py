"""M2: who and what is taken when. Answers with times only, never with what they are for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from casework.access import Actor
from casework.access.wall import beyond
from casework.authorities.models import Room, User
from casework.calendars.queries import busy_outside
from casework.kit.db import session
from casework.meetings.models import Meeting, TakenTime
from casework.meetings.rules import Slot, merged

WHOSE = func.coalesce(TakenTime.user_id, TakenTime.room_id)
BY = func.coalesce(TakenTime.meeting_id, TakenTime.held_for)
TIMES = beyond("M2: when somebody or a room is taken, never by what")


def lock(actor: Actor, user_ids: Collection[UUID], room_id: UUID | None) -> None:
    """M2: nobody else books these until this transaction ends. In id order, so nobody waits
    crosswise. On SQLite the whole database is already this transaction's."""
    del actor
    people = select(User.id).where(User.id.in_(user_ids)).order_by(User.id)
    session.execute(people.with_for_update(key_share=True)).all()
    if room_id:
        room = select(Room.id).where(Room.id == room_id)
        session.execute(room.with_for_update(key_share=True)).all()


def taken(
    actor: Actor,
    user_ids: Collection[UUID],
    room_ids: Collection[UUID],
    window: Slot,
    *,
    at: datetime,
    but: UUID | None = None,
) -> dict[UUID, list[Slot]]:
    """M2: {user or room id: times booked or held here} that meet `window`; one statement.

    `but` is the meeting or the poll that may lie over its own times. Never says by what.
    """
    del actor
    query = select(WHOSE, TakenTime.starts_at, TakenTime.ends_at).where(
        or_(TakenTime.user_id.in_(user_ids), TakenTime.room_id.in_(room_ids)),
        TakenTime.starts_at < window.ends_at,
        TakenTime.ends_at > window.starts_at,
        or_(TakenTime.held_until.is_(None), TakenTime.held_until > at),
    )
    if but:
        query = query.where(BY.is_distinct_from(but))
    return _by_id(query)


def _by_id(query: Select) -> dict[UUID, list[Slot]]:
    found: dict[UUID, list[Slot]] = {}
    for one, start, end in session.execute(query.execution_options(**TIMES)):
        found.setdefault(one, []).append(Slot(start, end))
    return {one: sorted(slots) for one, slots in found.items()}


def held(actor: Actor, one: UUID, window: Slot, *, at: datetime) -> datetime | None:
    """M2: until when this person or room is held for a poll in `window`, if it is."""
    del actor
    query = select(func.max(TakenTime.held_until)).where(
        WHOSE.in_([one]),
        TakenTime.starts_at < window.ends_at,
        TakenTime.ends_at > window.starts_at,
        TakenTime.held_until > at,
    )
    return session.scalar(query.execution_options(**TIMES))


def busy(
    actor: Actor,
    user_ids: Collection[UUID],
    room_ids: Collection[UUID],
    window: Slot,
    *,
    at: datetime,
    but: UUID | None = None,
) -> dict[UUID, list[Slot]]:
    """What is not free to suggest: booked or held here, or busy by somebody's own calendar (F2)."""
    here = taken(actor, user_ids, room_ids, window, at=at, but=but)
    return together(here, own_busy(actor, user_ids, window))


def own_busy(actor: Actor, user_ids: Collection[UUID], window: Slot) -> dict[UUID, list[Slot]]:
    """F2: {user id: when they are busy by their own calendars} in `window`; never by what."""
    found = busy_outside(actor, user_ids, window.starts_at, window.ends_at)
    return {one: merged(Slot(start, end) for start, end in times) for one, times in found.items()}


def together(
    here: Mapping[UUID, Sequence[Slot]], own: Mapping[UUID, Sequence[Slot]]
) -> dict[UUID, list[Slot]]:
    """Busy one way or the other: which of them is not told."""
    found = {one: list(times) for one, times in here.items()}
    for one, times in own.items():
        found[one] = merged([*found.get(one, ()), *times])
    return found


def elsewhere(actor: Actor, user_ids: Collection[UUID], window: Slot) -> list[tuple[str, Slot]]:
    """[(address of a house, when one of these is at a meeting in it)] that meet `window`."""
    del actor
    query = (
        select(Room.address, TakenTime.starts_at, TakenTime.ends_at)
        .join(Meeting, Meeting.id == TakenTime.meeting_id)
        .join(Room, Room.id == Meeting.room_id)
        .where(
            TakenTime.user_id.in_(user_ids),
            TakenTime.starts_at < window.ends_at,
            TakenTime.ends_at > window.starts_at,
        )
        .distinct()
    )
    rows = session.execute(query.execution_options(**TIMES))
    return [(house, Slot(start, end)) for house, start, end in rows]


def staff_by_address(actor: Actor, addresses: Iterable[str]) -> list[User]:
    """Whoever of our own has one of these addresses: they are asked as themselves (M1)."""
    del actor
    wanted = [address.casefold() for address in addresses]
    return list(session.scalars(select(User).where(User.email.in_(wanted))))
