from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
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
    paused_because_sealed: Mapped[bytes | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reopened_at: Mapped[datetime | None]
    reopened_because_sealed: Mapped[bytes | None]
    erased_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    next_step_note = Sealed("next_step_note_sealed")
    paused_because = Sealed("paused_because_sealed")
    reopened_because = Sealed("reopened_because_sealed")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_paused(self) -> bool:
        return self.is_open and self.paused_until is not None

    def wake(self) -> None:
        """K3: it no longer rests; whoever wakes it gives it a next step, or closes it."""
        self.paused_at = self.paused_until = self.paused_because = None


class Assignment(Base):
    """This user works with this case, for this unit. Counts while they still belong to it (K5).

    Whoever left the unit and came back begins anew: it must be younger than `User.unit_since`.
    """

    __tablename__ = "assignments"
    __table_args__ = (Index(None, "case_id", "user_id"), Index(None, "user_id", "ended_at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    since: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


WAITING = "answered_at IS NULL AND taken_back_at IS NULL"


class Handover(Base):
    """K1: the owner unit asks another unit to take the case over, and what that unit said."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(  # one question at a time
            None,
            "case_id",
            unique=True,
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        Index(None, "to_unit_id", "answered_at"),
        CheckConstraint("from_unit_id <> to_unit_id", name="to_another_unit"),
        CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered_or_not"),
        CheckConstraint(
            "answered_at IS NULL OR taken_back_at IS NULL", name="answered_or_taken_back"
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    from_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    to_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    to_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # whom they hope for
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    reason_sealed: Mapped[bytes]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # who took it on
    answer_sealed: Mapped[bytes | None]
    taken_back_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_back_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    reason = Sealed("reason_sealed")
    answer = Sealed("answer_sealed")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.taken_back_at is None


class Substitution(Base):
    """Somebody of the same unit stands in for another, from one day to another, both counted.

    `whole` is all the cases of the one who is away; otherwise those in `substituted_cases`.
    """

    __tablename__ = "substitutions"
    __table_args__ = (
        Index(None, "substitute_id", "last_day"),
        Index(None, "absent_id", "last_day"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("absent_id <> substitute_id", name="by_another"),
    )

    absent_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    whole: Mapped[bool]
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    named_at: Mapped[datetime]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]


class SubstitutedCase(Base):
    """One case that a substitution is about, when it is not about them all."""

    __tablename__ = "substituted_cases"
    __table_args__ = (UniqueConstraint("substitution_id", "case_id"),)

    substitution_id: Mapped[UUID] = mapped_column(ForeignKey("substitutions.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)


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
