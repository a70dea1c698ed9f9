"""F5: a rule of repetition is made harmless before anybody follows it, or refused.

A library follows a rule until it finds what it looks for, and some rules never give it: each second
since 1970, the thirtieth of February, a thousand million times. So each rule gets an end no later
than the window's, and the steps to that end are counted first. RFC 5545, 3.3.10.
"""

import re
from datetime import datetime, timedelta
from math import prod

from .dates import STOCKHOLM, UTC, Malformed, is_day, naive
from .refusing import CalendarUnreadable

STEPS = 1_000_000  # for all rules of a calendar; about a second
OFTENEST = 48  # times a day
# how many steps a day of each sort costs, about
COST = {"HOURLY": 24.0, "DAILY": 1.0, "WEEKLY": 0.5, "MONTHLY": 0.25, "YEARLY": 0.25}
_NUMBERS = re.compile(r"[+-]?\d{1,3}(?:,[+-]?\d{1,3}){0,399}")
_DAYS = re.compile(
    r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)){0,99}"
)
SHAPES = {
    **dict.fromkeys(("BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTHDAY", "BYYEARDAY"), _NUMBERS),
    **dict.fromkeys(("BYWEEKNO", "BYMONTH", "BYSETPOS"), _NUMBERS),
    "BYDAY": _DAYS,
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
    "INTERVAL": re.compile(r"0*[1-9]\d{0,3}"),
    "COUNT": re.compile(r"-?\d{1,18}"),
}
# days that an hourly rule waits for and may never meet
DAYS = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYSETPOS"}
OFTEN = ("SECONDLY", "MINUTELY")


class Steps:
    """How many steps the rules of one calendar may still take."""

    def __init__(self) -> None:
        self.left = float(STEPS)

    def take(self, steps: float) -> None:
        self.left -= steps
        if self.left < 0:
            raise CalendarUnreadable("too_heavy")


def tamed(rule: str, start: str, last: datetime, steps: Steps) -> str | None:
    """`rule` of an event that starts at `start`, with an end; None when it ended before it began.

    Raises Malformed, or CalendarUnreadable where no honest calendar would go.
    """
    parts = parts_of(rule)
    freq = parts.pop("FREQ", "")
    if freq in OFTEN or _a_day(freq, parts) > OFTENEST or (freq == "HOURLY" and DAYS & set(parts)):
        raise CalendarUnreadable("too_heavy")
    if freq not in COST:
        raise Malformed("FREQ")
    until = min(_end(parts.pop("UNTIL", ""), last), last)
    days = max(0, (until.astimezone(STOCKHOLM).replace(tzinfo=None) - naive(start)).days) + 2
    steps.take(days * COST[freq] * _by_time(parts))
    times = int(parts.pop("COUNT", 0))
    if times > 0:  # some programs write -1 for no end
        parts["COUNT"] = str(min(times, STEPS))
    said = [f"FREQ={freq}", *(f"{name}={value}" for name, value in parts.items())]
    return ";".join([*said, f"UNTIL={_written(until, start)}"])


def parts_of(rule: str) -> dict[str, str]:
    """{name: value} of the parts we know, each of its shape."""
    found = dict(
        part.strip().upper().partition("=")[::2] for part in rule.split(";") if part.strip()
    )
    for name, shape in SHAPES.items():
        if name in found and not shape.fullmatch(found[name]):
            raise Malformed(name)
    return {n: v for n, v in found.items() if n in SHAPES or n in ("FREQ", "UNTIL")}


def _a_day(freq: str, parts: dict[str, str]) -> float:
    return (24 if freq == "HOURLY" else 1) * _by_time(parts)


def _by_time(parts: dict[str, str]) -> int:
    names = ("BYHOUR", "BYMINUTE", "BYSECOND")
    return prod(parts[name].count(",") + 1 for name in names if name in parts)


def _end(until: str, last: datetime) -> datetime:
    """UNTIL as a moment: a day lasts until it is over, a clock without a zone is Swedish."""
    if not until:
        return last
    said = naive(until)
    if is_day(until):
        return (said + timedelta(days=1, seconds=-1)).replace(tzinfo=STOCKHOLM)
    return said.replace(tzinfo=UTC if until.endswith("Z") else STOCKHOLM)


def _written(until: datetime, start: str) -> str:
    """Of the same sort as the start: a day for a day, otherwise in UTC."""
    if is_day(start):
        return f"{until.astimezone(STOCKHOLM):%Y%m%d}"
    return f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
