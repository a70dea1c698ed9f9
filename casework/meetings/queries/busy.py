"""M2: who and what is taken when. Answers with times only, never with what they are for."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from casework.access import Actor
from casework.access.wall import beyond
from casework.authorities.models import Room, User
from casework.authorities.queries import rooms
from casework.kit.db import session
from casework.meetings.models import Meeting, Participant
from casework.meetings.rules import Slot

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


def busy(
    actor: Actor,
    user_ids: Collection[UUID],
    room_ids: Collection[UUID],
    window: Slot,
    *,
    but: UUID | None = None,
) -> dict[UUID, list[Slot]]:
    """M2: {user or room id: taken times} that meet `window`; two statements. Never says why."""
    del actor
    on: list[ColumnElement[bool]] = [Meeting.cancelled_at.is_(None)]
    on += [Meeting.starts_at < window.ends_at, Meeting.ends_at > window.starts_at]
    if but:
        on.append(Meeting.id != but)
    times = (Meeting.starts_at, Meeting.ends_at)
    in_rooms = select(Meeting.room_id, *times).where(Meeting.room_id.in_(room_ids), *on)
    with_people = (
        select(Participant.user_id, *times)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .where(Participant.user_id.in_(user_ids), Participant.removed_at.is_(None), *on)
    )
    return _by_id([in_rooms, with_people])


def _by_id(queries: list[Select]) -> dict[UUID, list[Slot]]:
    taken: dict[UUID, list[Slot]] = {}
    for query in queries:
        for one, start, end in session.execute(query.execution_options(**TIMES)):
            taken.setdefault(one, []).append(Slot(start, end))
    return {one: sorted(slots) for one, slots in taken.items()}


def staff_by_address(actor: Actor, addresses: Iterable[str]) -> list[User]:
    """Whoever of our own has one of these addresses: they are asked as themselves (M1)."""
    del actor
    wanted = [address.casefold() for address in addresses]
    return list(session.scalars(select(User).where(User.email.in_(wanted))))


def free_room(actor: Actor, slot: Slot, places: int) -> UUID | None:
    """The smallest room that holds so many and is free then, or None."""
    big_enough = [room for room in rooms(actor) if room.places >= places]
    taken = busy(actor, [], [room.id for room in big_enough], slot)
    free = [room for room in big_enough if room.id not in taken]
    return min(free, key=lambda room: (room.places, room.name)).id if free else None
