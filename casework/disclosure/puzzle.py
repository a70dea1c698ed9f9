"""From drafts and ledger to the puzzle that `suppress` solves: rows, targets, participants."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from casework.disclosure.areas import (
    COHORT,
    GROUP,
    MERGED,
    SMALL,
    Area,
    Fact,
    Target,
    Universe,
    area_of,
    key_members,
    people_in,
)
from casework.disclosure.atoms import Atoms, Columns
from casework.disclosure.attack import Attack
from casework.disclosure.coarsen import Draft
from casework.disclosure.ledger import Published, about, universe_of
from casework.disclosure.sensitive import small_keys, telling_lines
from casework.disclosure.suppress import Puzzle
from casework.disclosure.tables import Key, Record, Settings, count


class TooLarge(Exception):
    """More atoms than the settings allow: the proof would take too long."""


@dataclass(frozen=True)
class Scene:
    """Everything known about one population when its release is being made.

    `drafts` may still be withheld; `past` are the ledger's entries that bear on the same people.
    """

    drafts: tuple[Draft, ...]
    past: tuple[Published, ...]
    records: Sequence[Record]
    universe: Universe

    def area(self, draft: Draft, key: Key) -> Area:
        """Whom one cell of a draft counts."""
        members = key_members(key, draft.mapping)
        return area_of({COHORT: draft.cohorts, **members}, self.universe)


def scene(drafts: Sequence[Draft], ledger: Iterable[Published], records: Sequence[Record]) -> Scene:
    """Gather what bears on the drafts. `records`: all cohorts handed in, flattened."""
    cohorts = {name for draft in drafts for name in draft.cohorts}
    population = drafts[0].spec.population
    past = about(ledger, population, cohorts)
    universe = universe_of([*past, *(_whole(draft) for draft in drafts)])
    near = [record for record in records if record[COHORT] in universe[COHORT]]
    return Scene(tuple(drafts), tuple(past), near, universe)


def contradicted(scene: Scene) -> bool:
    """D11: whether the records deny something the ledger says of cohorts that are all at hand."""
    at_hand = {record[COHORT] for record in scene.records}
    facts = [f for e in scene.past if set(e.cohorts) <= at_hand for f in e.facts(scene.universe)]
    return any(not f.low <= people_in(f.area, scene.records) <= f.high for f in facts)


def puzzle(scene: Scene, settings: Settings) -> tuple[Puzzle, dict[Area, int]]:
    """The puzzle, and area → row. Numbers the ledger already holds can no longer be hidden.

    TooLarge when the atoms exceed `settings.most_atoms`.
    """
    known = [fact for entry in scene.past for fact in entry.facts(scene.universe)]
    counts = {scene.area(d, key): n for d in scene.drafts for key, n in d.counts.items()}
    fixed = {fact.area for fact in known if fact.low == fact.high}
    new = [Fact(area, n, n) for area, n in counts.items() if area not in fixed]
    facts = [*dict.fromkeys(known), *new]
    targets = tuple(_targets(scene, settings.k))
    atoms = Atoms(scene.universe, [item.area for item in (*facts, *targets)])
    if atoms.size > settings.most_atoms:
        raise TooLarge
    rows = {fact.area: row for row, fact in enumerate(facts) if fact.low == fact.high}
    first = len(facts) - len(new)
    small = {scene.area(d, key) for d in scene.drafts for key in d.primary}
    primary = frozenset(rows[a] for a in small if rows[a] >= first)
    weights = {row: facts[row].high + 1 for row in range(first, len(facts)) if row not in primary}
    attack = Attack(atoms, facts, len(scene.records), settings.seed)
    return Puzzle(attack, targets, primary, weights, participants(atoms, scene.records)), rows


def participants(atoms: Atoms, records: Iterable[Record]) -> tuple[Columns, ...]:
    """The distinct columns of the people in `records`. KeyError when a record lacks a dimension."""
    return tuple(np.array(own) for own in dict.fromkeys(tuple(atoms.record(r)) for r in records))


def _whole(draft: Draft) -> Published:
    levels = {dimension.name: dimension.mappings()[0] for dimension in draft.dimensions}
    return Published(draft.spec.population, draft.cohorts, draft.spec.name, levels, ())


def _targets(scene: Scene, k: int) -> Iterator[Target]:
    """One target per area: a hidden cell before a merged one, tables joined."""
    found: dict[Area, Target] = {}
    for target in _all_targets(scene, k):
        first = found.setdefault(target.area, target)
        width = max(first.width, target.width)
        found[target.area] = Target(target.area, width, first.kind, first.tables | target.tables)
    return iter(found.values())


def _all_targets(scene: Scene, k: int) -> Iterator[Target]:
    for draft in scene.drafts:
        yield from _hidden_targets(scene, draft, k)
    for entry in scene.past:
        yield from entry.targets(scene.universe)
    for draft in scene.drafts:
        yield from _merged_targets(scene, draft, k)


def _hidden_targets(scene: Scene, draft: Draft, k: int) -> Iterator[Target]:
    owner = frozenset([draft.spec.name])
    for key in small_keys(draft.counts, k):
        yield Target(scene.area(draft, key), k, SMALL, owner)
    for margin, place, line in telling_lines(draft.counts, draft.dimensions):
        full = next(key for key in line if draft.counts[key])
        name = draft.dimensions[place].name
        rest = [base for base, label in draft.mapping[name].items() if label != full[place]]
        members = {COHORT: draft.cohorts, **key_members(margin, draft.mapping), name: rest}
        yield Target(area_of(members, scene.universe), k, GROUP, owner)


def _merged_targets(scene: Scene, draft: Draft, k: int) -> Iterator[Target]:
    levels = _whole(draft).mapping
    if levels == draft.mapping:
        return
    people = [record for record in scene.records if record[COHORT] in draft.cohorts]
    for key in small_keys(count(people, levels), k):
        members = {COHORT: draft.cohorts, **key_members(key, levels)}
        yield Target(area_of(members, scene.universe), k, MERGED, frozenset([draft.spec.name]))
