"""The shapes that go in and come out: dimensions, table orders, settings, cells, safe tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

TOTAL = "__total__"
PRIMARY, TELLING = "primary", "telling"
COMPLEMENTARY = "complementary"

Key = tuple[str, ...]
Record = Mapping[str, str]
Cohorts = Mapping[str, Sequence[Record]]


@dataclass(frozen=True)
class Hierarchy:
    """Ever coarser ways to name the base categories, finest first; the base itself is understood.

    `levels`: each maps every base category to its label on that level. A level may only merge what
    the level before it kept apart; a last level with one label merges the whole dimension.
    """

    levels: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Dimension:
    """One way to sort people. Each person has exactly one of `categories`.

    `sensitive`: income, health or outcome, where D2 applies. `least_population`: the smallest
    population to be split this way (D5; sex: 20). ValueError if the hierarchy is not nested.
    """

    name: str
    categories: tuple[str, ...]
    hierarchy: Hierarchy = Hierarchy()
    sensitive: bool = False
    least_population: int = 0

    def __post_init__(self) -> None:
        finer: Mapping[str, str] = {base: base for base in self.categories}
        for level in self.hierarchy.levels:
            if set(level) != set(self.categories):
                raise ValueError(f"{self.name}: a level must name every base category")
            if len({(finer[base], level[base]) for base in level}) != len(set(finer.values())):
                raise ValueError(f"{self.name}: a level splits what the level before it merged")
            finer = level

    def mappings(self) -> tuple[Mapping[str, str], ...]:
        """Base category → label for every level, finest first."""
        return ({base: base for base in self.categories}, *self.hierarchy.levels)


@dataclass(frozen=True)
class TableSpec:
    """An order for one table. `cohorts` empty: all cohorts handed in for the population, summed."""

    name: str
    dimensions: tuple[Dimension, ...]
    population: str
    title: str = ""
    cohorts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """The defaults are the floor (D10); `rounds` bounds the search for the cheapest suppression."""

    k: int = 5
    least_population: int = 10
    percent_base: int = 10
    own_record: bool = True
    most_atoms: int = 20_000
    rounds: int = 40
    seed: int = 1

    def __post_init__(self) -> None:
        floors = (self.k >= 5, self.least_population >= 10, self.percent_base >= 10)
        if not (all(floors) and self.own_record):
            raise ValueError("settings may be stricter than the rules, never looser")


@dataclass(frozen=True)
class Cell:
    """`key`: one label or TOTAL per dimension. `value` None: hidden, for `reason`: PRIMARY a small
    count (D1), TELLING part of a telling line (D2), COMPLEMENTARY to guard another cell.

    The reason is for the inside; the printed page must show all reasons alike.
    """

    key: Key
    value: int | None
    reason: str = ""


@dataclass(frozen=True)
class Note:
    """Something the page must say. `kind` merged: `labels` on `dimension` were formed by merging.

    kind left-out: the population is too small for `dimension` (D5). Withheld, with the reason:
    small-population (D3), nothing-to-show, unsafe, too-large, contradicts-ledger (D9, D11).
    """

    kind: str
    dimension: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class SafeTable:
    """A table fit to print: `dimensions` as published, `cells` with margins, what to note."""

    name: str
    title: str
    population: str
    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...] = ()
    withheld: bool = False

    def value(self, *key: str) -> int | None:
        """The count shown under `key`; None when hidden. KeyError when there is no such cell."""
        return {cell.key: cell.value for cell in self.cells}[key]


def count(records: Iterable[Record], mapping: Mapping[str, Mapping[str, str]]) -> dict[Key, int]:
    """Count people per key, margins and zeros included.

    `mapping`: dimension → (base → label), in the order of the key. ValueError names the dimension a
    record lacks or the category it does not know.
    """
    labels = [(*dict.fromkeys(levels.values()), TOTAL) for levels in mapping.values()]
    counts = Counter(_labels(record, mapping) for record in records)
    table = dict.fromkeys(product(*labels), 0)
    for inner, people in counts.items():
        for key in product(*((label, TOTAL) for label in inner)):
            table[key] += people
    return table


def _labels(record: Record, mapping: Mapping[str, Mapping[str, str]]) -> Key:
    for name, levels in mapping.items():
        if record.get(name) not in levels:
            raise ValueError(f"{name}: {record.get(name)!r} is not one of its categories")
    return tuple(levels[record[name]] for name, levels in mapping.items())


def people_of(spec: TableSpec, cohorts: Cohorts) -> list[Record]:
    """The records that a table counts. KeyError when it asks for a cohort not handed in."""
    return [record for name in spec.cohorts or cohorts for record in cohorts[name]]


def summary(
    specs: Iterable[TableSpec], records: Mapping[str, Cohorts]
) -> dict[str, dict[Key, int]]:
    """Plain counts, unprotected, for those inside: table name → key → people."""
    return {
        spec.name: count(
            people_of(spec, records[spec.population]),
            {dimension.name: dimension.mappings()[0] for dimension in spec.dimensions},
        )
        for spec in specs
    }


def share(value: int | None, base: int | None, settings: Settings) -> int | None:
    """Whole per cent of two shown counts, or None (D4). Halves go up."""
    if value is None or base is None or base < settings.percent_base:
        return None
    return (200 * value + base) // (2 * base)


def share_interval(percent: int, base: int) -> tuple[int, int]:
    """Least and greatest count that `share` prints as `percent` of `base`, for the ledger."""
    fits = [v for v in range(base + 1) if (200 * v + base) // (2 * base) == percent]
    if not fits:
        raise ValueError(f"no count is {percent} per cent of {base}")
    return fits[0], fits[-1]
