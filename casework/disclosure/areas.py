"""An area says exactly whom a number counts, so that two tables' shared cell is one and the same.

An area maps dimensions to sets of base categories; a dimension it does not name is counted whole.
Cohorts are one more dimension, COHORT: that is all it takes to join half-years and years.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.disclosure.tables import TOTAL, Cohorts, Key, Record

COHORT = "__cohort__"
SMALL, GROUP, MERGED = "small", "group", "merged"

Area = frozenset[tuple[str, frozenset[str]]]
Universe = Mapping[str, tuple[str, ...]]
Mappings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Fact:
    """A number all may know: low ≤ people in `area` ≤ high (equal when it is a count)."""

    area: Area
    low: int
    high: int


@dataclass(frozen=True)
class Target:
    """People nobody may pin down: to outsiders the interval of `area` must be `width` wide.

    `kind`: SMALL a hidden count, GROUP the empty rest of a telling line (D2), MERGED a small count
    that was merged away. `tables`: whose guard it is; empty when it comes from the ledger.
    """

    area: Area
    width: int
    kind: str
    tables: frozenset[str] = frozenset()

    @property
    def own_width(self) -> int:
        """What must be left to a participant, who can take themselves away from their own cell.

        For a merged cell one less: a shown cell of exactly k may hold it.
        """
        return self.width - (self.kind == MERGED)


def area_of(members: Mapping[str, Iterable[str]], universe: Universe) -> Area:
    """Canonical area: dimensions counted whole are dropped."""
    sets = {name: frozenset(bases) for name, bases in members.items()}
    return frozenset((n, s) for n, s in sets.items() if s != frozenset(universe[n]))


def key_members(key: Key, mapping: Mappings) -> dict[str, tuple[str, ...]]:
    """The base categories under each label of a key; dimensions at TOTAL are left out."""
    return {
        name: tuple(base for base, at in levels.items() if at == label)
        for label, (name, levels) in zip(key, mapping.items(), strict=True)
        if label != TOTAL
    }


def flatten(cohorts: Cohorts) -> list[Record]:
    """All records with their cohort written in as a dimension."""
    return [{**record, COHORT: name} for name, records in cohorts.items() for record in records]


def people_in(area: Area, records: Iterable[Record]) -> int:
    """How many records an area counts. KeyError when a record lacks a dimension of the area."""
    return sum(all(record[name] in bases for name, bases in area) for record in records)
