"""The attacker without any theory: write down every possible table of people and look.

Shares no code with the room but the shapes it reads (Published, TableSpec). Only for tiny years.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from casework.disclosure.ledger import Published
from casework.disclosure.tables import TOTAL, TableSpec

SPARE = 7  # how far to either side of the truth a total is tried when it was not printed


@cache
def compositions(people: int, atoms: int) -> np.ndarray:
    """Every way to put so many people into so many atoms, one per row."""
    if atoms == 1:
        return np.array([[people]], dtype=np.int16)
    parts = []
    for first in range(people + 1):
        rest = compositions(people - first, atoms - 1)
        parts.append(np.column_stack([np.full(len(rest), first, dtype=np.int16), rest]))
    return np.concatenate(parts)


@dataclass
class World:
    """All tables over cohort × every dimension that fit what was printed."""

    atoms: list[dict[str, str]]
    tables: np.ndarray

    def counts(self, members: Mapping[str, set[str]]) -> np.ndarray:
        """People in the members, table by table."""
        return self.tables[:, inside(self.atoms, members)].sum(axis=1)

    def holding(self, own: Mapping[str, str]) -> np.ndarray:
        """Which tables have the participant `own` in them."""
        at = next(i for i, a in enumerate(self.atoms) if all(own[n] == a[n] for n in a))
        return np.flatnonzero(self.tables[:, at] >= 1)

    def interval(self, members: Mapping[str, set[str]]) -> tuple[int, int]:
        counts = self.counts(members)
        return int(counts.min()), int(counts.max())


def inside(atoms: Sequence[Mapping[str, str]], members: Mapping[str, set[str]]) -> list[int]:
    return [
        i for i, atom in enumerate(atoms) if all(atom[n] in bases for n, bases in members.items())
    ]


def members_of(entry: Published, key: Sequence[str]) -> dict[str, set[str]]:
    found = {"cohort": set(entry.cohorts)}
    for label, (name, levels) in zip(key, entry.mapping.items(), strict=True):
        if label != TOTAL:
            found[name] = {base for base, at in levels.items() if at == label}
    return found


def world(
    entries: Sequence[Published], categories: Mapping[str, str], cohorts: Mapping[str, Sequence]
) -> World:
    """`categories`: dimension → its base categories; `cohorts`: the real people."""
    cells = [dict(zip(categories, c, strict=True)) for c in product(*categories.values())]
    atoms = [{"cohort": name, **cell} for name in cohorts for cell in cells]
    tables = np.zeros((1, 0), dtype=np.int16)
    for name, people in cohorts.items():
        own = np.concatenate([compositions(n, len(cells)) for n in sizes(entries, name, people)])
        own = own[fits(own, [{"cohort": name, **c} for c in cells], entries, {name})]
        tables = np.column_stack([np.repeat(tables, len(own), 0), np.tile(own, (len(tables), 1))])
    return World(atoms, tables[fits(tables, atoms, entries, set(cohorts))])


def sizes(entries: Sequence[Published], cohort: str, people: Sequence) -> Sequence[int]:
    """How many people a cohort may have: as printed, or as a printed year less its other half."""
    totals = {
        entry.cohorts: number.low
        for entry in entries
        for number in entry.numbers
        if set(number.key) <= {TOTAL}
    }
    for cohorts, total in totals.items():
        others = [(name,) for name in cohorts if name != cohort]
        if cohort in cohorts and all(other in totals for other in others):
            return [total - sum(totals[other] for other in others)]
    return range(max(0, len(people) - SPARE), len(people) + SPARE)


def fits(
    tables: np.ndarray, atoms: list[dict[str, str]], entries: Sequence[Published], known: set[str]
) -> np.ndarray:
    """Which tables agree with every printed number about these cohorts alone."""
    good = np.ones(len(tables), dtype=bool)
    for entry in entries:
        for number in entry.numbers if set(entry.cohorts) <= known else ():
            sums = tables[:, inside(atoms, members_of(entry, number.key))].sum(axis=1)
            good &= (number.low <= sums) & (sums <= number.high)
    return good


def secrets(
    entry: Published, spec: TableSpec, people: Sequence[Mapping[str, str]]
) -> Iterator[tuple[dict[str, set[str]], int]]:
    """(members, slack): all that must not be pinned down in one table, found from the real people.

    Slack is what a participant may take off the width: 1 for small counts that were merged away.
    """
    published = {name: dict(levels) for name, levels in entry.mapping.items()}
    base = {name: {b: b for b in levels} for name, levels in published.items()}
    for mapping, slack in ((published, 0), (base, 1)):
        at = Published(entry.population, entry.cohorts, "", mapping, ())
        for key in product(*([*dict.fromkeys(m.values()), TOTAL] for m in mapping.values())):
            members = members_of(at, key)
            if 1 <= len(inside(people, members)) <= 4:
                yield members, slack
    for place, dimension in enumerate(d for d in spec.dimensions if d.name in published):
        if dimension.sensitive:
            yield from ((rest, 0) for rest in empty_rests(entry, place, people))


def empty_rests(
    entry: Published, place: int, people: Sequence[Mapping[str, str]]
) -> Iterator[dict[str, set[str]]]:
    """Where a line has everybody in one category: the members of all its other categories."""
    name = [*entry.mapping][place]
    labels = [[*dict.fromkeys(levels.values()), TOTAL] for levels in entry.mapping.values()]
    labels[place] = labels[place][:-1]
    for key in product(*labels):
        if len(labels[place]) > 1 and inside(people, members_of(entry, key)):
            others = {b for b, at in entry.mapping[name].items() if at != key[place]}
            rest = {**members_of(entry, key), name: others}
            if not inside(people, rest):
                yield rest


def leaks(
    entries: Sequence[Published],
    specs: Mapping[str, TableSpec],
    categories: Mapping[str, str],
    cohorts: Mapping[str, Sequence[Mapping[str, str]]],
    k: int,
) -> list[str]:
    """What an outsider or one of the people could pin down, in words; empty when nothing."""
    seen = world(entries, categories, cohorts)
    everybody = [{**person, "cohort": name} for name in cohorts for person in cohorts[name]]
    kinds = [dict(t) for t in dict.fromkeys(tuple(sorted(p.items())) for p in everybody)]
    holding = [(own, seen.holding(own)) for own in kinds]
    found = []
    for entry in entries:
        for members, slack in secrets(entry, specs[entry.table], everybody):
            counts = seen.counts(members)
            views = [("anyone", counts, k), *((own, counts[at], k - slack) for own, at in holding)]
            for own, view, width in views:
                if view.max() - view.min() < width:
                    found.append(f"{entry.table} {members}: {view.min()}..{view.max()} to {own}")
    return found
