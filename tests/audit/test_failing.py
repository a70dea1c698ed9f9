"""A1: what cannot be told in the trail is not done, and not shown either."""

import pytest
from sqlalchemy import event, func, select, text

from casework.audit.models import AuditEntry
from casework.cases.models import Event
from casework.kit.db import session
from tests import build
from tests.audit.making import verified
from tests.snapshot import everything

SQLITE_REFUSES = (
    "CREATE TRIGGER no_room BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'full'); END",
)
POSTGRESQL_REFUSES = (
    "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'full'; END $$",
    "CREATE TRIGGER no_room BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION no_room()",
)


@pytest.fixture
def case(world):
    row = build.case(world)
    session.commit()
    return row.id


@pytest.fixture
def full(databases):
    """From now on no row can be added to the trail; called again, it can."""

    def fill():
        refuse = SQLITE_REFUSES if databases.name == "sqlite" else POSTGRESQL_REFUSES
        for statement in refuse:
            session.execute(text(statement))
        session.commit()
        session.remove()

    def heal():
        table = " ON audit_entries" if databases.name == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER no_room{table}"))
        session.commit()

    fill.heal = heal
    return fill


def rows():
    session.remove()
    return session.scalar(select(func.count(AuditEntry.seq)))


def is_refused(answer):
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "SAM-" not in page
    assert "Linn" not in page
    assert "Traceback" not in page
    assert "<h1" in page


def test_a1_a_read_that_cannot_be_told_is_not_shown(world, sign_in, case, full):
    client = sign_in(world.user("soc"))
    assert client.get(f"/arenden/{case}").status_code == 200
    before = rows()
    full()
    is_refused(client.get(f"/arenden/{case}"))
    full.heal()
    assert rows() == before
    assert client.get(f"/arenden/{case}").status_code == 200, "it heals by itself"
    assert verified().holds


def test_a1_a_change_that_cannot_be_told_is_not_kept(world, sign_in, case, full):
    client = sign_in(world.user("soc"))
    told = {"sentence": "Ett samtal hölls med Linn.", "kind": "planering"}
    full()
    before = everything()
    is_refused(client.post(f"/arenden/{case}/beratta", data=told))
    assert everything() == before
    full.heal()
    assert session.scalar(select(func.count(Event.id))) == 0
    assert verified().holds


def test_a1_a_refusal_that_cannot_be_told_is_no_other_answer(world, sign_in, case, full):
    """Not even a 404: whoever fills the disk learns nothing from the difference."""
    client = sign_in(world.user("norsjo"))
    full()
    for asked in (case, build.any_id()):
        is_refused(client.get(f"/arenden/{asked}"))


def test_a1_without_a_trail_nothing_is_kept_or_shown(world, sign_in, case, databases):
    client = sign_in(world.user("soc"))
    cascade = " CASCADE" if databases.name == "postgresql" else ""  # samples refer to it
    session.execute(text(f"DROP TABLE audit_entries{cascade}"))
    session.commit()
    before = everything()
    is_refused(client.get(f"/arenden/{case}"))
    told = {"sentence": "Ett samtal hölls med Linn.", "kind": "planering"}
    is_refused(client.post(f"/arenden/{case}/beratta", data=told))
    assert everything() == before


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a1_a_database_that_is_read_only_shows_nothing(world, sign_in, case):
    """As when the disk is mounted read-only: the page says so in a sentence (AC26)."""
    client = sign_in(world.user("soc"))
    session.remove()
    pool = session.get_bind().pool
    event.listen(pool, "checkout", query_only)
    try:
        is_refused(client.get(f"/arenden/{case}"))
    finally:
        event.remove(pool, "checkout", query_only)
        session.remove()


def query_only(connection, _record, _proxy):
    connection.execute("PRAGMA query_only=ON").close()
