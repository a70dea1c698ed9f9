from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class CalendarSource(Base):
    """Where somebody's busy times come from: an address, or a file that is not kept (F1).

    One of each for a user: a new one takes the place of the one before.
    """

    __tablename__ = "calendar_sources"
    __table_args__ = (
        UniqueConstraint("user_id", "uploaded"),
        CheckConstraint("uploaded = (address_sealed IS NULL)", name="address_or_file"),
        CheckConstraint("uploaded = (next_due IS NULL)", name="only_addresses_are_fetched"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    uploaded: Mapped[bool]
    address_sealed: Mapped[bytes | None]
    added_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]  # when it was last read, or found unchanged
    reaches_to: Mapped[date | None]  # F1: the last day that was read
    unread: Mapped[int] = mapped_column(default=0)  # events that nobody could make sense of
    etag_sealed: Mapped[bytes | None]  # somebody else's words, so not in plain sight
    last_modified: Mapped[str | None]
    trouble: Mapped[str | None]  # a Swedish sentence
    next_due: Mapped[datetime | None] = mapped_column(index=True)

    address = Sealed("address_sealed")
    etag = Sealed("etag_sealed")


class BusyTime(Base):
    """F1: from a moment to a moment, somebody is busy."""

    __tablename__ = "busy_times"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "user_id", "starts_at"),
    )

    source_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_sources.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
