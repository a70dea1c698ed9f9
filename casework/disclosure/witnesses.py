"""Tables of whole people that fit what is shown: what an attacker can never rule out."""

from collections.abc import Sequence

import numpy as np

from casework.disclosure.atoms import Columns


class Witnesses:
    """Rows: tables found so far. `holds`: which facts each of them fits, so that hiding is cheap.

    `spans` and `add` count people in columns; `shown` is one truth value per fact.
    """

    def __init__(self, atoms: int, facts: int) -> None:
        self._tables = np.zeros((64, atoms), dtype=np.int32)
        self._holds = np.zeros((64, facts), dtype=bool)
        self._seen: set[bytes] = set()

    def add(self, table: np.ndarray, holds: np.ndarray) -> None:
        """Keep a table, once."""
        if table.tobytes() in self._seen:
            return
        at = len(self._seen)
        if at == len(self._tables):
            self._tables = np.concatenate([self._tables, np.zeros_like(self._tables)])
            self._holds = np.concatenate([self._holds, np.zeros_like(self._holds)])
        self._tables[at], self._holds[at] = table, holds
        self._seen.add(table.tobytes())

    def spans(self, target: Columns, owns: Sequence[Columns], shown: np.ndarray) -> np.ndarray:
        """Per participant, the width of `target` over the tables with them in it; -1 if none fits.

        An empty `own` is an outsider.
        """
        found = len(self._seen)
        tables = self._tables[:found][self._holds[:found][:, shown].all(axis=1)]
        counts, present = tables[:, target].sum(axis=1), tables >= 1
        return np.array([_width(counts[present[:, own].all(axis=1)]) for own in owns], dtype=int)


def _width(counts: np.ndarray) -> int:
    return int(counts.max() - counts.min()) if counts.size else -1
