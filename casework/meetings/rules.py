"""M2 and M5 as pure functions: overlapping, common free times, and what an answer may be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.access.facts import CaseFacts
from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.kit.working_days import is_working_day

OPENS, CLOSES = time(8), time(17)
LUNCH = (time(12), time(13))
STEP = timedelta(minutes=30)
DAYS = 10
SUGGESTIONS = 5
LONGEST = timedelta(hours=8)
LENGTHS = (30, 60, 90, 120, 180)

KOMMER, KAN_INTE, ANNAN_TID = "kommer", "kan_inte", "annan_tid"
ANSWERS = {KOMMER: "Jag kommer", KAN_INTE: "Jag kan inte", ANNAN_TID: "Jag vill ha en annan tid"}
ANSWERED = {KOMMER: "Kommer", KAN_INTE: "Kan inte", ANNAN_TID: "Vill ha en annan tid"}
ATTENDANCE = {
    "pa_plats": "På plats",
    "video": "Via video eller telefon",
    "franvarande_anmald": "Borta, hade sagt till",
    "franvarande": "Borta, hade inte sagt till",
}
KINDS = {
    "samarbetsmote": "Samarbetsmöte",
    "sip": "SIP-möte",
    "flerpart": "Flerpartssamtal",
    "uppfoljning": "Uppföljningsträff",
    "genomgang": "Ärendegenomgång",
}
CANCELLED_BECAUSE = {
    "forhinder": "Någon som behövs kan inte komma",
    "behovs_inte": "Mötet behövs inte längre",
    "personen": "Personen vill inte ha mötet",
    "annat": "Något annat",
}

Busy = Mapping[UUID, Sequence["Slot"]]


@dataclass(frozen=True, order=True)
class Slot:
    """From a moment until, but not including, another (M2)."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Slot") -> bool:
        """M2: touching times are fine."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Suggestion:
    """A time that is free for all, and the rooms that are free and big enough then."""

    slot: Slot
    room_ids: tuple[UUID, ...]


def working_days(first: date, days: int = DAYS) -> list[date]:
    """So many working days, from `first` on (which counts when it is one)."""
    found, day = [], first
    while len(found) < days:
        if is_working_day(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def suggest(
    days: Sequence[date],
    length: timedelta,
    people: Collection[UUID],
    rooms: Collection[UUID],
    busy: Busy,
    *,
    after: datetime,
) -> list[Suggestion]:
    """M2: the first five times of `length`, in office hours and outside lunch, free for all.

    `busy` maps each id of `people` and `rooms` to its taken times. First one time a day, so that
    there is something to choose between; days with more room fill up what is missing.
    """
    by_day = [list(_free(day, length, people, rooms, busy, after)) for day in days]
    chosen: list[Suggestion] = []
    for turn in range(max(map(len, by_day), default=0)):
        for free in by_day:
            if turn < len(free) and len(chosen) < SUGGESTIONS:
                chosen.append(free[turn])
    return sorted(chosen, key=lambda one: one.slot)


def _free(
    day: date,
    length: timedelta,
    people: Collection[UUID],
    rooms: Collection[UUID],
    busy: Busy,
    after: datetime,
) -> Iterator[Suggestion]:
    last_end = after
    for slot in _slots(day, length):
        if slot.starts_at < last_end or any(_taken(busy, one, slot) for one in people):
            continue
        free_rooms = tuple(room for room in rooms if not _taken(busy, room, slot))
        if free_rooms:
            yield Suggestion(slot, free_rooms)
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


def slot_of(day: date, starts: time, minutes: int) -> Slot:
    """The moments of a Swedish wall-clock time and a length; the length always holds."""
    try:
        start = clock.moment(day, starts)
    except ValueError as fault:
        raise RuleBroken("starts", _CLOCKS[str(fault)]) from fault
    return Slot(start, start + timedelta(minutes=minutes))


_CLOCKS = {
    "skipped": "Klockan ställs fram den natten, så tiden finns inte. Välj en annan tid.",
    "twice": "Klockan ställs tillbaka den natten, så tiden finns två gånger. Välj en annan tid.",
}


def check_slot(slot: Slot, *, at: datetime) -> None:
    """A meeting lies ahead, ends after it starts, and is not longer than a working day."""
    if slot.starts_at <= at:
        raise RuleBroken("day", "Tiden har redan varit. Välj en tid som kommer.")
    if not timedelta() < slot.ends_at - slot.starts_at <= LONGEST:
        raise RuleBroken("minutes", "Ett möte är längst åtta timmar.")


def check_answer(answer: str, *, on_now: bool, ends_at: datetime, at: datetime) -> None:
    """M5: one of three, while the meeting is on and not over."""
    if answer not in ANSWERS:
        raise RuleBroken("answer", "Välj ett av alternativen.")
    if not on_now:
        raise RuleBroken("answer", "Mötet är inställt.")
    if ends_at <= at:
        raise RuleBroken("answer", "Mötet har redan varit.")


def covered(facts: CaseFacts, unit_id: UUID, *days: date) -> bool:
    """M1: the unit owns the case, or a consent in force names it on every one of the days."""
    if unit_id == facts.owner_unit_id:
        return True
    return all(any(c.kinds_for(unit_id, day) for c in facts.consents) for day in days)


def may_be_asked(
    facts: CaseFacts | None, unit_id: UUID | None, *days: date, cleared: bool = True
) -> bool:
    """M1, M8, E3: whether somebody may still hear of the meeting; without a unit, from outside."""
    if facts is None:
        return True
    if facts.erased or (facts.protected and not cleared):
        return False
    return consented(facts, *days) if unit_id is None else covered(facts, unit_id, *days)


def consented(facts: CaseFacts, *days: date) -> bool:
    """M1: somebody outside may be asked only while there is a consent at all."""
    return all(any(c.in_force(day) for c in facts.consents) for day in days)
