"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from casework.kit.db import session


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent while inside, in order; BEGIN and COMMIT are not among them."""
    sent: list[str] = []

    def keep(_conn, _cursor, statement, _parameters, _context, _many) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", keep)
    yield sent
    event.remove(engine, "before_cursor_execute", keep)
