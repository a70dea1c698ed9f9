"""Swedish working days: Monday to Friday, neither public holidays nor the usual eves off.

Source: lag (1989:253) om allmänna helgdagar; the de facto eves (midsummer, Christmas, New
Year) as the holidays package lists them.
"""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _free(year: int) -> frozenset[date]:
    days = holidays.country_holidays("SE", years=year, categories=("public", "de_facto"))
    return frozenset(days.keys())


def is_working_day(day: date) -> bool:
    """Whether offices are open that day."""
    return day.weekday() < 5 and day not in _free(day.year)


def add_working_days(start: date, days: int) -> date:
    """The day that comes `days` working days after `start`; `start` itself is not counted."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def at_work(day: date) -> date:
    """The day itself when offices are open, else the next day that they are."""
    return day if is_working_day(day) else add_working_days(day, 1)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))
