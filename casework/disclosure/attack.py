"""The attacker: the least and greatest count that fits all that is known.

Linear programs (HiGHS) over the atoms. A linear bound may be wider than what whole people allow,
so it proves nothing about safety; rounding it inwards would not either. Here an end of an interval
counts only with a **witness**: a table of whole people, checked in integer arithmetic against every
shown number, that has that count. No attacker, however clever, can rule a witness out, so intervals
between witnesses cannot be narrowed. A linear optimum in whole numbers is a witness and is exact;
otherwise a short integer search looks for one, and if it finds none the release is not safe.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from casework.disclosure.areas import Fact
from casework.disclosure.atoms import Atoms, Columns
from casework.disclosure.witnesses import Witnesses

SOLVER = f"HiGHS {highspy.Highs().version()}"
NOBODY: Columns = np.array([], dtype=int)


@dataclass(frozen=True)
class Bound:
    """One end of an interval. `count`: the witnessed number, None without witness.

    `linear`: the linear optimum (never inside `count`). `gains`: row → how far the optimum could
    move if that row were hidden, from the duals (Fischetti & Salazar, Math. Program. 84, 1999).
    """

    count: int | None
    linear: float
    gains: dict[int, float]


class Attack:
    """All that is known about one population. Row i is `facts[i]`; rows can be hidden and shown.

    `people`: how many there really are; it only bounds the search where no total is known.
    """

    def __init__(self, atoms: Atoms, facts: Iterable[Fact], people: int, seed: int) -> None:
        self.atoms = atoms
        self.facts = list(facts)
        self.ceiling = 4 * people + 4 * max((fact.high for fact in self.facts), default=0) + 40
        self.rows = [atoms.columns(fact.area) for fact in self.facts]
        self.visible = np.ones(len(self.rows), dtype=bool)
        self.witnesses = Witnesses(atoms.size, len(self.rows))
        self.solver = self._build(seed)
        self.solved = 0

    def show_only(self, hidden: Iterable[int]) -> None:
        """Hide exactly these rows."""
        visible = np.ones(len(self.rows), dtype=bool)
        visible[list(hidden)] = False
        for row in np.flatnonzero(visible != self.visible):
            fact = self.facts[row]
            low, high = (fact.low, fact.high) if visible[row] else (0, highspy.kHighsInf)
            self.solver.changeRowBounds(int(row), low, high)
        self.visible = visible

    def spans(self, target: Columns, owns: Sequence[Columns]) -> np.ndarray:
        """For each participant the width proved so far; -1 where no witness has them in it."""
        return self.witnesses.spans(target, owns, self.visible)

    def unproved(self, target: Columns, width: int, owns: Sequence[Columns]) -> list[Columns]:
        """The participants for whom `width` is not proved yet."""
        spans = self.spans(target, owns)
        return [own for own, span in zip(owns, spans, strict=True) if span < width]

    def span(self, target: Columns, own: Columns = NOBODY) -> int:
        """The width proved so far by witnesses that fit what is shown now; -1 if there is none."""
        return int(self.spans(target, [own])[0])

    def reach(
        self, target: Columns, width: int, own: Columns = NOBODY
    ) -> tuple[Bound, Bound] | None:
        """None when `width` is proved, after looking as needed; else the two linear ends."""
        if self.span(target, own) >= width:
            return None
        low = self.bound(target, 1, own, whole=False)
        high = self.bound(target, -1, own, whole=False)
        for direction in (1, -1):
            if high.linear - low.linear < width - 1e-6:
                return low, high
            if self.span(target, own) >= width:
                return None
            self.bound(target, direction, own)
        return None if self.span(target, own) >= width else (low, high)

    def bound(
        self, target: Columns, direction: int, own: Columns = NOBODY, *, whole: bool = True
    ) -> Bound:
        """Least (direction 1) or greatest (-1) number of people in `target`.

        `own`: the columns of a participant who knows their own record. `whole` False: do not search
        for a witness where the linear optimum is none. The linear optimum is -inf or
        inf when nothing fits (the known numbers contradict each other).
        """
        cost = np.zeros(self.atoms.size)
        cost[target] = direction
        for column in own:
            self.solver.changeColBounds(int(column), 1, self.ceiling)
        try:
            return self._solve(cost, target, direction, whole)
        finally:
            for column in own:
                self.solver.changeColBounds(int(column), 0, self.ceiling)

    def _solve(self, cost: np.ndarray, target: Columns, direction: int, whole: bool) -> Bound:
        self.solved += 1
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Bound(None, direction * float("inf"), {})
        solution = self.solver.getSolution()
        linear = direction * self.solver.getInfo().objective_function_value
        gains = self._gains(np.array(solution.row_dual)[: len(self.rows)])
        found = self._keep(np.array(solution.col_value))
        if found is None and whole:
            found = self._whole()
        return Bound(None if found is None else int(found[target].sum()), linear, gains)

    def _gains(self, duals: np.ndarray) -> dict[int, float]:
        """How far each shown row holds the optimum back: hidden, it may be 0..ceiling."""
        gains = {}
        for row in np.flatnonzero((np.abs(duals) > 1e-7) & self.visible):
            fact, dual = self.facts[row], duals[row]
            gain = dual * fact.low if dual > 0 else -dual * (self.ceiling - fact.high)
            if gain > 1e-7:
                gains[int(row)] = float(gain)
        return gains

    def _keep(self, values: np.ndarray) -> np.ndarray | None:
        """The values as a witness, if they are whole and fit all that is shown; else None."""
        whole = np.rint(values).astype(np.int32)
        sums = np.add.reduceat(whole[self.flat] * self.signs, self.starts)
        fits = (self.lower <= sums) & (sums <= self.upper)
        facts = len(self.facts)
        if whole.min() < 0 or not (fits[facts:].all() and fits[:facts][self.visible].all()):
            return None
        self.witnesses.add(whole, fits[:facts])
        return whole

    def _whole(self) -> np.ndarray | None:
        """The same question of whole people; bounded by nodes, not time, to answer alike always."""
        every = np.arange(self.atoms.size, dtype=np.int32)
        kinds = np.full(len(every), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.solver.changeColsIntegrality(len(every), every, kinds)
        self.solver.run()
        values = np.array(self.solver.getSolution().col_value)
        kinds[:] = int(highspy.HighsVarType.kContinuous)
        self.solver.changeColsIntegrality(len(every), every, kinds)
        return self._keep(values) if values.size else None

    def _build(self, seed: int) -> highspy.Highs:
        """One row per fact, then one per link; the same rows flat, for checking whole numbers."""
        links = self.atoms.links()
        rows = [(columns, np.ones(len(columns), dtype=int)) for columns in self.rows]
        rows += [
            (np.concatenate(pair), np.repeat([1, -1], [len(pair[0]), len(pair[1])]))
            for pair in links
        ]
        everybody = self.atoms.columns(frozenset())
        rows.append((everybody, np.ones(len(everybody), dtype=int)))
        self.flat = np.concatenate([columns for columns, _ in rows])
        self.signs = np.concatenate([signs for _, signs in rows])
        self.starts = np.cumsum([0, *(len(columns) for columns, _ in rows[:-1])])
        self.lower = np.array([fact.low for fact in self.facts] + [0] * len(links) + [0])
        self.upper = np.array(
            [fact.high for fact in self.facts] + [0] * len(links) + [self.ceiling]
        )
        solver, size, none = quiet_solver(seed), self.atoms.size, np.array([], dtype=np.int32)
        zeros, most = np.zeros(size), np.full(size, float(self.ceiling))
        solver.addCols(size, zeros, zeros, most, 0, none, none, np.array([]))
        for low, high, (columns, signs) in zip(self.lower, self.upper, rows, strict=True):
            solver.addRow(
                float(low), float(high), len(columns), columns.astype(np.int32), signs.astype(float)
            )
        return solver


def quiet_solver(seed: int) -> highspy.Highs:
    """HiGHS, silent, on one thread and from a seed, so that a release is the same every time."""
    solver = highspy.Highs()
    options = {
        "output_flag": False,
        "threads": 1,
        "random_seed": seed,
        "presolve": "off",
        "mip_max_nodes": 500,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver
