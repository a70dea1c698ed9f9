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
    code: Mapped[str] = mapped_column(default="")  # of what it is about: M-4H8TN
    receiver: Mapped[str] = mapped_column(default="")  # the unit's name or a role, never a person
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]  # given up: stands on the desk
    trouble: Mapped[str | None]  # the last cause, in plain Swedish
    stopped_at: Mapped[datetime | None]  # M8: consent gone, or the matter itself

    address = Sealed("address_sealed")

    @property
    def waits(self) -> bool:
        """M8: neither sent, given up nor stopped."""
        return self.sent_at is None and self.failed_at is None and self.stopped_at is None

    def may_have_arrived(self, at: datetime) -> bool:
        """Sent, tried without a clear no, or on its way this moment."""
        if self.sent_at is not None:
            return True
        on_its_way = self.claimed_until is not None and self.claimed_until > at
        return self.failed_at is None and (self.attempts > 0 or on_its_way)
