"""D1 as pure functions: rows of the trail made into lines that an individual can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from casework.kit.swedish import local_day


class Trace(NamedTuple):
    """One row of the trail: when, where from, by whom as a title, and what."""

    at: datetime
    unit: str
    title: str
    act: str


@dataclass(frozen=True)
class Line:
    """What was done from one unit on one day, and how often."""

    day: date
    unit: str
    title: str
    act: str
    times: int


def lines(traces: Iterable[Trace]) -> list[Line]:
    """D1: one line for each day, unit, title and act; the latest day first, units in order."""
    times: dict[tuple[date, str, str, str], int] = {}
    for one in traces:
        key = (local_day(one.at), one.unit, one.title, one.act)
        times[key] = times.get(key, 0) + 1
    found = [Line(*key, number) for key, number in times.items()]
    return sorted(found, key=lambda line: (-line.day.toordinal(), line.unit, line.title, line.act))
