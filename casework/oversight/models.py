from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class SampleSize(Base):
    """How many rows an authority wants in each month's sample; without a row, the usual number."""

    __tablename__ = "sample_sizes"
    __table_args__ = (CheckConstraint("size BETWEEN 5 AND 200", name="within_reason"),)

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authorities.id"), unique=True)
    size: Mapped[int]


class LogSample(Base):
    """T3, T4: one month of one authority. `seed` and the log give the same rows again."""

    __tablename__ = "log_samples"
    __table_args__ = (
        UniqueConstraint("authority_id", "month"),
        CheckConstraint(
            "(signed_off_at IS NULL) = (signed_off_by_id IS NULL)", name="signed_by_somebody"
        ),
    )

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authorities.id"))
    month: Mapped[date]  # its first day
    seed: Mapped[str]
    size: Mapped[int]  # how many were wanted
    population: Mapped[int]  # how many rows it was drawn from
    refused: Mapped[int]  # how many of them were refusals
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    signed_off_at: Mapped[datetime | None]
    signed_off_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_locked(self) -> bool:
        return self.signed_off_at is not None


class SampleRow(Base):
    """One row of the log to look at, and what the reviewer thought of it."""

    __tablename__ = "sample_rows"
    __table_args__ = (
        UniqueConstraint("sample_id", "position"),
        CheckConstraint("verdict IN ('ok', 'look_into')", name="verdict"),
        CheckConstraint("(verdict IS NULL) = (looked_at IS NULL)", name="looked_at_or_not"),
    )

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("log_samples.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entries.id"))
    position: Mapped[int]
    verdict: Mapped[str | None]  # ok | look_into
    note_sealed: Mapped[bytes | None]
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    note = Sealed("note_sealed")


class ReviewTask(Base):
    """T5, T6: something that a reviewer of one authority has to assess."""

    __tablename__ = "review_tasks"
    __table_args__ = (
        UniqueConstraint("authority_id", "fingerprint"),  # each thing once
        Index(None, "authority_id", "assessed_at"),
        CheckConstraint("(verdict IS NULL) = (assessed_at IS NULL)", name="assessed_or_not"),
        CheckConstraint("verdict IN ('ok', 'onwards')", name="verdict"),
        CheckConstraint(
            "verdict <> 'onwards' OR sentence_sealed IS NOT NULL", name="onwards_says_where"
        ),
    )

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authorities.id"))
    rule: Mapped[str]  # a key of rules.RULES, or "sample"
    fingerprint: Mapped[str]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    raised_at: Mapped[datetime]
    verdict: Mapped[str | None]  # ok | onwards
    sentence_sealed: Mapped[bytes | None]
    assessed_at: Mapped[datetime | None]
    assessed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int] = mapped_column(default=1)

    sentence = Sealed("sentence_sealed")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_open(self) -> bool:
        return self.assessed_at is None


class ReviewTaskRow(Base):
    """One row of the trail that a task is about."""

    __tablename__ = "review_task_rows"
    __table_args__ = (UniqueConstraint("task_id", "entry_id"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("review_tasks.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entries.id"))


class Watermark(Base):
    """How far the rules have read the trail: one row, locked by whoever reads on."""

    __tablename__ = "oversight_watermark"

    seq: Mapped[int]
