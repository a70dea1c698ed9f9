"""The cheapest cells to hide besides the small ones, so that every target is safe (D8).

Implicit hitting set: whenever a target is too narrow, the duals of its bounds name the shown
numbers that hold it there, each with the most it could give way (a cut); enough of them must be
hidden. A small integer program picks the cheapest cells for all cuts so far, and the attack is made
again. When no cut is left the choice is safe and, for these weights, the cheapest. The search is
bounded by rounds; after them cells are added greedily, and those that prove unneeded shown again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

from casework.disclosure.areas import Target
from casework.disclosure.atoms import Columns
from casework.disclosure.attack import NOBODY, Attack, Bound, quiet_solver

Cut = dict[int, float]


@dataclass(frozen=True)
class Puzzle:
    """One population's attack and what may be done about it.

    `primary`: rows hidden from the start. `weights`: cost of each further row that may be hidden.
    `participants`: the columns of every distinct real record.
    """

    attack: Attack
    targets: tuple[Target, ...]
    primary: frozenset[int]
    weights: Mapping[int, int]
    participants: tuple[Columns, ...]


@dataclass
class Answer:
    """`hidden`: rows to hide, primary ones among them. `hopeless`: targets no hiding makes safe."""

    hidden: frozenset[int]
    hopeless: set[Target] = field(default_factory=set)


def solve(puzzle: Puzzle, rounds: int, seed: int) -> Answer:
    """The cheapest suppression found in so many rounds; safe but for its `hopeless` targets."""
    answer, cuts = Answer(puzzle.primary), []
    for _ in range(rounds):
        new = _cuts(puzzle, answer)
        if not new:
            return answer
        cuts += new
        answer.hidden = puzzle.primary | _cheapest(cuts, puzzle.weights, seed)
    return _finish(puzzle, answer)


def faults(puzzle: Puzzle, answer: Answer) -> Iterator[tuple[Target, Cut]]:
    """Each target that is too narrow, with its cut. Outsiders first; participants if none fails."""
    puzzle.attack.show_only(answer.hidden)
    open_to = [target for target in puzzle.targets if target not in answer.hopeless]
    failed = False
    for target in open_to:
        cut = _fault(puzzle, target, NOBODY, target.width)
        if cut is not None:
            failed = True
            yield target, cut
    if not failed:
        for target in open_to:
            yield from _participant_fault(puzzle, target)


def _participant_fault(puzzle: Puzzle, target: Target) -> Iterator[tuple[Target, Cut]]:
    """The first participant who could narrow the target too much."""
    columns = puzzle.attack.atoms.columns(target.area)
    for own in puzzle.attack.unproved(columns, target.own_width, puzzle.participants):
        cut = _fault(puzzle, target, own, target.own_width)
        if cut is not None:
            yield target, cut
            return


def _fault(puzzle: Puzzle, target: Target, own: Columns, width: int) -> Cut | None:
    """None when the interval is wide enough between witnesses; else what holds it narrow."""
    columns = puzzle.attack.atoms.columns(target.area)
    ends = puzzle.attack.reach(columns, width, own)
    return None if ends is None else _cut(puzzle, *ends, width)


def _cut(puzzle: Puzzle, low: Bound, high: Bound, width: int) -> Cut:
    """Row → share of the missing width that hiding it could give.

    When only whole people make it narrow there are no duals, and any shown row might help.
    """
    gap = width - (high.linear - low.linear)
    movable = [row for row in puzzle.weights if puzzle.attack.visible[row]]
    if gap <= 1e-7:
        return dict.fromkeys(movable, 1.0)
    gains = {row: low.gains.get(row, 0) + high.gains.get(row, 0) for row in movable}
    return {row: min(1.0, gain / gap) for row, gain in gains.items() if gain > 0}


def _cuts(puzzle: Puzzle, answer: Answer) -> list[Cut]:
    """Every cut of the present answer. Targets that nothing can help are set aside, and the rest
    asked again, so that no cut means that all others are safe."""
    while found := list(faults(puzzle, answer)):
        answer.hopeless |= {target for target, cut in found if not cut}
        if cuts := [cut for _, cut in found if cut]:
            return cuts
    return []


def _cheapest(cuts: list[Cut], weights: Mapping[int, int], seed: int) -> frozenset[int]:
    """The cheapest rows that fill every cut; one that cannot be filled takes all it names."""
    rows = sorted({row for cut in cuts for row in cut})
    place = {row: at for at, row in enumerate(rows)}
    solver = quiet_solver(seed)
    solver.setOptionValue("presolve", "on")
    for row in rows:
        solver.addVar(0, 1)
        solver.changeColCost(place[row], weights[row])
        solver.changeColIntegrality(place[row], highspy.HighsVarType.kInteger)
    for cut in cuts:
        least = min(1.0, sum(cut.values())) - 1e-6
        at = np.array([place[row] for row in cut], dtype=np.int32)
        solver.addRow(least, highspy.kHighsInf, len(at), at, np.array([*cut.values()]))
    solver.run()
    values = np.array(solver.getSolution().col_value)
    return frozenset(row for row in rows if values[place[row]] > 0.5)


def _finish(puzzle: Puzzle, answer: Answer) -> Answer:
    """Add the best give per cost of each open cut until safe; then show what was not needed."""
    while cuts := _cuts(puzzle, answer):
        worth = [{row: give / puzzle.weights[row] for row, give in cut.items()} for cut in cuts]
        answer.hidden |= {max(cut, key=lambda row, cut=cut: (cut[row], -row)) for cut in worth}
    for row in sorted(answer.hidden - puzzle.primary, key=lambda row: -puzzle.weights[row]):
        trial = Answer(answer.hidden - {row}, answer.hopeless)
        if next(faults(puzzle, trial), None) is None:
            answer.hidden = trial.hidden
    return answer
