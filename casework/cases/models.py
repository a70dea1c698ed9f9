from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Case(Base):
    """One individual's joint case. It stays with the unit that referred it."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(  # K3
            "closed_at IS NOT NULL OR paused_until IS NOT NULL OR"
            " (next_step IS NOT NULL AND next_step_on IS NOT NULL)",
            name="never_without_a_next_step",
        ),
        Index(None, "owner_unit_id", "opened_at"),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    owner_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referrals.id"))
    consent_series_id: Mapped[UUID] = mapped_column(index=True)
    opened_at: Mapped[datetime] = mapped_column(index=True)
    step: Mapped[str]  # genomgang | kartlaggning | plan | uppfoljning | avslut
    next_step: Mapped[str | None]  # code: kartlaggning | mote | plan | uppfoljning | avslut | annat
    next_step_note_sealed: Mapped[bytes | None]
    next_step_on: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reopened_at: Mapped[datetime | None]
    reopened_because_sealed: Mapped[bytes | None]
    erased_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    next_step_note = Sealed("next_step_note_sealed")
    reopened_because = Sealed("reopened_because_sealed")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_paused(self) -> bool:
        return self.is_open and self.paused_until is not None


class Assignment(Base):
    """This user works with this case, for this unit. Counts while they still belong to it (K5)."""

    __tablename__ = "assignments"
    __table_args__ = (Index(None, "case_id", "user_id"), Index(None, "user_id", "ended_at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    since: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class Event(Base):
    """One line of the timeline: a sentence of one kind of information, told by one unit."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "case_id", "happened_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    info_kind: Mapped[str]
    happened_at: Mapped[datetime]
    told_at: Mapped[datetime]
    sentence_sealed: Mapped[bytes]

    sentence = Sealed("sentence_sealed")
