"""The unknowns: how many people are in each combination that the numbers can tell apart.

Two steps keep them few, and neither loses anything an attacker could use:

* Base categories that no number and no guard tells apart are one class.
* Not the product of all dimensions, but of those that stand in a table together. The tables span
  a graph over the dimensions; triangulated, its cliques form a junction tree, and integer tables
  on the cliques that agree on the separators are exactly the margins of some integer table of
  everybody (Lauritzen, Graphical Models, 1996, ch. 3: glue clique to clique, separator by
  separator, pairing people off; that works person by person, so whole numbers stay whole).
"""

from collections.abc import Iterable
from functools import reduce
from itertools import combinations
from math import prod

import numpy as np

from casework.disclosure.areas import Area, Universe
from casework.disclosure.tables import Record

Columns = np.ndarray


class Atoms:
    """Columns 0..size-1, each one atom of one clique.

    `areas`: every area a number or a guard speaks of; only these can be asked for by `columns`.
    """

    def __init__(self, universe: Universe, areas: Iterable[Area]) -> None:
        known = list(areas)
        self.classes = _classes(universe, known)
        self.sizes = {name: 1 + max(of.values()) for name, of in self.classes.items()}
        edges = [frozenset(n for n, _ in area if self.sizes[n] > 1) for area in known]
        self.cliques = _cliques({n for n, size in self.sizes.items() if size > 1}, edges)
        shapes = [prod(self.sizes[name] for name in clique) for clique in self.cliques]
        self.offsets = [sum(shapes[:place]) for place in range(len(shapes))]
        self.size = sum(shapes)
        self._asked: dict[Area, Columns] = {}

    def columns(self, area: Area) -> Columns:
        """The columns whose sum is the number of people in `area`."""
        if area in self._asked:
            return self._asked[area]
        names = {name for name, _ in area if self.sizes[name] > 1}
        place = next(i for i, clique in enumerate(self.cliques) if names <= set(clique))
        sets = dict(area)
        mask = np.ones((), dtype=bool)
        for name in self.cliques[place]:
            mask = np.multiply.outer(mask, self._mask(name, sets.get(name)))
        self._asked[area] = np.flatnonzero(mask) + self.offsets[place]
        return self._asked[area]

    def record(self, record: Record) -> Columns:
        """The one column per clique that a person is in."""
        return np.array(
            [
                self.offsets[place]
                + reduce(lambda at, n: at * self.sizes[n] + self.classes[n][record[n]], clique, 0)
                for place, clique in enumerate(self.cliques)
            ]
        )

    def links(self) -> list[tuple[Columns, Columns]]:
        """Pairs of columns whose sums must agree: neighbouring cliques on what they share."""
        pairs = []
        for one, other in _tree(self.cliques):
            shared = [name for name in self.cliques[one] if name in self.cliques[other]]
            pairs += zip(self._grouped(one, shared), self._grouped(other, shared), strict=True)
        return pairs

    def _mask(self, name: str, bases: frozenset[str] | None) -> np.ndarray:
        mask = np.full(self.sizes[name], bases is None)
        for base in bases or ():
            mask[self.classes[name][base]] = True
        return mask

    def _grouped(self, place: int, shared: list[str]) -> np.ndarray:
        clique = self.cliques[place]
        shape = [self.sizes[name] for name in clique]
        grid = np.arange(prod(shape)).reshape(shape) + self.offsets[place]
        order = [
            *(clique.index(n) for n in shared),
            *(clique.index(n) for n in clique if n not in shared),
        ]
        return grid.transpose(order).reshape(prod(self.sizes[n] for n in shared), -1)


def _classes(universe: Universe, areas: list[Area]) -> dict[str, dict[str, int]]:
    sets: dict[str, list[frozenset[str]]] = {name: [] for name in universe}
    for area in areas:
        for name, bases in area:
            sets[name].append(bases)
    classes = {}
    for name, bases in universe.items():
        told: dict[tuple[bool, ...], int] = {}
        distinct = list(dict.fromkeys(sets[name]))
        classes[name] = {
            base: told.setdefault(tuple(base in s for s in distinct), len(told)) for base in bases
        }
    return classes


def _cliques(names: set[str], edges: list[frozenset[str]]) -> list[tuple[str, ...]]:
    """Cliques of the triangulated graph; the dimension needing fewest new edges goes first."""
    near = {name: set().union(*(e for e in edges if name in e)) - {name} for name in names}
    found: list[frozenset[str]] = []
    while near:
        name = min(near, key=lambda n: (_missing(near, n), len(near[n]), n))
        clique = frozenset(near.pop(name) | {name})
        for other in clique - {name}:
            near[other] = (near[other] | clique) - {other, name}
        if not any(clique <= earlier for earlier in found):
            found.append(clique)
    return [tuple(sorted(clique)) for clique in found] or [()]


def _missing(near: dict[str, set[str]], name: str) -> int:
    return sum(other not in near[one] for one, other in combinations(near[name], 2))


def _tree(cliques: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """A maximum spanning tree by shared dimensions (Prim), which is a junction tree."""
    joined, edges = [0], []
    while len(joined) < len(cliques):
        one, other = max(
            ((a, b) for a in joined for b in range(len(cliques)) if b not in joined),
            key=lambda pair: (
                len(set(cliques[pair[0]]) & set(cliques[pair[1]])),
                -pair[0],
                -pair[1],
            ),
        )
        joined.append(other)
        edges.append((one, other))
    return edges
