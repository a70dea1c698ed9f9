"""Every public function of a service takes the actor, asks a policy and leaves a record.

And only the places that own it commit, select or write.
"""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "casework"

# The trail itself has nobody to ask; a line in the timeline belongs to the verb that leaves it.
OWN_WAY = {
    *("audit.record", "audit.note_read", "audit.note_refusal", "audit.vouch"),
    *("audit.waiting", "audit.seal", "audit.note_what_was_undone"),
}
PART_OF_A_VERB = {"cases.add_event", "letters.forget", "letters.post", "letters.stop"}


def _services():
    files = [*HOUSE.glob("*/service.py"), *HOUSE.glob("*/service/*.py")]
    for path in files:
        room = path.relative_to(HOUSE).parts[0]
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{room}.{node.name}", node


def _calls(node: ast.AST) -> set[str]:
    return {
        getattr(call.func, "attr", getattr(call.func, "id", ""))
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    }


SERVICES = [pytest.param(node, id=name) for name, node in _services() if name not in OWN_WAY]


@pytest.mark.parametrize("door", SERVICES)
def test_takes_an_actor_asks_and_records(door, request):
    name = request.node.callspec.id
    args = [a.arg for a in (*door.args.args, *door.args.kwonlyargs)]
    assert "actor" in args
    if name not in PART_OF_A_VERB:
        assert {"insist", "record"} <= _calls(door), f"{name}: {_calls(door)}"


def _faults(names: set[str], allowed: set[str]) -> list[str]:
    faults = []
    for path in HOUSE.rglob("*.py"):
        where = str(path.relative_to(HOUSE))
        if where in allowed or path.name in allowed or path.parent.name in allowed:
            continue
        found = _calls(ast.parse(path.read_text())) & names
        faults += [f"{where}: {name}" for name in sorted(found)]
    return faults


def test_only_the_floor_commits():
    assert not _faults({"commit"}, {"kit/db.py", "signing_in.py", "demo"})


def test_the_check_finds_a_commit():
    assert "commit" in _calls(ast.parse("def f():\n    session.commit()\n"))
