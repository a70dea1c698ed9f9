"""Every verb that touches a case has Swedish words for the reviewer."""

import ast
from pathlib import Path

import pytest

from casework.audit.words import DONE, sentence

HOUSE = Path(__file__).parents[2] / "casework"


def recorded():
    """The second argument of every record(…) that names a case."""
    for path in HOUSE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if _is_of_a_case(call):
                yield from _words(call.args[1])


def _is_of_a_case(call):
    return (
        isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "record"
        and any(keyword.arg == "case_id" for keyword in call.keywords)
    )


def _words(node):
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    if isinstance(node, ast.IfExp):
        yield from _words(node.body)
        yield from _words(node.orelse)
    elif isinstance(node, ast.Constant):
        yield node.value.partition(":")[0]


def test_every_verb_has_words():
    found = set(recorded())
    assert len(found) > 30
    assert not found - set(DONE)


@pytest.mark.parametrize(
    ("action", "kind", "outcome", "said"),
    [
        ("read", "cases", "allowed", "Läste ärendet"),
        ("read", "new_table", "allowed", "Läste en uppgift"),
        ("draft saved: consent", "referrals", "allowed", "Sparade ett utkast"),
        ("get", "cases", "denied", "Nekades åtkomst"),
        ("new verb", "cases", "allowed", "Ändrade en uppgift"),
    ],
)
def test_a_row_reads_as_a_sentence(action, kind, outcome, said):
    assert sentence(action, kind, outcome) == said
