"""F1, F5: the bytes of a calendar, and the busy intervals in it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .dates import Malformed, period
from .refusing import CalendarUnreadable
from .series import Interval, Limits, intervals
from .sifting import Line, Part, sift
from .zones import own_zones

FOUND = 20_000  # before they are put together
KEPT = 3_000
FREE = "FREE"


@dataclass(frozen=True)
class Read:
    """`busy`: intervals in UTC, apart from each other and in order. `unread`: events left out."""

    busy: list[Interval]
    unread: int = 0


def busy(data: bytes, first: datetime, last: datetime) -> Read:
    """F1: when somebody is busy from `first` until `last`, both aware.

    Raises CalendarUnreadable and nothing else.
    """
    try:
        return _read(data, first, last)
    except CalendarUnreadable:
        raise
    except Exception:  # whatever a library makes of a hostile file
        raise CalendarUnreadable("broken") from None


def _read(data: bytes, first: datetime, last: datetime) -> Read:
    parts, limits = sift(data), Limits(first, last)
    zones = own_zones([part for part in parts if part.kind == "VTIMEZONE"])
    found: list[Interval] = []
    unread = 0
    for asked in _asked(parts, zones, limits):
        try:
            found.extend(asked())
        except CalendarUnreadable:
            raise
        except Exception:  # one event that nobody can read
            unread += 1
        limits.check()
        if len(found) > FOUND:
            raise CalendarUnreadable("too_many")
    return Read(together(found, first, last), unread)


def _asked(parts: list[Part], zones: dict[str, list[str]], limits: Limits) -> Iterator[Any]:
    """One question for each series and each list of busy times."""
    series: dict[str, list[Part]] = defaultdict(list)
    for number, part in enumerate(parts):
        if part.kind == "VEVENT":
            uid = part.first("UID")
            series[f"uid {uid.value}" if uid else f"{number}"].append(part)
        elif part.kind == "VFREEBUSY":
            yield lambda part=part: [one for line in part.lines for one in _told(line)]
    for events in series.values():
        yield lambda events=events: intervals(events, zones, limits)


def _told(line: Line) -> Iterator[Interval]:
    """RFC 5545, 3.8.2.6: busy unless it says free."""
    if line.parameters.get("FBTYPE", "BUSY").upper() == FREE or not line.value:
        return
    periods = line.value.split(",")
    if len(periods) > FOUND:
        raise CalendarUnreadable("too_many")
    for one in periods:
        start, end = period(one.strip())
        if end < start:
            raise Malformed("period")
        yield start, end


def together(found: Iterable[Interval], first: datetime, last: datetime) -> list[Interval]:
    """Within the window; those that touch are one, so that no meeting shows by itself."""
    kept: list[Interval] = []
    for start, end in sorted((max(s, first), min(e, last)) for s, e in found):
        if start >= end:
            continue
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    if len(kept) > KEPT:
        raise CalendarUnreadable("too_many")
    return kept
