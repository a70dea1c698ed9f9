from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Outcome(Base):
    """How one case ended. Proposed by anyone who works with it; closes with the owner's yes."""

    __tablename__ = "outcomes"
    __table_args__ = (
        CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="yes_has_a_name"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    closing_reason: Mapped[str]
    occupation_before: Mapped[str | None]
    occupation_after: Mapped[str | None]
    occupation_extent_after: Mapped[int | None]
    income_before: Mapped[str | None]  # comma-separated codes
    income_after: Mapped[str | None]
    ladder_start: Mapped[int | None]
    ladder_end: Mapped[int | None]
    life_end: Mapped[int | None]
    closeness_end: Mapped[int | None]
    influence_end: Mapped[int | None]
    goals_reached: Mapped[str | None]  # natt | delvis | inte
    summary_sealed: Mapped[bytes | None]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_because_sealed: Mapped[bytes | None]

    summary = Sealed("summary_sealed")
    declined_because = Sealed("declined_because_sealed")


class EarlierOutcome(Base):
    """One line of an imported sheet: what came of somebody before casework. Nobody is named."""

    __tablename__ = "earlier_outcomes"

    batch_id: Mapped[UUID] = mapped_column(index=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    imported_at: Mapped[datetime]
    received_on: Mapped[date | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    sex: Mapped[str | None]
    birth_year: Mapped[int | None]
    municipality: Mapped[str | None]
    referrer: Mapped[str | None]
    occupation_before: Mapped[str | None]
    occupation_after: Mapped[str | None]
    income_before: Mapped[str | None]
    income_after: Mapped[str | None]
    ladder_start: Mapped[int | None]
    ladder_end: Mapped[int | None]
    closing_reason: Mapped[str | None]
