"""M4, M5: the days of a series by its rule, and what is answered to most of them. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from casework.kit.errors import RuleBroken
from casework.kit.swedish import WEEKDAYS


def rule_days(first: date, last: date, every: int) -> list[date]:
    """Each day from `first` to and with `last`, with so many weeks between."""
    return [first + timedelta(weeks=n) for n in range(0, (last - first).days // 7 + 1, every)]


def usual_answer(answers: Iterable[tuple[datetime, str | None]], at: datetime) -> str | None:
    """M5: what was answered to most days ahead; to most days behind, where none is ahead."""
    found = list(answers)
    ahead = [answer for starts_at, answer in found if starts_at > at]
    return Counter(ahead or [answer for _, answer in found]).most_common(1)[0][0]


def left_out(days: Sequence[date], every: int) -> list[date]:
    """M4: the days of the rule between the first and the last of these that are not among them."""
    return [day for day in rule_days(min(days), max(days), every) if day not in days]


def check_rule(days: Sequence[date], every: int) -> None:
    """M4: the days of a series are of its rule: in order, each a whole number of steps later."""
    steps = [(later - days[0]).days for later in days]
    if any(step % (7 * every) for step in steps) or sorted(set(days)) != list(days):
        raise RuleBroken("days", "Dagarna i en serie ligger lika långt från varandra.")


HOW_OFTEN = {1: "varje", 2: "varannan", 3: "var tredje", 4: "var fjärde"}


def rhythm(every: int, first: date, starts: time, minutes: int) -> str:
    """varannan tisdag kl. 09.00–11.00"""
    often = HOW_OFTEN.get(every, f"var {every}:e")
    begins = datetime.combine(first, starts)
    ends = begins + timedelta(minutes=minutes)
    return f"{often} {WEEKDAYS[first.weekday()]} kl. {begins:%H.%M}–{ends:%H.%M}"
