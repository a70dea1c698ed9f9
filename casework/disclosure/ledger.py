"""The ledger: what has been said before, kept so that it can be fed in again next half-year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.disclosure.areas import (
    COHORT,
    Area,
    Fact,
    Mappings,
    Target,
    Universe,
    area_of,
    key_members,
)
from casework.disclosure.tables import Key


@dataclass(frozen=True)
class Number:
    """One printed number. A count has low == high; a printed percentage has an interval."""

    key: Key
    low: int
    high: int


@dataclass(frozen=True)
class Guard:
    """Hidden then, and to stay hidden; members: dimension → base categories."""

    members: Mapping[str, tuple[str, ...]]
    width: int
    kind: str


@dataclass(frozen=True)
class Published:
    """One table as it went out: whom it counted, how categories were merged, what was shown.

    population and cohorts name the people; mapping: dimension → (base → label). Inside only: guards
    tell which cells were small.
    """

    population: str
    cohorts: tuple[str, ...]
    table: str
    mapping: Mappings
    numbers: tuple[Number, ...]
    guards: tuple[Guard, ...] = ()

    def to_json(self) -> dict:
        """Plain dicts, lists, strings and integers; `from_json` gives back an equal entry."""
        return {
            "population": self.population,
            "cohorts": list(self.cohorts),
            "table": self.table,
            "mapping": [[name, dict(levels)] for name, levels in self.mapping.items()],
            "numbers": [[list(n.key), n.low, n.high] for n in self.numbers],
            "guards": [
                [{name: list(bases) for name, bases in g.members.items()}, g.width, g.kind]
                for g in self.guards
            ],
        }

    @classmethod
    def from_json(cls, stored: Mapping) -> "Published":
        """KeyError or ValueError when `stored` did not come from `to_json`."""
        return cls(
            stored["population"],
            tuple(stored["cohorts"]),
            stored["table"],
            {name: dict(levels) for name, levels in stored["mapping"]},
            tuple(Number(tuple(key), low, high) for key, low, high in stored["numbers"]),
            tuple(
                Guard({name: tuple(bases) for name, bases in members.items()}, width, kind)
                for members, width, kind in stored["guards"]
            ),
        )

    def facts(self, universe: Universe) -> list[Fact]:
        """The shown numbers as facts about areas of `universe`."""
        cohort = {COHORT: self.cohorts}
        return [
            Fact(area_of({**cohort, **key_members(n.key, self.mapping)}, universe), n.low, n.high)
            for n in self.numbers
        ]

    def targets(self, universe: Universe) -> list[Target]:
        """What this entry hid, as targets without an owner."""
        return [Target(area_of(g.members, universe), g.width, g.kind) for g in self.guards]


def about(ledger: Iterable[Published], population: str, cohorts: Iterable[str]) -> list[Published]:
    """The entries that bear on these cohorts, also through a third cohort they share."""
    rest = [entry for entry in ledger if entry.population == population]
    reached, found = set(cohorts), []
    while touching := [entry for entry in rest if reached & set(entry.cohorts)]:
        found += touching
        reached |= {name for entry in touching for name in entry.cohorts}
        rest = [entry for entry in rest if entry not in touching]
    return found


def universe_of(entries: Iterable[Published]) -> dict[str, tuple[str, ...]]:
    """Every dimension, with every base category and cohort that any of the entries knows."""
    known: dict[str, dict[str, None]] = {COHORT: {}}
    for entry in entries:
        known[COHORT] |= dict.fromkeys(entry.cohorts)
        for name, levels in entry.mapping.items():
            known.setdefault(name, {}).update(dict.fromkeys(levels))
    return {name: tuple(bases) for name, bases in known.items()}


def guard_of(target: Target, universe: Universe) -> Guard:
    """A target in the form that is stored; cohorts are always written out."""
    members = {COHORT: tuple(sorted(universe[COHORT]))}
    members |= {name: tuple(sorted(bases)) for name, bases in target.area}
    return Guard(members, target.width, target.kind)


def cell_area(entry: Published, key: Key, universe: Universe) -> Area:
    """The area of one cell of an entry."""
    return area_of({COHORT: entry.cohorts, **key_members(key, entry.mapping)}, universe)
