from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.db import Base


class InterimReport(Base):
    """One delårsrapport. `frozen` is the JSON that every page and file is made from (L1)."""

    __tablename__ = "interim_reports"
    __table_args__ = (
        CheckConstraint("period_to >= period_from", name="period_in_order"),
        CheckConstraint(
            "published_at IS NULL OR (frozen IS NOT NULL AND second_reader_id IS NOT NULL)",
            name="published_is_frozen_and_read",
        ),
    )

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    period_from: Mapped[date]
    period_to: Mapped[date]
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime]
    helped: Mapped[str | None] = mapped_column(Text)
    hindered: Mapped[str | None] = mapped_column(Text)
    proposals: Mapped[str | None] = mapped_column(Text)
    questions: Mapped[str | None] = mapped_column(Text)
    lead: Mapped[str | None] = mapped_column(Text)
    second_reader_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    second_read_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    frozen: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Release(Base):
    """The ledger: one number ever published, so that the next report is judged together with it."""

    __tablename__ = "releases"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("interim_reports.id"), index=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    entry: Mapped[str] = mapped_column(Text)  # JSON of a disclosure ledger entry
    released_at: Mapped[datetime]


class SteeringAnswer(Base):
    """LSG's answer to one question of a published report."""

    __tablename__ = "steering_answers"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("interim_reports.id"), index=True)
    question_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
