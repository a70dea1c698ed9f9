"""AC09, K1: no form and no other verb changes who owns a case."""

import ast
from pathlib import Path

from sqlalchemy import select

from casework.cases.models import Case
from casework.kit.db import session
from tests.house import everything

HOUSE = Path(__file__).parents[2] / "casework"
OWNER = "owner_unit_id"


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return [one for target in node.targets for one in ast.walk(target)]  # type: ignore[misc]
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return [node.target]
    return []


def _sets_owner(node: ast.AST) -> bool:
    """An assignment to the attribute, an update of the column, or setattr by its name."""
    if any(isinstance(one, ast.Attribute) and one.attr == OWNER for one in _targets(node)):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    named = {keyword.arg for keyword in node.keywords}
    words = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    if name in ("values", "Case"):
        return OWNER in named | words
    return name == "setattr" and OWNER in words


def _setters(tree: ast.AST) -> list[str]:
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    return [one.name for one in functions if any(_sets_owner(node) for node in ast.walk(one))]


def test_ac09_one_function_opens_with_an_owner_and_one_changes_it():
    found = [
        f"{path.relative_to(HOUSE)}:{name}"
        for path in sorted(HOUSE.rglob("*.py"))
        for name in _setters(ast.parse(path.read_text()))
    ]
    assert found == [
        "cases/service/__init__.py:open_case",
        "cases/service/handover.py:_give_to_unit",
    ]


def test_ac09_every_way_to_set_it_is_found():
    ways = (
        "case.owner_unit_id = x",
        "a, case.owner_unit_id = x",
        "update(Case).values(owner_unit_id=x)",
        "update(Case).values({'owner_unit_id': x})",
        "setattr(case, 'owner_unit_id', x)",
        "Case(owner_unit_id=x)",
    )
    for way in ways:
        assert _setters(ast.parse(f"def f():\n    {way}\n")) == ["f"], way
    assert not _setters(ast.parse("def f():\n    return case.owner_unit_id == x\n"))


def test_ac09_no_form_changes_the_owner_whatever_it_says(app, world, sign_in):
    ids = everything.make(world)
    fk = str(world.unit("fk").id)
    said = {OWNER: fk, "owner": fk, "unit_id": fk, "to_unit_id": fk, "accepted": "1", "y": "1"}
    before = _owners()
    doors = [
        (rule.endpoint, {name: ids[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and {"case_id", "handover_id"} & rule.arguments
    ]
    assert len(doors) > 15
    for who in ("host", "soc", "af"):
        client = sign_in(world.user(who))
        for endpoint, args in doors:
            with app.test_request_context():
                address = app.url_for(endpoint, **args)
            answer = client.post(address, data=said)
            assert answer.status_code < 500, address
            assert _owners() == before, (who, address)


def _owners() -> set:
    session.rollback()
    return {tuple(row) for row in session.execute(select(Case.id, Case.owner_unit_id))}
