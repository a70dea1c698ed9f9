"""Two cases, mine and theirs, and "unchanged": what the abuse cases have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from tests import build
from tests.access.knocking import Door, denied_since, doors, trail_end
from tests.house import everything
from tests.snapshot import everything as all_rows


@contextmanager
def unchanged(refusals: int = 1) -> Iterator[None]:
    """The whole database is as it was, but for that many rows that say denied."""
    before, end = all_rows(), trail_end()
    yield
    assert all_rows() == before, "something else than the trail changed"
    assert trail_end() == end + refusals == end + denied_since(end)


def around(world: Any, officer: str, code: str, **case: Any) -> everything.Ids:
    """Every id round a case of that officer's unit, with a canary in its texts and its name."""
    who = build.person(world.user(officer), everything.NAME)
    row = build.case(world, owner=officer, person=who, **case)
    asked = tuple({key: world.user(key) for key in (officer, "host")}.values())
    place = everything.Place(world, row, world.user(officer), asked, code)
    return {**everything.around(place), "number": 1}


def of_cases(app: Any, ids: everything.Ids, *methods: str) -> list[Door]:
    """The doors that lead to a case or to something in it."""
    return [d for d in doors(app) if d.ids & set(ids) and d.method in (methods or ("GET", "POST"))]


NO_IDS = {"line_no"}  # a line of something that has an id itself


def mixed(door: Door, mine: everything.Ids, theirs: everything.Ids) -> everything.Ids | None:
    """THEIRS nested under MINE: all ids are mine but the last, which is another case's."""
    ids = sorted(door.arguments & set(mine) - NO_IDS, key=door.rule.index)
    return {**mine, ids[-1]: theirs[ids[-1]]} if len(ids) > 1 else None


def nothing_like(ids: everything.Ids, *names: str) -> everything.Ids:
    return {**ids, **{name: uuid4() for name in names}}
