"""Pure rules of the overview: what each open case waits for, which are shown, in which order."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from casework.cases.queries import overview
from casework.cases.queries.overview import OpenCase
from casework.kit.swedish import local_day, sort_key
from casework.kit.tasks import Waits
from casework.reports.files import BOM, tame

# the steps that an open case may be at, in the order of its way
STEPS = ("genomgang", "kartlaggning", "plan", "uppfoljning", "avslut")
NOBODY = "ingen"  # the answer to "waits for whom?" that is nobody
BY_STEP, BY_SILENCE, BY_DAY, BY_OWNER = "steg", "tyst", "dag", "enhet"


@dataclass(frozen=True)
class Row:
    """One open case on the overview. `silent` is the days since anything happened in it."""

    case: OpenCase
    silent: int
    waits: tuple[Waits, ...]
    on: date

    @property
    def rests(self) -> bool:
        """K3: until a day that has not come yet."""
        return self.case.paused_until is not None and self.case.paused_until > self.on

    @property
    def next_on(self) -> date:
        """K3: the day of the next step, or of the waking."""
        return self.case.paused_until or self.case.next_step_on or date.max

    @property
    def is_late(self) -> bool:
        """Its next step, or something it waits for, should have been there."""
        return any(one.due is not None and one.due < self.on for one in self.waits)

    @property
    def whose(self) -> frozenset[str]:
        return frozenset(who for one in self.waits for who in one.whose)


def row_of(
    case: OpenCase, told: Mapping[UUID, Sequence[Waits]], deed: date | None, on: date
) -> Row:
    """`told` is what the rooms said of each case, `deed` the day of the latest one."""
    own = list(overview.waits(case, on))
    others = told.get(case.id, ())
    better = {one.what for one in others}
    waits = [one for one in own if not _says_the_same(one, case, better)] + list(others)
    days = [local_day(one) for one in (case.happened_at or case.opened_at, deed) if one]
    in_order = sorted(waits, key=lambda one: one.due or date.max)
    return Row(case, max((on - max(days)).days, 0), tuple(in_order), on)


def by_case(waits: Iterable[Waits]) -> dict[UUID, list[Waits]]:
    found: defaultdict[UUID, list[Waits]] = defaultdict(list)
    for one in waits:
        found[one.case_id].append(one)
    return dict(found)


def _says_the_same(one: Waits, case: OpenCase, better: set[str]) -> bool:
    """A late next step that is the follow-up, which its own room tells of."""
    is_follow_up = one.what == overview.LATE and case.next_step == "uppfoljning"
    return is_follow_up and "Uppföljningen" in better


@dataclass(frozen=True)
class Shown:
    """What somebody narrows the overview to, and its order. None is no filter."""

    step: str | None = None
    owner: UUID | None = None
    programme: UUID | None = None
    whose: str | None = None
    late: bool = False
    order: str = BY_STEP

    def fits(self, row: Row, *, any_step: bool = False) -> bool:
        case = row.case
        return (
            (any_step or self.step in (None, case.step))
            and self.owner in (None, case.owner_unit_id)
            and self.programme in (None, case.programme_id)
            and (self.whose is None or self.whose in (row.whose or {NOBODY}))
            and (row.is_late or not self.late)
        )


ORDERS: dict[str, Callable[[Row], Any]] = {
    BY_STEP: lambda row: (_place(row.case.step), -row.silent, row.case.reference),
    BY_SILENCE: lambda row: (-row.silent, row.case.reference),
    BY_DAY: lambda row: (row.next_on, row.case.reference),
    BY_OWNER: lambda row: (sort_key(row.case.owner), -row.silent, row.case.reference),
}


def _place(step: str) -> int:
    return STEPS.index(step) if step in STEPS else len(STEPS)


def shown(rows: Iterable[Row], wanted: Shown) -> list[Row]:
    """Those that were asked for, in the order that was asked for."""
    order = ORDERS.get(wanted.order, ORDERS[BY_STEP])
    return sorted((row for row in rows if wanted.fits(row)), key=order)


def grouped(rows: Sequence[Row], wanted: Shown) -> list[tuple[str, list[Row]]]:
    """(step, rows) in the order of the way; one nameless group where the order is another."""
    if wanted.order != BY_STEP:
        return [("", list(rows))] if rows else []
    found = ((step, [row for row in rows if row.case.step == step]) for step in STEPS)
    return [(step, some) for step, some in found if some]


def counts(rows: Iterable[Row], wanted: Shown) -> dict[str, int]:
    """{step: how many of what was asked for are there}, whatever step was asked for."""
    told = Counter(row.case.step for row in rows if wanted.fits(row, any_step=True))
    return {step: told[step] for step in STEPS}


@dataclass(frozen=True)
class Choices:
    """What the rows can be narrowed to: only what is among them."""

    owners: list[tuple[UUID, str]]
    programmes: list[tuple[UUID, str]]
    whose: list[tuple[str, str]]


def choices(rows: Sequence[Row]) -> Choices:
    """Each list in Swedish order; nobody last."""
    owners = {row.case.owner_unit_id: row.case.owner for row in rows}
    programmes = {row.case.programme_id: row.case.programme for row in rows}
    whose = sorted({who for row in rows for who in row.whose}, key=sort_key)
    return Choices(
        sorted(owners.items(), key=_by_name),
        sorted(programmes.items(), key=_by_name),
        [*((who, who) for who in whose), (NOBODY, "Ingen just nu")],
    )


def _by_name(choice: tuple[UUID, str]) -> tuple[str, str]:
    return sort_key(choice[1])


def as_csv(rows: Iterable[Row]) -> bytes:
    """AC29: references and nothing else, UTF-8 with BOM, semicolons, no cell a formula.

    What leaves the house is out of reach of a withdrawal (C1): whoever wants to know more of a
    reference comes back in and asks.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Referens"])
    writer.writerows([tame(row.case.reference)] for row in rows)
    return (BOM + out.getvalue()).encode()
