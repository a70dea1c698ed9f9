from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Letter(Base):
    """One letter to one receiver. Holds ids, not text: it is rendered when it is sent."""

    __tablename__ = "letters"
    __table_args__ = (Index(None, "sent_at", "not_before"),)

    kind: Mapped[str]  # names the renderer
    about_id: Mapped[UUID] = mapped_column(index=True)  # the meeting, commitment …
    receiver_id: Mapped[UUID]  # participant or user: what the renderer needs
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))  # whose duty it is to mend
    sender_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    address_sealed: Mapped[bytes]
    sequence: Mapped[int] = mapped_column(default=0)
    calendar_uid: Mapped[str | None]  # what it is called in the receiver's calendar
    calendar_day: Mapped[datetime | None]  # which of a series under that (RECURRENCE-ID)
    code: Mapped[str] = mapped_column(default="")  # of what it is about: M-4H8TN
    receiver: Mapped[str] = mapped_column(default="")  # the unit's name or a role, never a person
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    urgent: Mapped[bool] = mapped_column(default=False)  # a late change: before all others
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None]  # the round that holds it so long
    handed_at: Mapped[datetime | None]  # given to a server that has not clearly said no
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]  # given up: stands on the desk
    trouble: Mapped[str | None]  # the last cause, in plain Swedish
    stopped_at: Mapped[datetime | None]  # M8: consent gone, or the matter itself

    address = Sealed("address_sealed")

    @property
    def waits(self) -> bool:
        """M8: neither sent, given up nor stopped."""
        return self.sent_at is None and self.failed_at is None and self.stopped_at is None

    @property
    def may_have_arrived(self) -> bool:
        """M4: sent, or handed to a server that never said no: also when the sender died then."""
        return self.sent_at is not None or self.handed_at is not None
