"""What a mail program does with invitations before a calendar shows them, after RFC 5546.

The calendars under test read files. Taking REQUEST and CANCEL out of the mail and into such a file
is their mail program's work (Outlook, Gmail, Thunderbird): this stands in for it, and does no more
than the RFC says. What is newer is told by SEQUENCE, then by DTSTAMP (2.1.5); a REQUEST for a whole
UID takes the place of all that was there (3.2.2.1), one with RECURRENCE-ID of that day only; a
CANCEL takes away the UID, or that day (3.2.5).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event


@dataclass
class Kept:
    """One UID: the event or the series, and the days that stand apart."""

    whole: Event | None = None
    apart: dict[datetime, Event] = field(default_factory=dict)
    zones: list[Any] = field(default_factory=list)
    gone: dict[datetime | None, tuple[int, datetime]] = field(default_factory=dict)

    def newest(self, day: datetime | None) -> tuple[int, datetime]:
        """How new what is known of one day is; None: of the whole."""
        there = [e for e in (self.whole, self.apart.get(day) if day else None) if e]
        known = [_age(one) for one in there] + [self.gone[d] for d in (None, day) if d in self.gone]
        return max(known, default=(-1, datetime.min.replace(tzinfo=UTC)))


class Inbox:
    """One person's calendar, filled by their mail."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    def receive(self, text: bytes) -> None:
        calendar = Calendar.from_ical(text)
        events = calendar.walk("VEVENT")
        first = events[0]
        kept = self.kept.setdefault(str(first["UID"]), Kept())
        day = _day(first)
        if _age(first) < kept.newest(day):
            return
        if calendar["METHOD"] == "CANCEL":
            _cancel(kept, first, day)
        else:
            _request(kept, events, day)
            kept.zones = calendar.walk("VTIMEZONE")

    @property
    def files(self) -> list[bytes]:
        """What lies in the calendar's folder: one file for each UID."""
        there = [one for one in self.kept.values() if one.whole or one.apart]
        return [_file(one) for one in there]


def _age(event: Event) -> tuple[int, datetime]:
    return int(event.get("SEQUENCE", 0)), event["DTSTAMP"].dt


def _day(event: Event) -> datetime | None:
    named = event.get("RECURRENCE-ID")
    return named.dt.astimezone(UTC) if named else None


def _request(kept: Kept, events: list[Event], day: datetime | None) -> None:
    if day:
        kept.apart[day] = events[0]
        kept.gone.pop(day, None)
        return
    kept.whole, *others = events
    kept.apart = {found: one for one in others if (found := _day(one))}
    kept.gone = {}


def _cancel(kept: Kept, event: Event, day: datetime | None) -> None:
    kept.gone[day] = _age(event)
    if day is None:
        kept.whole, kept.apart = None, {}
        return
    kept.apart.pop(day, None)
    if kept.whole is not None and kept.whole.get("RRULE"):
        kept.whole.add("EXDATE", event["RECURRENCE-ID"].dt)


def _file(kept: Kept) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//a mail program//")
    calendar.add("version", "2.0")
    for one in [*kept.zones, *([kept.whole] if kept.whole else []), *kept.apart.values()]:
        calendar.add_component(one)
    return bytes(calendar.to_ical())
