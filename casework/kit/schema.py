"""Bringing a database to the tables of this version."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from casework.kit import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def upgrade() -> None:
    """Run the migrations that are missing in the database that the session is bound to."""
    settings = _settings()
    with migrating(db.session.get_bind()) as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


@contextmanager
def migrating(engine: Any) -> Generator[Connection]:
    """A connection to migrate with: all of it or nothing.

    SQLite changes a table by building it anew and dropping the old one, which foreign keys refuse
    while rows lean on it. They are off meanwhile, and all looked through before the commit.
    """
    with engine.connect() as connection:
        _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                _insist_whole(connection)
        finally:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Outside any transaction: inside one, SQLite passes over it."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA foreign_keys={state}").close()


def _insist_whole(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise IntegrityError(
                "migration", None, Exception(f"rows lean on nothing: {broken[:3]}")
            )


def newest() -> str | None:
    """The number of the last migration of this version."""
    return ScriptDirectory.from_config(_settings()).get_current_head()


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return settings
