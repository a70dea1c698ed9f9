"""M2: common free times, as pure functions; and the times that come nearest (F2)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from casework.kit import clock
from casework.meetings.rules import CLOSES, OPENS, Slot

LUNCH = (time(12), time(13))
STEP = timedelta(minutes=30)
SUGGESTIONS = 5

Busy = Mapping[UUID, Sequence[Slot]]


@dataclass(frozen=True)
class Suggestion:
    """A time that is free for all, and the rooms that are free and big enough then.

    `cannot` are those whose own calendar is in the way; nothing that is booked here is.
    """

    slot: Slot
    room_ids: tuple[UUID, ...]
    cannot: tuple[UUID, ...] = ()


def suggest(
    days: Sequence[date],
    length: timedelta,
    people: Collection[UUID],
    rooms: Collection[UUID],
    busy: Busy,
    *,
    after: datetime,
    most: int = SUGGESTIONS,
) -> list[Suggestion]:
    """M2: the first `most` times of `length`, in office hours and outside lunch, free for all.

    `busy` maps each id of `people` and `rooms` to its taken times. First one time a day, so that
    there is something to choose between; days with more room fill up what is missing.
    """

    def nobody(slot: Slot) -> tuple[UUID, ...] | None:
        return None if any(_taken(busy, one, slot) for one in people) else ()

    return _spread([list(_fitting(day, length, rooms, busy, after, nobody)) for day in days], most)


def almost(
    days: Sequence[date],
    length: timedelta,
    rooms: Collection[UUID],
    here: Busy,
    own: Busy,
    *,
    after: datetime,
    beside: Sequence[Suggestion],
    most: int,
) -> list[Suggestion]:
    """M2, F2: the first `most` times that one single person's own calendar is in the way of.

    `here`: booked or held here, where a booking would be refused. `own`: each person asked, with
    what their own calendars hold. `beside`: free for all; none of these overlaps them.
    """
    who = partial(_just_one, here=here, own=own, free=[one.slot for one in beside])
    by_day = [list(_fitting(day, length, rooms, here, after, who)) for day in days]
    return _spread(by_day, most)


def _just_one(
    slot: Slot, *, here: Busy, own: Busy, free: Sequence[Slot]
) -> tuple[UUID, ...] | None:
    """The only one whose own calendar is in the way; of one alone, nothing is almost free."""
    if any(_taken(here, one, slot) for one in own) or any(slot.overlaps(one) for one in free):
        return None
    cannot = tuple(one for one in own if _taken(own, one, slot))
    return cannot if len(cannot) == 1 < len(own) else None


def _spread(by_day: Sequence[Sequence[Suggestion]], most: int) -> list[Suggestion]:
    """One of each day before a second of any."""
    chosen: list[Suggestion] = []
    for turn in range(max(map(len, by_day), default=0)):
        for found in by_day:
            if turn < len(found) and len(chosen) < most:
                chosen.append(found[turn])
    return sorted(chosen, key=lambda one: one.slot)


def _fitting(
    day: date,
    length: timedelta,
    rooms: Collection[UUID],
    busy: Busy,
    after: datetime,
    who: Callable[[Slot], tuple[UUID, ...] | None],
) -> Iterator[Suggestion]:
    """Times of one day with a free room, none over another; `who` cannot, or None: not then."""
    last_end = after
    for slot in _slots(day, length):
        if slot.starts_at < last_end or (cannot := who(slot)) is None:
            continue
        free_rooms = tuple(room for room in rooms if not _taken(busy, room, slot))
        if free_rooms:
            yield Suggestion(slot, free_rooms, cannot)
            last_end = slot.ends_at


def _slots(day: date, length: timedelta) -> Iterator[Slot]:
    """Every start of the day, each half hour; office hours never meet the change of clocks."""
    start, closes = clock.moment(day, OPENS), clock.moment(day, CLOSES)
    lunch = Slot(clock.moment(day, LUNCH[0]), clock.moment(day, LUNCH[1]))
    while start + length <= closes:
        slot = Slot(start, start + length)
        if not slot.overlaps(lunch):
            yield slot
        start += STEP


def _taken(busy: Busy, one: UUID, slot: Slot) -> bool:
    return any(slot.overlaps(other) for other in busy.get(one, ()))
