"""Plain makers of small made-up association-years. No word of any case: letters will do."""

from collections.abc import Iterable, Mapping
from itertools import product

from casework.disclosure.ledger import Number, Published
from casework.disclosure.release import Release
from casework.disclosure.sensitive import primary_keys, small_keys
from casework.disclosure.tables import (
    PRIMARY,
    Cell,
    Dimension,
    Hierarchy,
    SafeTable,
    Settings,
    TableSpec,
    count,
)

K = Settings().k


def dimension(name: str, categories: str, *levels: str, **more) -> Dimension:
    """dimension("a", "pqr", "xxy"): categories p q r; merged on the next level to x x y."""
    merged = tuple(dict(zip(categories, level, strict=True)) for level in levels)
    return Dimension(name, tuple(categories), Hierarchy(merged), **more)


def table(name: str, *dimensions: Dimension, population: str = "all", **more) -> TableSpec:
    return TableSpec(name, dimensions, population, **more)


def people(names: str, counts: Mapping[str, int]) -> list[dict[str, str]]:
    """people("as", {"px": 3}): three with a = p and s = x."""
    return [
        dict(zip(names, categories, strict=True))
        for categories, number in counts.items()
        for _ in range(number)
    ]


def grid(names: str, rows: str, columns: str, counts: Iterable[int]) -> list[dict[str, str]]:
    """A two-way table of counts, row by row, as people."""
    keys = ["".join(pair) for pair in product(rows, columns)]
    return people(names, dict(zip(keys, counts, strict=True)))


def naive(spec: TableSpec, cohorts: Mapping[str, list]) -> Release:
    """What a careless hand does: base categories, small cells and telling lines hidden, no more."""
    mapping = {d.name: d.mappings()[0] for d in spec.dimensions}
    records = [r for name in spec.cohorts or cohorts for r in cohorts[name]]
    counts = count(records, mapping)
    small, hidden = small_keys(counts, K), primary_keys(counts, spec.dimensions, K)
    cells = tuple(
        Cell(key, None if key in hidden else n, PRIMARY if key in small else "")
        for key, n in counts.items()
    )
    numbers = tuple(Number(c.key, c.value, c.value) for c in cells if c.value is not None)
    names = tuple(mapping)
    safe = SafeTable(spec.name, spec.title, spec.population, names, cells)
    entry = Published(spec.population, spec.cohorts or tuple(cohorts), spec.name, mapping, numbers)
    return Release((entry,), (safe,))
