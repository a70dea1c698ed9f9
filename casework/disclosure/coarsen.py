"""Merging along the hierarchies (D6), and what a population is too small for (D3, D5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from casework.disclosure.areas import Mappings
from casework.disclosure.sensitive import primary_keys, small_keys
from casework.disclosure.tables import (
    TOTAL,
    Dimension,
    Key,
    Note,
    Record,
    Settings,
    TableSpec,
    count,
)


@dataclass(frozen=True)
class Draft:
    """A table with its categories chosen and every count still in it: never leaves the room."""

    spec: TableSpec
    cohorts: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    mapping: Mappings
    counts: Mapping[Key, int]
    small: frozenset[Key]
    primary: frozenset[Key]
    notes: tuple[Note, ...] = ()


def refusal(spec: TableSpec, people: Sequence[Record], settings: Settings) -> Note | None:
    """Why a table cannot be made at all: D3, or D5 leaves no dimension to show."""
    if len(people) < settings.least_population:
        return Note("small-population")
    if spec.dimensions and not _kept(spec, people):
        return Note("small-population", spec.dimensions[0].name)
    return None


def coarsen(
    spec: TableSpec, cohorts: tuple[str, ...], people: Sequence[Record], settings: Settings
) -> Draft:
    """The draft whose merging keeps most cells; of equals, the finest.

    A choice scores the inner cells that hold people and are shown, less the lines with exactly one
    hidden cell, because each of those costs one more cell. Trying all levels is a small product:
    two dimensions of three levels are nine counts.
    """
    kept = _kept(spec, people)
    left_out = tuple(Note("left-out", d.name) for d in spec.dimensions if d not in kept)
    choices = product(*(dimension.mappings() for dimension in kept))
    drafts = [_draft(spec, cohorts, kept, levels, people, settings) for levels in choices]
    best = max(drafts, key=_cells_kept)
    return replace(best, notes=left_out + _merged(best))


def _kept(spec: TableSpec, people: Sequence[Record]) -> tuple[Dimension, ...]:
    return tuple(d for d in spec.dimensions if len(people) >= d.least_population)


def _draft(
    spec: TableSpec,
    cohorts: tuple[str, ...],
    kept: tuple[Dimension, ...],
    levels: tuple[Mapping[str, str], ...],
    people: Sequence[Record],
    settings: Settings,
) -> Draft:
    mapping = {dimension.name: level for dimension, level in zip(kept, levels, strict=True)}
    counts = count(people, mapping)
    small, primary = small_keys(counts, settings.k), primary_keys(counts, kept, settings.k)
    return Draft(spec, cohorts, kept, mapping, counts, small, primary)


def _cells_kept(draft: Draft) -> int:
    hidden = draft.primary
    inner = [key for key in draft.counts if TOTAL not in key]
    shown = sum(draft.counts[key] > 0 for key in inner if key not in hidden)
    lines: dict[Key, int] = {}
    for key in hidden:
        for place, label in enumerate(key):
            if label != TOTAL:
                line = (*key[:place], TOTAL, *key[place + 1 :])
                lines[line] = lines.get(line, 0) + 1
    return shown - sum(number == 1 for number in lines.values())


def _merged(draft: Draft) -> tuple[Note, ...]:
    notes = []
    for name, levels in draft.mapping.items():
        bases = list(levels.values())
        labels = tuple(label for label in dict.fromkeys(bases) if bases.count(label) > 1)
        if labels:
            notes.append(Note("merged", name, labels))
    return tuple(notes)
