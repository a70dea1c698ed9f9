"""Which cells tell too much by themselves (D1, D2, D7)."""

from collections.abc import Iterator, Mapping, Sequence

from casework.disclosure.tables import TOTAL, Dimension, Key


def primary_keys(
    counts: Mapping[Key, int], dimensions: Sequence[Dimension], k: int
) -> frozenset[Key]:
    """Keys to hide: counts of 1..k-1 (D1), and whole lines with everybody in one category (D2).

    `counts`: people per key, margins included. Zero is among them only in such a line (D7).
    """
    telling = {key for _, _, line in telling_lines(counts, dimensions) for key in line}
    return small_keys(counts, k) | telling


def small_keys(counts: Mapping[Key, int], k: int) -> frozenset[Key]:
    """Keys whose count alone is sensitive (D1)."""
    return frozenset(key for key, people in counts.items() if 0 < people < k)


def telling_lines(
    counts: Mapping[Key, int], dimensions: Sequence[Dimension]
) -> Iterator[tuple[Key, int, tuple[Key, ...]]]:
    """Lines along a sensitive dimension that have all their people in one category (D2).

    Yields the key of the line's margin, the dimension's place in it, and the keys of the line. A
    dimension merged into one category says nothing and is passed over.
    """
    for place, dimension in enumerate(dimensions):
        if dimension.sensitive:
            for margin in (key for key in counts if key[place] == TOTAL):
                line = _line(counts, margin, place)
                if len(line) > 1 and counts[margin] in [counts[key] for key in line if counts[key]]:
                    yield margin, place, line


def _line(counts: Mapping[Key, int], margin: Key, place: int) -> tuple[Key, ...]:
    labels = dict.fromkeys(key[place] for key in counts)
    return tuple(
        (*margin[:place], label, *margin[place + 1 :]) for label in labels if label != TOTAL
    )
