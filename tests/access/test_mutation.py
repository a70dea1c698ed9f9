"""Mutation: of 100 small changes to the files that decide and tell who reads what, 95 are noticed.

With --long only (about half an hour on two cores). One file in a run of its own:
CASEWORK_LONG=1 pytest tests/access/test_mutation.py -k rules
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.access.mutating import KILLED, SURVIVED, TOO_LONG
from tests.access.sparing import LONG
from tests.access.test_planted import HOUSE, copy

__all__ = ["copy"]

ENOUGH = 0.95
ACCESS = ("tests/access/test_decisions.py", "tests/access/test_rule.py")
CONSENTS = ("tests/consents/test_rules_alone.py", "tests/consents/test_changing_alone.py")
WALK = ("tests/audit/test_walk_alone.py", "tests/audit/test_chain.py")
WAITING = ("tests/audit/test_waiting_alone.py", "tests/audit/test_grounds.py")
# the file, and the tests that are to notice, fast ones first
TRIED = {
    "casework/access/__init__.py": ACCESS[:1],
    "casework/access/facts.py": ACCESS,
    "casework/access/rules.py": ACCESS,
    "casework/access/asking.py": ACCESS[:1],
    "casework/access/wall.py": ("tests/access/test_wall_alone.py", "tests/access/test_wall.py"),
    "casework/consents/rules.py": CONSENTS,
    "casework/consents/policy.py": CONSENTS[1:],
    "casework/consents/changes.py": CONSENTS[1:],
    "casework/audit/chain.py": ("tests/audit/test_codes_alone.py", *WALK),
    "casework/audit/service.py": (
        *WAITING,
        "tests/audit/test_chain.py",
        "tests/audit/test_erasing.py",
    ),
    "casework/audit/erasing.py": ("tests/audit/test_erasing.py",),
    "casework/audit/anchors.py": ("tests/audit/test_anchors_alone.py",),
    "casework/audit/queries.py": (*WALK, "tests/audit/test_anchors.py"),
}


def same_as_before() -> dict[tuple[str, str], str]:
    """The reason of each (file, change) in surviving.txt."""
    reason, found = "", {}
    for line in (Path(__file__).parent / "surviving.txt").read_text().splitlines():
        if line.startswith("# "):
            reason = line[2:]
        elif reason and line:
            file, _, what = line.partition(": ")
            found[file, what] = reason
    return found


SAME = same_as_before()


def outcomes(house, file):
    """What became of each mutant: (line, what, outcome)."""
    result = house / "mutants.json"
    words = [str(result), "1/1", *TRIED[file], f"--basetemp={house / 'made'}"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.access.mutating", file, *words],
        cwd=house,
        env={**os.environ, "CASEWORK_LONG": "", "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [tuple(row) for row in json.loads(result.read_text())]


def report(file, rows):
    """The share that was noticed of those that can be, and a line for each that was not."""
    noticed = sum(outcome in (KILLED, TOO_LONG) for *_, outcome in rows)
    left = [(line, what) for line, what, outcome in rows if outcome == SURVIVED]
    lacking = [f"{file}:{line}: {what}" for line, what in left if (file, what) not in SAME]
    score = noticed / max(1, noticed + len(lacking))
    counts = f"{len(rows)} mutants, {noticed} killed, {len(left) - len(lacking)} the same"
    return score, "\n".join([f"{file}: {score:.1%} of {counts}", *lacking])


if LONG:  # it is not there otherwise: a test that is skipped looks like one that was tried

    @pytest.mark.parametrize("file", TRIED)
    def test_ninety_five_mutants_of_a_hundred_are_killed(copy, file, capfd):
        score, said = report(file, outcomes(copy, file))
        with capfd.disabled():  # standard error reaches the terminal from a worker of xdist too
            sys.stderr.write(f"\n{said}\n")
        assert score >= ENOUGH, said


def test_what_is_tried_and_what_survives_is_still_there():
    for file, tests in TRIED.items():
        assert all((HOUSE / one).exists() for one in (file, *tests))
    for (file, what), why in SAME.items():
        text = (HOUSE / file).read_text()
        assert all(line in text for line in what.split(" => ")[0].split(" / ")), what
        assert len(why.split()) > 4, what


def test_a_mutant_that_nobody_notices_counts_against_the_file():
    file, what = next(iter(SAME))
    rows = [(1, "a => b", KILLED), (2, "c => d", TOO_LONG), (3, "e => f", SURVIVED)]
    score, said = report(file, [*rows, (4, what, SURVIVED)])
    assert round(score, 2) == 0.67
    assert said.splitlines() == [
        f"{file}: 66.7% of 4 mutants, 2 killed, 1 the same",
        f"{file}:3: e => f",
    ]
