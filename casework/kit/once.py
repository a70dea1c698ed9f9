"""A form that is sent twice counts once: a double click, a reload, a line that was slow.

The key is a digest of who sent what where, with the page's own token in it: the same page sent
again with the same answers. The row is written first in the transaction of what the form does, so
of two at the same moment the second waits and is refused by the database.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.db import Base, session

KEPT = timedelta(days=1)


class SentForm(Base):
    """One form that was carried out. Holds a digest and an address of ours, never an answer."""

    __tablename__ = "sent_forms"

    key: Mapped[str] = mapped_column(unique=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)
    led_to: Mapped[str | None]  # where the first one was sent on


class SentBefore(Exception):
    """The same form is already carried out, or was a moment ago by another worker."""


def key_of(who: UUID, path: str, fields: Iterable[tuple[str, str]]) -> str:
    """64 hex digits for one sender, one address and these answers in their order."""
    text = "\x1f".join([who.hex, path, *(f"{name}\x1e{value}" for name, value in fields)])
    return sha256(text.encode()).hexdigest()


def find(key: str) -> SentForm | None:
    return session.scalar(select(SentForm).where(SentForm.key == key))


def note(key: str, at: datetime) -> None:
    """First in a transaction. Raises SentBefore when another was first."""
    session.add(SentForm(key=key, sent_at=at))
    try:
        session.flush()  # now, so that the other one waits before anything else is done
    except IntegrityError as twice:
        raise SentBefore from twice


def forget(at: datetime) -> None:
    """Drop the keys of yesterday."""
    session.execute(delete(SentForm).where(SentForm.sent_at < at - KEPT))
