"""Each row asks for its own case: nothing of the rule lists every case anew for every row.

The rule of who reaches what is built into each statement (wall 2). Written with IN, or of classes
that the wall narrows once more, it stays right, and a page costs the square of what there is.
"""

import pytest
from sqlalchemy import event

from casework.kit.db import session
from tests.desk.test_statements import whole

LONGEST = 60_000  # characters; the rule in the rule was 118,000
LISTED_ANEW = "CORRELATED LIST SUBQUERY"
ADDRESSES = ("/", "/arenden", "/arenden/oversikt", "/moten", "/genomgangar", "/remisser")


@pytest.fixture
def sent(databases):
    """The SELECTs of the session, with what was filled in; on SQLite, whose plans say so."""
    if databases.name != "sqlite":
        yield []
        return
    found = []

    def keep(_conn, _cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT"):
            found.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", keep)
    yield found
    event.remove(engine, "before_cursor_execute", keep)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["host", "soc", "fk"])
def test_k4_no_statement_lists_every_case_for_each_row(world, sign_in, sent, who):
    case = whole(world)
    client = sign_in(world.user(who))
    sent.clear()
    for address in (*ADDRESSES, f"/arenden/{case.id}"):
        assert client.get(address).status_code in (200, 403, 404)
    assert len(sent) > 50
    assert [told for told in map(_wrong, *zip(*dict(sent).items(), strict=True)) if told] == []


def _wrong(statement, parameters):
    """What is wrong with it and where it begins, or nothing."""
    start = statement[statement.index("FROM") :][:200]
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    if any(LISTED_ANEW in row[3] for row in rows):
        return f"lists anew: {start}"
    return f"{len(statement)} characters: {start}" if len(statement) > LONGEST else ""
