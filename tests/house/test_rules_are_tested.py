"""Each numbered rule in a room's docstring is named by that room's tests."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROOMS = sorted(p.parent for p in (TESTS.parent / "casework").glob("*/__init__.py"))
RULE = re.compile(r"^([A-Z]\d+)  ", flags=re.M)


def _untested(docstring: str, tests: str) -> list[str]:
    return [
        rule
        for rule in RULE.findall(docstring)
        if not re.search(rf"(?<![A-Za-z0-9]){rule}(?![0-9])", tests, flags=re.I)
    ]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_rule_is_named_by_a_test(room):
    tests = "".join(p.read_text() for p in (TESTS / room.name).glob("test_*.py"))
    assert not _untested((room / "__init__.py").read_text(), tests)


def test_there_are_rules_and_a_missing_one_is_found():
    found = sum(len(RULE.findall((room / "__init__.py").read_text())) for room in ROOMS)
    assert found > 40
    assert _untested("X1  A rule.\nX2  Another.", "def test_x1_holds(): ...") == ["X2"]
