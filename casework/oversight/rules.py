"""T3, T4, T5 as pure functions over rows of the trail. Rows come sorted by time, oldest first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import takewhile
from math import ceil
from typing import NamedTuple
from uuid import UUID

from casework.kit.errors import RuleBroken
from casework.kit.swedish import local, local_day
from casework.kit.working_days import is_working_day

# T3, T4
USUAL_SIZE, SMALLEST, LARGEST = 20, 5, 200
REFUSED_SHARE = 3  # one row of so many is a refusal, as far as there are any
DAYS_TO_SIGN_OFF = 15
FROM_SAMPLE = "sample"  # a task that a reviewer raised from a sample

# T5: what is more than this, or as much as this, raises a task
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_CASES_AN_HOUR = 40
REFUSALS_AN_HOUR = 10
SEARCHES_AN_HOUR = 10
SAME_SEARCH_A_DAY = 3
READS_OFF_HOURS = 15
EARLIEST, LATEST = 6, 20  # the clock hours between which people are at work
LOOK_BACK = DAY + HOUR  # how far behind a new row a rule may reach


class Drawable(NamedTuple):
    """A row that a sample may be drawn from."""

    id: UUID
    unit_id: UUID | None
    refused: bool


class Seen(NamedTuple):
    """A row of the trail as the rules see it. `same_surname` and `protected` are of its case;
    `own` is a text that the reader's own unit wrote, as a list of one's own work shows it."""

    id: UUID
    at: datetime
    user_id: UUID
    action: str
    refused: bool
    subject_id: UUID | None
    case_id: UUID | None
    same_surname: bool = False
    protected: bool = False
    own: bool = False

    @property
    def is_search(self) -> bool:
        return self.action == "search"

    @property
    def is_read(self) -> bool:
        whose = self.case_id is not None and not self.own
        return self.action == "read" and not self.refused and whose


Days = dict[date, dict[UUID, Seen]]


@dataclass(frozen=True)
class Finding:
    """One thing to assess. The same thing has the same fingerprint however often it is found."""

    rule: str
    user_id: UUID
    fingerprint: str
    rows: tuple[Seen, ...]


def sample(rows: Iterable[Drawable], size: int, seed: str) -> list[UUID]:
    """T3: ids in the order they were drawn; the order of `rows` does not matter.

    First one row of each unit, then refusals up to their share, then whatever comes. Larger than
    `size` only when there are more units than that; smaller only when there are fewer rows.
    """
    shuffled = sorted(rows, key=lambda row: sha256(f"{seed}:{row.id.hex}".encode()).digest())
    drawn: dict[UUID, bool] = {}
    units: set[UUID | None] = set()
    for row in shuffled:
        if row.unit_id not in units:
            units.add(row.unit_id)
            drawn[row.id] = row.refused
    _fill(drawn, (r for r in shuffled if r.refused), ceil(size / REFUSED_SHARE), refused=True)
    _fill(drawn, shuffled, size, refused=False)
    return list(drawn)


def _fill(drawn: dict[UUID, bool], rows: Iterable[Drawable], up_to: int, *, refused: bool) -> None:
    """Add rows until `up_to` are drawn; with `refused`, until so many refusals are."""
    for row in rows:
        if (sum(drawn.values()) if refused else len(drawn)) >= up_to:
            return
        drawn.setdefault(row.id, row.refused)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    return month_of(month + timedelta(days=31))


def months(first: date, on: date) -> list[date]:
    """The months that have ended, the newest first, from the one that `first` lies in."""
    found, month = [], month_of(first)
    while month_after(month) <= on:
        found.append(month)
        month = month_after(month)
    return found[::-1]


def sign_off_by(month: date) -> date:
    """T4: the last day on which a month is signed off in time."""
    return month_after(month) - timedelta(days=1) + timedelta(days=DAYS_TO_SIGN_OFF)


def is_late(month: date, on: date) -> bool:
    return on > sign_off_by(month)


def check_month(month: date, on: date) -> None:
    """T3: what is still going on is not drawn from."""
    if month_after(month) > on:
        raise RuleBroken("", "Månaden är inte slut än. Dra stickprovet när den är det.")


def check_signable(left: int) -> None:
    """T4: every row first."""
    if left:
        raise RuleBroken("", "Gå igenom alla rader först. Sedan kan du godkänna månaden.")


def check_unlocked(is_locked: bool) -> None:
    if is_locked:
        raise RuleBroken("", "Månaden är godkänd och låst. Det som står här går inte att ändra.")


def check_open(is_open: bool) -> None:
    if not is_open:
        raise RuleBroken("", "Uppgiften är redan bedömd.")


def check_said(sentence: str | None, field: str, needed: bool) -> None:
    if needed and not sentence:
        raise RuleBroken(field, "Skriv en mening om det, så att andra förstår.")


def surnames(name: str | None) -> frozenset[str]:
    """The last word of a name; the parts of a double name too, so that either is enough."""
    last = (name or "").casefold().split()[-1:]
    return frozenset(part for word in last for part in (word, *word.split("-")) if len(part) > 1)


def findings(rows: Iterable[Seen]) -> list[Finding]:
    """T5: everything the rules find in these rows, each once."""
    by_user: dict[UUID, list[Seen]] = defaultdict(list)
    for row in rows:
        by_user[row.user_id].append(row)
    return [
        found
        for theirs in by_user.values()
        for rule, find in RULES.items()
        for found in find(rule, sorted(theirs, key=lambda row: row.at))
    ]


def _many_cases(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    reads = [row for row in rows if row.is_read]
    yield from _daily(rule, _crowded(reads, HOUR, MOST_CASES_AN_HOUR + 1, lambda row: row.case_id))


def _refusals(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    refused = [row for row in rows if row.refused and not row.is_search]
    yield from _daily(rule, _crowded(refused, HOUR, REFUSALS_AN_HOUR, lambda row: row.id))


def _searches(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    searches = [row for row in rows if row.is_search]
    yield from _daily(rule, _crowded(searches, HOUR, SEARCHES_AN_HOUR, lambda row: row.id))


def _same_search(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    by_number: dict[UUID, list[Seen]] = defaultdict(list)
    for row in rows:
        if row.is_search and row.subject_id is not None:
            by_number[row.subject_id].append(row)
    crowds: Days = defaultdict(dict)
    for searches in by_number.values():
        for day, those in _crowded(searches, DAY, SAME_SEARCH_A_DAY, lambda row: row.id).items():
            crowds[day].update(those)
    yield from _daily(rule, crowds)


def _off_hours(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    by_shift: dict[date, list[Seen]] = defaultdict(list)
    for row in rows:
        if row.is_read and outside_working_hours(row.at):
            by_shift[_shift(row.at)].append(row)
    for day, reads in by_shift.items():
        if len(reads) >= READS_OFF_HOURS:
            yield _finding(rule, reads, str(day))


def _own_name(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    yield from _each_case(rule, [row for row in rows if row.is_read and row.same_surname])


def _protected(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    yield from _each_case(rule, [row for row in rows if row.is_read and row.protected])


def _each_case(rule: str, rows: Sequence[Seen]) -> Iterator[Finding]:
    """Once for each person and case, however often they come back."""
    by_case: dict[UUID | None, list[Seen]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    for case_id, reads in by_case.items():
        yield _finding(rule, reads, str(case_id))


def _daily(rule: str, crowds: Days) -> Iterator[Finding]:
    """At most one for each day, so that it is the same one when the rules read it again."""
    for day, those in crowds.items():
        yield _finding(rule, list(those.values()), str(day))


def _crowded(
    rows: Sequence[Seen], span: timedelta, enough: int, what: Callable[[Seen], object]
) -> Days:
    """{day: rows of every span that ends on it and holds `enough` different things}."""
    found: Days = defaultdict(dict)
    different: Counter[object] = Counter()
    first = 0
    for n, row in enumerate(rows):
        different[what(row)] += 1
        while row.at - rows[first].at >= span:
            _one_less(different, what(rows[first]))
            first += 1
        if len(different) >= enough:
            those = found[local_day(row.at)]
            new = takewhile(lambda one: one.id not in those, reversed(rows[first : n + 1]))  # noqa: B023
            those.update({one.id: one for one in list(new)})
    return found


def _one_less(different: Counter[object], thing: object) -> None:
    different[thing] -= 1
    if not different[thing]:
        del different[thing]


def _finding(rule: str, rows: Sequence[Seen], what: str) -> Finding:
    user_id = rows[0].user_id
    return Finding(
        rule, user_id, f"{rule}:{user_id}:{what}", tuple(sorted(rows, key=lambda row: row.at))
    )


def outside_working_hours(at: datetime) -> bool:
    """Before six, from eight in the evening, and on days when offices are closed."""
    here = local(at)
    return not is_working_day(here.date()) or not EARLIEST <= here.hour < LATEST


def _shift(at: datetime) -> date:
    """A night belongs to the day it began."""
    return (local(at) - timedelta(hours=EARLIEST)).date()


RULES: dict[str, Callable[[str, Sequence[Seen]], Iterator[Finding]]] = {
    "many_cases": _many_cases,
    "own_name": _own_name,
    "off_hours": _off_hours,
    "refusals": _refusals,
    "protected": _protected,
    "searches": _searches,
    "same_search": _same_search,
}
