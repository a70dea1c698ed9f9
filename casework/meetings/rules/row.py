"""M2: meetings of several cases, one straight after the other."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from casework.kit.errors import RuleBroken
from casework.meetings.rules import LONGEST, Slot


class Timed(Protocol):
    starts_at: datetime
    ends_at: datetime


One = TypeVar("One", bound=Timed)


def in_a_row(first: Slot, count: int) -> list[Slot]:
    """M2: `count` times of the length of the first, each beginning when the one before ends."""
    length = first.ends_at - first.starts_at
    return [Slot(first.starts_at + n * length, first.ends_at + n * length) for n in range(count)]


def whole(first: Slot, count: int) -> Slot:
    """All of them as one time: what must be free."""
    return Slot(first.starts_at, in_a_row(first, count)[-1].ends_at)


def check_row(first: Slot, case_ids: Sequence[UUID]) -> None:
    """No case stands twice, and together they are not longer than a working day."""
    if len(set(case_ids)) < len(case_ids):
        raise RuleBroken("further", "Samma ärende står två gånger. Varje ärende får ett möte.")
    if (first.ends_at - first.starts_at) * len(case_ids) > LONGEST:
        raise RuleBroken(
            "further", "Mötena tar mer än åtta timmar. Välj färre ärenden eller ett kortare möte."
        )


def round_about(mine: Timed, others: Iterable[One]) -> tuple[list[One], list[One]]:
    """Those that stand before and after without a gap, in order.

    A gap may be a meeting that the reader does not see: what is behind it is not told of either.
    """
    known = sorted(others, key=lambda one: one.starts_at)
    before, after = [], []
    start, end = mine.starts_at, mine.ends_at
    for one in known:
        if one.starts_at == end:
            after.append(one)
            end = one.ends_at
    for one in reversed(known):
        if one.ends_at == start:
            before.insert(0, one)
            start = one.starts_at
    return before, after
