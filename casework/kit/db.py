"""One declarative base, one session, one way to commit.

On SQLite every transaction opens with BEGIN IMMEDIATE: also a page that only reads leaves its
audit row (A1), and a deferred read that then writes fails at once with "database is locked".
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    scoped_session,
    sessionmaker,
)
from sqlalchemy.orm.unitofwork import UOWTransaction, _SaveUpdateAll

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this machine: Python's own
    import sqlite3 as sqlite

# In WAL mode, SQLite before this can lose a commit when a checkpoint resets the log.
FIRST_SAFE_WITH_WAL = (3, 51, 3)


class Moment(TypeDecorator[datetime]):
    """An aware moment; kept in UTC and given back in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table: an unguessable id, made in Python so that no flush is needed to know it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment}

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)

    def __init__(self, *, id: UUID | None = None, **values: object) -> None:  # noqa: A002
        self.id = id or uuid4()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


session = scoped_session(sessionmaker(expire_on_commit=False))


def _parents_first(session: Session, flush: UOWTransaction, _rows: object) -> None:
    """Insert new rows in the order that their foreign keys need.

    SQLAlchemy only knows the order of rows tied by a relationship; ours are mostly tied by id.
    """
    new = {type(row).__mapper__ for row in session.new}
    for child in new:
        needed = {key.column.table for key in child.local_table.foreign_keys}
        for parent in new - {child}:
            if parent.local_table in needed:
                order = _SaveUpdateAll(flush, parent), _SaveUpdateAll(flush, child)
                flush.dependencies.add(order)


event.listen(session.session_factory, "before_flush", _parents_first)

# Called just before each commit: the audit room chains its rows here.
before_commit: list[Callable[[], None]] = []
# Called first in each writing transaction: a form that was sent before is stopped here.
before_writing: list[Callable[[], None]] = []


@contextmanager
def writing() -> Generator[None]:
    """One request, one transaction. Only views and commands open it."""
    try:
        for begin in before_writing:
            begin()
        yield
        seal_and_commit()
    except BaseException:
        session.rollback()
        raise


def seal_and_commit() -> None:
    """Let the rooms below finish their rows, then commit all of it or nothing."""
    for finish in before_commit:
        finish()
    session.commit()


def connect(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`, with our settings on it.

    A statement that fails is told without its values: logs hold no name and no number.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, module=sqlite, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN, not the driver
    safe = sqlite.sqlite_version_info >= FIRST_SAFE_WITH_WAL
    for pragma in (
        f"journal_mode={'WAL' if safe else 'DELETE'}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "busy_timeout=5000",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
