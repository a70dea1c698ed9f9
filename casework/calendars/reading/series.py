"""One event with its repetitions and exceptions, as busy intervals: what the library is asked.

It gets a calendar of our own writing, with the few lines that matter, one series at a time: what is
wrong in one event is left out and counted, and the others are read.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from .dates import (
    HERE,
    STOCKHOLM,
    Malformed,
    day_of,
    is_day,
    length,
    naive,
    zone_named,
)
from .refusing import CalendarUnreadable
from .repeating import Steps, tamed
from .sifting import Line, Part

PATIENCE = 2.5  # seconds of the processor, asked after each series
DATES = 10_000  # of RDATE and EXDATE, in the whole calendar
FROM_HERE_ON = 100  # changes of "this and what follows" in one series
LONGEST = timedelta(days=62)  # of what repeats
NEAR = timedelta(days=2)
NOT_BUSY = ("FREE", "WORKINGELSEWHERE")
Interval = tuple[datetime, datetime]


@dataclass
class Limits:
    """The window, and what all series together may cost."""

    first: datetime
    last: datetime
    steps: Steps = field(default_factory=Steps)
    dates: int = DATES
    over: float = field(default_factory=lambda: process_time() + PATIENCE)

    def check(self) -> None:
        """A thousand rules that each take a while."""
        if process_time() > self.over:
            raise CalendarUnreadable("too_slow")


def intervals(parts: list[Part], zones: dict[str, list[str]], limits: Limits) -> list[Interval]:
    """The busy intervals of one series, its own event first or not. Raises Malformed, ValueError …

    `zones` maps what this calendar calls a zone of its own to the lines that define it.
    """
    if not all(part.sound for part in parts):
        raise Malformed("line")
    if len(parts) == 1 and _far(parts[0], limits):
        return []
    if (
        sum("RANGE" in line.parameters for p in parts for line in p.all("RECURRENCE-ID"))
        > FROM_HERE_ON
    ):
        raise CalendarUnreadable("too_many")
    own: set[str] = set()
    events = [line for part in parts for line in _event(part, zones, limits, own)]
    defined = [line for name in sorted(own) for line in zones[name]]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *defined, *events, "END:VCALENDAR", ""])
    return list(_busy(text, limits))


def _busy(text: str, limits: Limits) -> Iterator[Interval]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a COUNT with an UNTIL beside it is meant
        found: list[Any] = recurring_ical_events.of(Calendar.from_ical(text)).between(
            limits.first, limits.last
        )
        for event in found:
            start, end = _moments(event["DTSTART"].dt, event["DTEND"].dt)
            if start < end and _takes_time(event):
                yield start, end


def _takes_time(event: Any) -> bool:
    """RFC 5545, 3.8.1.11 and 3.8.2.7; Outlook's own word, where it is said, in [MS-OXCICAL]."""

    def said(name: str) -> str:
        return str(event.get(name, "")).strip().upper()

    free = said("X-MICROSOFT-CDO-BUSYSTATUS") in NOT_BUSY
    return not (free or said("TRANSP") == "TRANSPARENT" or said("STATUS") == "CANCELLED")


def _moments(start: Any, end: Any) -> Interval:
    """An hour that the clocks of March skip ends before it begins, unless its length is kept."""
    begins, ends = _moment(start), _moment(end)
    if ends <= begins and isinstance(start, datetime) and start.tzinfo is end.tzinfo:
        ends = begins + (end - start)
    return begins, ends


def _moment(at: date) -> datetime:
    """A day begins when it does in Sweden."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(), tzinfo=STOCKHOLM)
    return at.astimezone(UTC)


def _far(part: Part, limits: Limits) -> bool:
    """It happens once, and clearly outside the window: most of an old calendar."""
    if any(part.first(name) for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return False
    start, end = _span(part)
    first, last = (at.replace(tzinfo=None) for at in (limits.first, limits.last))
    return end < first - NEAR or start > last + NEAR


def _span(part: Part) -> Interval:
    """From and to as the clocks say, whatever their zones."""
    begins = part.first("DTSTART")
    if begins is None:
        raise Malformed("DTSTART")
    start = naive(begins.value)
    if ends := part.first("DTEND"):
        return start, naive(ends.value)
    if lasts := part.first("DURATION"):
        return start, start + length(lasts.value)
    return start, start + timedelta(days=is_day(begins.value))


def _event(part: Part, zones: dict[str, list[str]], limits: Limits, own: set[str]) -> Iterator[str]:
    """The event in our own words. Fills `own` with the calendar's own zones that it needs."""
    start, end = _span(part)
    changed = part.first("RECURRENCE-ID") is not None
    repeats = not changed and (part.first("RRULE") or part.first("RDATE"))
    if repeats and end - start > LONGEST:
        raise Malformed("long")
    yield "BEGIN:VEVENT"
    yield "UID:1"
    for line in part.lines:
        if line.name in WRITERS and not (changed and line.name in ("RRULE", "RDATE", "EXDATE")):
            yield from WRITERS[line.name](line, part, zones, limits, own)
    yield "END:VEVENT"


def _at(line: Line, _part: Part, zones: Any, limits: Limits, own: set[str]) -> Iterator[str]:
    """Dates and times, one or many, in a zone that the library knows."""
    values = [one.strip() for one in line.value.split(",")]
    if line.name in ("RDATE", "EXDATE"):
        limits.dates -= len(values)
        if limits.dates < 0:
            raise CalendarUnreadable("too_many")
    elif len(values) > 1:
        raise Malformed(line.name)
    for value in values:
        for moment in value.split("/")[:1]:
            naive(moment)
    how = _how(values[0], line.parameters.get("TZID", ""), zones, own)
    here_on = ";RANGE=THISANDFUTURE" if line.parameters.get("RANGE") else ""
    yield f"{line.name}{here_on}{how}:{','.join(values).upper()}"


def _how(value: str, tzid: str, zones: dict[str, list[str]], own: set[str]) -> str:
    sort = ";VALUE=PERIOD" if "/" in value else ""
    if is_day(value):
        day_of(value)
        return ";VALUE=DATE"
    if value.upper().partition("/")[0].endswith("Z"):
        return sort
    name = zone_named(tzid) if tzid else HERE
    if name is None and tzid in zones:
        own.add(tzid)
        name = zones[tzid][1].partition(":")[2]
    return f"{sort};TZID={name or HERE}"


def _rule(line: Line, part: Part, _z: Any, limits: Limits, _own: Any) -> Iterator[str]:
    begins = part.first("DTSTART")
    rule = tamed(line.value, begins.value if begins else "", limits.last, limits.steps)
    yield f"RRULE:{rule}"


def _length(line: Line, *_: Any) -> Iterator[str]:
    length(line.value)
    yield f"DURATION:{line.value.upper()}"


def _word(line: Line, *_: Any) -> Iterator[str]:
    """A word of a few known ones, or nothing."""
    word = line.value.upper()
    if word.isalpha() and len(word) < 30:
        yield f"{line.name}:{word}"


def _number(line: Line, *_: Any) -> Iterator[str]:
    if line.value.isascii() and line.value.isdigit() and len(line.value) < 10:
        yield f"{line.name}:{line.value}"


WRITERS: dict[str, Any] = {
    **dict.fromkeys(("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"), _at),
    **dict.fromkeys(("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"), _word),
    **{"RRULE": _rule, "DURATION": _length, "SEQUENCE": _number},
}
