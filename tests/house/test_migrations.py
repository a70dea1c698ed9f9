"""Migrations: one head, one line, the same tables as the models, up, down and up again."""

import re
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from casework.kit.db import connect
from casework.tables import Base

HOUSE = Path(__file__).parents[2]


def _config(connection=None):
    config = Config(toml_file=str(HOUSE / "pyproject.toml"))
    config.attributes["connection"] = connection
    return config


TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal ORDER BY tgname",
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
            "checks": sorted(c["name"] for c in look.get_check_constraints(table)),
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
