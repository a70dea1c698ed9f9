"""Everybody's times side by side: busy or free, as shares of the day and in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from casework.kit import clock
from casework.kit.swedish import MONTHS, WEEKDAYS, date_span, listed, local, week
from casework.kit.working_days import is_working_day as open_on
from casework.meetings.rules import CLOSES, OPENS, Slot
from casework.meetings.rules.suggesting import Suggestion

SHORT = ("mån", "tis", "ons", "tors", "fre")
HOURS = (10, 12, 14, 16)
AT_ONCE = 1  # weeks: those with suggestions first; the others say how many they have


@dataclass(frozen=True)
class Bar:
    """A stretch of the day, in percent of office hours from the left; `number` of a suggestion.

    `maybe`: it is free for all but one.
    """

    left: float
    wide: float
    number: int = 0
    maybe: bool = False

    @property
    def middle(self) -> float:
        return self.left + self.wide / 2


@dataclass(frozen=True)
class Cell:
    """One day of one row."""

    busy: tuple[Bar, ...]
    picks: tuple[Bar, ...]
    words: str
    is_shut: bool = False  # a holiday: nobody is asked then


@dataclass(frozen=True)
class Line:
    """One person or room through a week. `group` starts a new kind of row."""

    name: str
    small: str
    cells: tuple[Cell, ...]
    starts_rooms: bool = False


@dataclass(frozen=True)
class Week:
    """One table: its caption, its days, the row of suggestions, then people and rooms."""

    caption: str
    days: tuple[str, ...]
    lines: tuple[Line, ...]
    suggestions: int = 0
    is_open: bool = True  # shown at once; the others when asked for


@dataclass(frozen=True)
class Who:
    """A row to draw."""

    id: UUID
    name: str
    small: str
    is_room: bool = False


def hours() -> list[float]:
    """Where the lines of the clock stand, in percent."""
    span = CLOSES.hour - OPENS.hour
    return [(hour - OPENS.hour) / span * 100 for hour in HOURS]


def weeks(
    days: Sequence[date],
    who: Sequence[Who],
    busy: Mapping[UUID, Sequence[Slot]],
    suggestions: Sequence[Suggestion],
) -> list[Week]:
    """A table for each calendar week that the days touch, Monday to Friday."""
    mondays = sorted({day - timedelta(days=day.weekday()) for day in days})
    found = [_week(monday, who, busy, suggestions) for monday in mondays]
    best = sorted(found, key=lambda one: one.suggestions == 0)[:AT_ONCE]
    return [replace(one, is_open=one in best) for one in found]


def _week(
    monday: date,
    who: Sequence[Who],
    busy: Mapping[UUID, Sequence[Slot]],
    suggestions: Sequence[Suggestion],
) -> Week:
    days = [monday + timedelta(days=n) for n in range(5)]
    picks = [tuple(_picks(day, suggestions)) for day in days]
    free = tuple(
        Cell((), found, _offered(found, day, suggestions), not open_on(day))
        for found, day in zip(picks, days, strict=True)
    )
    lines = [Line("Föreslagna tider", "numren är som i listan", free)]
    first_room = next((one.id for one in who if one.is_room), None)
    for one in who:
        taken = [_on_day(busy.get(one.id, ()), day) for day in days]
        cells = tuple(
            Cell(tuple(_bar(slot) for slot in slots), found, _said(slots, day), not open_on(day))
            for slots, found, day in zip(taken, picks, days, strict=True)
        )
        lines.append(Line(one.name, one.small, cells, one.id == first_room))
    caption = f"Vecka {week(monday)}, {date_span(days[0], days[-1])}"
    heads = tuple(_head(day) for day in days)
    return Week(caption, heads, tuple(lines), sum(map(len, picks)))


def _head(day: date) -> str:
    return f"{SHORT[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]}"


def _office(day: date) -> Slot:
    return Slot(clock.moment(day, OPENS), clock.moment(day, CLOSES))


def _on_day(slots: Sequence[Slot], day: date) -> list[Slot]:
    """The parts of the times that fall in the day's office hours."""
    office = _office(day)
    return [
        Slot(max(slot.starts_at, office.starts_at), min(slot.ends_at, office.ends_at))
        for slot in slots
        if slot.overlaps(office)
    ]


def _bar(slot: Slot, number: int = 0) -> Bar:
    office = _office(local(slot.starts_at).date())
    whole = office.ends_at - office.starts_at
    left = (slot.starts_at - office.starts_at) / whole * 100
    return Bar(round(left, 2), round((slot.ends_at - slot.starts_at) / whole * 100, 2), number)


def _picks(day: date, suggestions: Sequence[Suggestion]) -> list[Bar]:
    return [
        replace(_bar(one.slot, number), maybe=bool(one.cannot))
        for number, one in enumerate(suggestions, start=1)
        if local(one.slot.starts_at).date() == day
    ]


def _offered(found: Sequence[Bar], day: date, suggestions: Sequence[Suggestion]) -> str:
    if not open_on(day):
        return "Helgdag."
    if not found:
        return f"Inget förslag {WEEKDAYS[day.weekday()]}."
    times = [
        f"förslag {bar.number}: {_times(suggestions[bar.number - 1].slot)}"
        + (", upptaget i egen kalender för en person" if bar.maybe else "")
        for bar in found
    ]
    return f"{listed(times).capitalize()}."


def _said(slots: Sequence[Slot], day: date) -> str:
    if not slots and not open_on(day):
        return "Helgdag."
    return f"Upptagen {listed(_times(slot) for slot in slots)}." if slots else "Ledig."


def _times(slot: Slot) -> str:
    return f"{_clock(slot.starts_at)}–{_clock(slot.ends_at)}"


def _clock(at: datetime) -> str:
    """8, or 10.30"""
    here = local(at)
    return f"{here.hour}.{here.minute:02}" if here.minute else str(here.hour)
