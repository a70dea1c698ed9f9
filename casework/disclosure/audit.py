"""The second look: a finished release, judged only by what was printed in it and before it.

`protect` believes its own search; this does not. It builds the attack anew from the ledger entries
and asks for every interval. Given the records it also asks on behalf of every participant.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from time import perf_counter

from casework.disclosure.areas import COHORT, SMALL, Fact, Target, Universe, flatten
from casework.disclosure.atoms import Atoms, Columns
from casework.disclosure.attack import SOLVER, Attack
from casework.disclosure.ledger import Published, about, cell_area, universe_of
from casework.disclosure.puzzle import participants
from casework.disclosure.release import Release
from casework.disclosure.tables import PRIMARY, TOTAL, Cohorts, Key, Settings


@dataclass(frozen=True)
class Interval:
    """What an attacker can say of a hidden cell, or of a guard that is no cell (key empty).

    low, high: witnessed ends, None where none was found. own: the least width proved for a
    participant. needed: 0 for a complementary cell, which is hidden only to guard others.
    """

    table: str
    key: Key
    low: int | None
    high: int | None
    own: int | None
    needed: int
    safe: bool


@dataclass(frozen=True)
class AuditReport:
    """`faults`: sentences on what is wrong with the release besides its intervals."""

    intervals: tuple[Interval, ...]
    faults: tuple[str, ...]
    solver: str
    seconds: float

    @property
    def safe(self) -> bool:
        return not self.faults and all(interval.safe for interval in self.intervals)

    @property
    def least_width(self) -> int | None:
        """The narrowest guarded interval; None when nothing is guarded or an end has no witness."""
        guarded = [i for i in self.intervals if i.needed]
        if not guarded or any(i.low is None or i.high is None for i in guarded):
            return None
        return min((i.high or 0) - (i.low or 0) for i in guarded)


@dataclass(frozen=True)
class Stand:
    """One population as an outsider sees it, with the participants if the records are at hand."""

    attack: Attack
    universe: Universe
    participants: tuple[Columns, ...] | None


def audit(
    release: Release,
    ledger: Iterable[Published] = (),
    settings: Settings | None = None,
    records: Mapping[str, Cohorts] | None = None,
) -> AuditReport:
    """Every hidden cell's interval, from `release.published` and `ledger` (what came before).

    `records`: as given to `protect`; with them each real participant's view is tested. Without them
    only the view of somebody inside a small cell, of whom nothing else is known. KeyError when a
    record lacks a dimension that the ledger knows.
    """
    settings, past, started = settings or Settings(), tuple(ledger), perf_counter()
    intervals, faults = [], [*_unlisted(release)]
    for name in dict.fromkeys(entry.population for entry in release.published):
        new = [entry for entry in release.published if entry.population == name]
        people = None if records is None else records[name]
        small = [(entry, key) for entry in new for key in _small(release, entry)]
        try:
            intervals += _population(new, small, past, people, settings)
        except Contradiction:
            faults.append(f"{name}: the numbers contradict each other")
    return AuditReport(tuple(intervals), tuple(faults), SOLVER, perf_counter() - started)


class Contradiction(Exception):
    """No table of people fits the numbers."""


def _population(
    new: Sequence[Published],
    small: Sequence[tuple[Published, Key]],
    past: Sequence[Published],
    people: Cohorts | None,
    settings: Settings,
) -> Iterator[Interval]:
    entries = [*about(past, new[0].population, {c for e in new for c in e.cohorts}), *new]
    universe = universe_of(entries)
    facts = list(dict.fromkeys(fact for entry in entries for fact in entry.facts(universe)))
    guards = {t.area: (entry, t) for entry in entries for t in entry.targets(universe)}
    for entry, key in small:
        area = cell_area(entry, key, universe)
        guards.setdefault(area, (entry, Target(area, settings.k, SMALL)))
    hidden = [(e, key, cell_area(e, key, universe)) for e in new for key in _hidden(e)]
    stand = _stand(facts, [*guards, *(area for _, _, area in hidden)], universe, people, settings)
    for entry, key, area in hidden:
        guard = guards.pop(area, (entry, Target(area, 0, "")))[1]
        yield _interval(stand, entry.table, key, guard)
    for entry, target in guards.values():
        yield _interval(stand, entry.table, (), target)


def _stand(
    facts: Sequence[Fact],
    areas: Iterable,
    universe: Universe,
    people: Cohorts | None,
    settings: Settings,
) -> Stand:
    atoms = Atoms(universe, [*(fact.area for fact in facts), *areas])
    most = max((fact.high for fact in facts), default=0)
    attack = Attack(atoms, facts, most, settings.seed)
    if people is None:
        return Stand(attack, universe, None)
    known = [r for r in flatten(people) if r[COHORT] in universe[COHORT]]
    return Stand(attack, universe, participants(atoms, known))


def _small(release: Release, entry: Published) -> list[Key]:
    """The cells that the table itself marks as small, whether the entry guards them or not."""
    tables = [table for table in release.tables if table.name == entry.table]
    return [cell.key for table in tables for cell in table.cells if cell.reason == PRIMARY]


def _hidden(entry: Published) -> Iterator[Key]:
    """The keys of the table that have no printed count."""
    shown = {number.key for number in entry.numbers if number.low == number.high}
    for key in product(*((*dict.fromkeys(at.values()), TOTAL) for at in entry.mapping.values())):
        if key not in shown:
            yield key


def _interval(stand: Stand, table: str, key: Key, target: Target) -> Interval:
    columns = stand.attack.atoms.columns(target.area)
    least, most = (stand.attack.bound(columns, direction) for direction in (1, -1))
    if least.linear > most.linear:
        raise Contradiction
    low, high = least.count, most.count
    own = _own(stand, target, columns, low, high) if target.width else None
    wide = low is not None and high is not None and high - low >= target.width
    safe = wide and (own is None or own >= target.own_width)
    return Interval(table, key, low, high, own, target.width, safe)


def _own(
    stand: Stand, target: Target, columns: Columns, low: int | None, high: int | None
) -> int | None:
    """Least width that is proved for every participant, as far as the rule needs it."""
    if low is None or high is None:
        return None
    if stand.participants is None:
        return high - max(low, 1) if target.kind == SMALL else None
    for own in stand.attack.unproved(columns, target.own_width, stand.participants):
        stand.attack.reach(columns, target.own_width, own)
    return min(stand.attack.spans(columns, stand.participants).tolist(), default=None)


def _unlisted(release: Release) -> Iterator[str]:
    """D11: a printed number that its ledger entry does not hold."""
    listed = {e.table: {n.key: n for n in e.numbers} for e in release.published}
    for table in release.tables:
        known = listed.get(table.name, {})
        for cell in table.cells:
            number = known.get(cell.key)
            if cell.value is not None and (number is None or number.low != cell.value):
                yield f"{table.name} {cell.key}: shown, but not in the ledger"
