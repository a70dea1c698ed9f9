"""Bringing a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from casework.kit import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def upgrade() -> None:
    """Run the migrations that are missing in the database that the session is bound to."""
    settings = _settings()
    engine = db.session.get_bind()
    with engine.begin() as connection:  # type: ignore[union-attr]
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def newest() -> str | None:
    """The number of the last migration of this version."""
    return ScriptDirectory.from_config(_settings()).get_current_head()


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return settings
