"""Migrations: one head, one line, the same tables as the models, up, down and up again."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from casework.kit import clock, db, schema
from casework.kit.db import connect
from casework.letters.models import Letter
from casework.meetings.doing.calling_off import take_out
from casework.meetings.doing.times import give_back
from casework.meetings.models import Participant, TakenTime
from casework.meetings.post.posting import CANCEL, invite
from casework.people import service
from casework.people.models import Person
from casework.tables import Base
from tests import build
from tests.conftest import acting
from tests.meetings import making
from tests.meetings.post import GUEST

HOUSE = Path(__file__).parents[2]


def _config(connection=None):
    config = Config(toml_file=str(HOUSE / "pyproject.toml"))
    config.attributes["connection"] = connection
    return config


TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal UNION ALL SELECT conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE contype = 'x' ORDER BY 1",
}


def _triggers(connection):
    """What the database refuses by itself, word for word."""
    found = connection.exec_driver_sql(TRIGGERS[connection.dialect.name])
    return [(name, " ".join(text.split())) for name, text in found]


def _shape(connection):
    """Everything about the tables that the two databases can tell."""
    look = inspect(connection)
    tables = sorted(set(look.get_table_names()) - {"alembic_version"})
    return _triggers(connection), {
        table: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)
            ),
            "checks": sorted(
                (c["name"], " ".join(c["sqltext"].split()))
                for c in look.get_check_constraints(table)
            ),
            "foreign": sorted(c["name"] for c in look.get_foreign_keys(table)),
            "indexes": sorted(c["name"] for c in look.get_indexes(table)),
            "unique": sorted(c["name"] for c in look.get_unique_constraints(table)),
        }
        for table in tables
    }


def _expected(engine):
    with engine.connect() as connection:
        return _shape(connection)


def test_one_line_of_numbered_migrations():
    script = ScriptDirectory.from_config(_config())
    assert len(script.get_heads()) == 1
    steps = list(script.walk_revisions())
    for step in steps:
        assert Path(step.path).name.startswith(f"{step.revision}_")
        assert "casework" not in re.sub(r'""".*?"""', "", Path(step.path).read_text(), flags=re.S)
    assert [s.revision for s in reversed(steps)] == [f"{n + 1:04d}" for n in range(len(steps))]


def test_up_is_the_models_down_is_nothing_and_up_again(databases):
    with databases.fresh() as engine:
        expected = _expected(engine)
        assert set(expected[1]) == set(Base.metadata.tables)
        assert len(expected[0]) > 3
        Base.metadata.drop_all(engine)
        for _round in range(2):
            with engine.begin() as connection:
                command.upgrade(_config(connection), "head")
                assert _shape(connection) == expected
            with engine.begin() as connection:
                command.downgrade(_config(connection), "base")
                assert _shape(connection) == ([], {})


def test_the_check_sees_a_missing_column(tmp_path):
    """The proof above can fail: a table with one column less is not the models' table."""
    engine = connect(f"sqlite:///{tmp_path}/x.db")
    Base.metadata.create_all(engine)
    before = _expected(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE rooms DROP COLUMN features")
    assert _expected(engine) != before
    engine.dispose()


def test_m2_what_was_booked_before_is_taken_after(world):
    """0025 with rows: coming and past meetings, one cancelled, one person taken out."""
    room = build.room("Plan 2")
    made = [
        making.meeting(world, None, ("af", "fk"), room_id=room.id),
        making.meeting(world, None, ("soc",), when=making.slot(hour=14)),
        making.meeting(world, None, ("ame",), when=making.slot(hour=8)),
    ]
    gone = making.participant(world, made[0], "fk")
    take_out(acting(world.user("host")), made[0], [gone], at=clock.now())
    made[2].cancelled_at = clock.now()
    give_back(made[2])
    db.seal_and_commit()
    before = _taken()
    assert len(before) == 3
    with schema.migrating(db.session.get_bind()) as connection:
        command.stamp(_config(connection), "head")
        command.downgrade(_config(connection), "0024")
        command.upgrade(_config(connection), "head")
    assert _taken() == before


def _taken():
    db.session.rollback()
    rows = db.session.scalars(select(TakenTime).execution_options(populate_existing=True))
    found = {(r.user_id, r.room_id, r.starts_at, r.ends_at, r.meeting_id) for r in rows}
    db.session.rollback()  # what is read holds no lock against a migration
    return found


def test_m4_letters_that_wait_are_told_what_their_receivers_call_the_meeting(world):
    """0033 with rows: a series with a day called off, and somebody from outside."""
    when = making.slot(hour=8)
    of, made = making.series(world, clock.local(when.starts_at).date(), times=3)
    alone = making.meeting(world, None, ("ame",), guests=(GUEST,))
    gone = making.participant(world, made[1], "fk")
    invite(acting(world.user("host")), made[1], [gone], at=clock.now(), kind=CANCEL)
    db.seal_and_commit()
    before = _called()
    assert {uid for _kind, uid, _day in before[0]} == {of.uid, alone.uid}
    assert [day for _kind, _uid, day in before[0] if day != "None"] == [str(made[1].starts_at)]
    db.session.rollback()
    with schema.migrating(db.session.get_bind()) as connection:
        command.stamp(_config(connection), "head")
        command.downgrade(_config(connection), "0032")
        command.upgrade(_config(connection), "head")
    assert _called() == before


def _called():
    db.session.rollback()
    letters = db.session.scalars(select(Letter).execution_options(populate_existing=True))
    named = sorted((one.kind, one.calendar_uid, str(one.calendar_day)) for one in letters)
    people = db.session.scalars(select(Participant).execution_options(populate_existing=True))
    found = named, sorted((str(one.id), one.in_series) for one in people)
    db.session.rollback()
    return found


def test_e3_what_a_protected_person_had_left_is_erased(world):
    """0034 with rows: somebody marked before it kept a language; others keep theirs."""
    soc, now = world.user("soc"), clock.now()
    hidden, other = build.person(soc, language="tigrinja"), build.person(soc, language="finska")
    service.mark_protected(acting(soc), hidden, at=now)
    db.seal_and_commit()
    whose, theirs = hidden.id, other.id
    db.session.rollback()  # what is read holds no lock against a migration
    back = update(Person.__table__).where(Person.__table__.c.id == whose)
    with schema.migrating(db.session.get_bind()) as connection:
        command.stamp(_config(connection), "head")
        command.downgrade(_config(connection), "0033")
        connection.execute(back.values(language="tigrinja"))
        command.upgrade(_config(connection), "head")
    assert (_language(whose), _language(theirs)) == (None, "finska")


def _language(person_id):
    db.session.rollback()
    row = db.session.get_one(Person, person_id, populate_existing=True)
    found = row.language
    db.session.rollback()
    return found


def test_a_migration_that_leaves_rows_without_what_they_lean_on_is_undone(world):
    # SQLite at the end, when all is looked through; PostgreSQL at once
    said = {"sqlite": "lean on nothing", "postgresql": "foreign key"}
    making.meeting(world, None, ("af",))
    db.seal_and_commit()
    with (
        pytest.raises(IntegrityError, match=said[db.session.get_bind().dialect.name]),
        schema.migrating(db.session.get_bind()) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM meetings")
    assert len(_taken()) == 1
    with pytest.raises(IntegrityError):
        db.session.execute(text("DELETE FROM meetings"))  # they are on again
    db.session.rollback()
