"""A2: the database refuses to change, delete or replace a row, and lets no head go backwards."""

from contextlib import contextmanager

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from casework.audit import guard
from casework.audit.chain import HIDDEN
from casework.audit.erasing import erase
from casework.audit.models import AuditEntry, AuditHead
from casework.audit.queries import verify
from casework.audit.service import record
from casework.kit.db import session, writing
from tests import build
from tests.audit.making import ENTRY, HEAD, entries, trail
from tests.audit.test_chain import another
from tests.conftest import acting

ADDED, FORWARD = "rows of the trail are only added", "the head of the trail only moves forward"


@pytest.fixture
def case(world):
    return trail(world, rows=3)


@contextmanager
def refused(words=ADDED):
    """The database says no, and the chain is what it was."""
    with pytest.raises(DatabaseError, match=words):
        yield
    session.rollback()
    assert (verify().rows, verify().holds) == (3, True)


def of_row_two(column):
    return session.scalar(select(getattr(AuditEntry, column)).where(AuditEntry.seq == 2))


@pytest.mark.usefixtures("case")
def test_a2_no_column_of_a_row_can_change():
    for column in ENTRY:
        value = another(column, of_row_two(column))
        with refused():
            session.execute(entries(**{column: value}).where(AuditEntry.seq == 2))


@pytest.mark.usefixtures("case")
def test_a2_an_erasure_that_changes_more_is_refused():
    for column in set(ENTRY) - set(HIDDEN):
        values = dict.fromkeys(HIDDEN) | {column: another(column, of_row_two(column))}
        with refused():
            session.execute(entries(**values).where(AuditEntry.seq == 2))


@pytest.mark.usefixtures("case")
def test_a2_an_erasure_takes_all_or_nothing():
    for column in HIDDEN:
        rest = [name for name in HIDDEN if name != column]
        for names in ([column], rest):
            with refused():
                session.execute(entries(**dict.fromkeys(names)).where(AuditEntry.seq == 2))


def test_a2_what_is_erased_is_not_written_again(world, case):
    with writing():
        assert erase(acting(world.user("soc")), [case.id]) == 3
    for column in HIDDEN:
        with pytest.raises(DatabaseError, match=ADDED):
            session.execute(entries(**{column: case.id}).where(AuditEntry.seq == 2))
        session.rollback()
    assert (verify().rows, verify().holds) == (6, True)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("seq", [1, 3])
def test_a2_no_row_can_be_deleted(seq):
    with refused():
        session.execute(delete(AuditEntry).where(AuditEntry.seq == seq))


@pytest.mark.usefixtures("case")
def test_a2_the_head_only_moves_forward():
    for change in ("seq = 2", "anchored = -1", "chain_mac = 'x'"):
        with refused(FORWARD):
            session.execute(text(f"UPDATE audit_head SET {change}"))
    with refused(FORWARD):
        session.execute(text("DELETE FROM audit_head"))
    with refused(f"{FORWARD}|uq_audit_head|pk_audit_head"):
        session.execute(text("INSERT INTO audit_head SELECT * FROM audit_head"))


@pytest.mark.usefixtures("case")
def test_a2_the_head_keeps_its_id_and_there_is_one():
    with refused(FORWARD):
        session.execute(update(AuditHead).values(id=build.any_id()))
    others = ", ".join(f"'{build.any_id()}'" if name == "id" else name for name in HEAD)
    with refused(f"{FORWARD}|uq_audit_head_only_one"):
        session.execute(
            text(f"INSERT INTO audit_head ({', '.join(HEAD)}) SELECT {others} FROM audit_head")
        )


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("table", ["audit_entries", "audit_head"])
def test_a2_nothing_is_replaced_or_emptied(table):
    """SQLite's REPLACE deletes without asking, PostgreSQL's TRUNCATE asks no row."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    names = ", ".join(ENTRY if table == "audit_entries" else HEAD)
    replace = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}"
    with refused(ADDED if table == "audit_entries" else FORWARD):
        session.execute(text(replace if sqlite else f"TRUNCATE {table} CASCADE"))


def test_a2_the_guards_can_be_taken_away_and_put_back(world):
    """The same text is run by create_all and by a migration."""
    trail(world, rows=3)
    dialect = session.get_bind().dialect.name
    for statement in guard.UNGUARD[dialect]:
        session.execute(text(statement))
    for statement in guard.SQLITE if dialect == "sqlite" else guard.POSTGRESQL:
        session.execute(text(statement))
    session.commit()
    with refused():
        session.execute(text("DELETE FROM audit_entries"))


ONLY_POSTGRESQL = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


@pytest.fixture
def role(case):
    """What the service signs in as when it does not own the tables. SQLite has no roles."""
    assert case
    name = f"the app {build.any_id().hex[:6]}"
    for statement in (f'CREATE ROLE "{name}"', *guard.grants(name)):
        session.execute(text(statement))
    session.commit()
    yield name
    session.rollback()
    session.execute(text(f'DROP OWNED BY "{name}"'))
    session.execute(text(f'DROP ROLE "{name}"'))
    session.commit()


def become(role):
    session.execute(text(f'SET LOCAL ROLE "{role}"'))


FORBIDDEN = (
    "DELETE FROM audit_entries",
    "TRUNCATE audit_entries CASCADE",
    "UPDATE audit_entries SET action = 'x'",
    "UPDATE audit_entries SET seq = seq + 100",
    "DELETE FROM audit_head",
    "TRUNCATE audit_head",
    "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_entries_stay_rows ON audit_entries",
    "CREATE OR REPLACE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RETURN old; END $$",
)


@ONLY_POSTGRESQL
def test_a2_a_role_that_owns_nothing_adds_and_erases(world, case, role):
    actor = acting(world.user("soc"))
    session.commit()
    with writing():
        become(role)
        record(actor, "one more", case, case_id=case.id)
    with writing():
        become(role)
        assert erase(actor, [case.id]) == 4
    assert (verify().rows, verify().holds) == (8, True)


@ONLY_POSTGRESQL
def test_a2_a_role_that_owns_nothing_does_no_more(role):
    for statement in FORBIDDEN:
        with refused("permission denied|must be owner"):
            become(role)
            session.execute(text(statement))


@ONLY_POSTGRESQL
def test_a2_also_the_owner_is_stopped_until_the_triggers_go(case):
    assert case
    for statement in (*FORBIDDEN[:3], "UPDATE audit_entries SET salt = NULL"):
        with refused():
            session.execute(text(statement))
