"""A series before it is planned: which days, and who or what is taken then."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.access import Actor
from casework.authorities.queries import people_by_id, rooms
from casework.kit.working_days import is_working_day
from casework.meetings.queries.busy import busy
from casework.meetings.rules import Slot, slot_of
from casework.meetings.service.booking import Booking
from casework.reviews.rules.series import Occurrence, days


@dataclass(frozen=True)
class Series:
    """What is wanted: the first day and time, how often, and until when or how many times."""

    first: date
    starts: time
    minutes: int
    every: str
    room_id: UUID
    user_ids: tuple[UUID, ...]
    until: date | None = None
    times: int | None = None

    def booking(self, slot: Slot) -> Booking:
        return Booking("genomgang", slot, self.user_ids, room_id=self.room_id)


def occurrences(actor: Actor, wanted: Series, *, at: datetime) -> list[Occurrence]:
    """M2: each day with what stands in its way. Raises RuleBroken for a series without an end."""
    chosen = days(wanted.first, wanted.every, until=wanted.until, times=wanted.times)
    slots = [slot_of(day, wanted.starts, wanted.minutes) for day in chosen]
    window = Slot(slots[0].starts_at, slots[-1].ends_at + timedelta(days=1))
    taken = busy(actor, wanted.user_ids, [wanted.room_id], window, at=at)
    names = {room.id: room.name for room in rooms(actor)}
    names |= {user.id: user.name for user in people_by_id(actor, wanted.user_ids).values()}

    def in_the_way(slot: Slot) -> tuple[str, ...]:
        met = [one for one, times in taken.items() if any(slot.overlaps(t) for t in times)]
        return tuple(sorted(names.get(one, "Rummet") for one in met))

    return [
        Occurrence(slot, day, is_working_day(day), in_the_way(slot))
        for day, slot in zip(chosen, slots, strict=True)
    ]
