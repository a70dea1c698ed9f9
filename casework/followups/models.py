from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.kit.crypto import Sealed
from casework.kit.db import Base

_SCALE = "{0} IS NULL OR {0} BETWEEN 0 AND 10"


class FollowUp(Base):
    """One follow-up of one plan version."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        CheckConstraint("next_on IS NOT NULL OR proposes_closing", name="sets_next_or_proposes"),
        CheckConstraint(_SCALE.format("life"), name="life_scale"),
        CheckConstraint(_SCALE.format("closeness"), name="closeness_scale"),
        CheckConstraint(_SCALE.format("influence"), name="influence_scale"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("joint_plans.id"))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meetings.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    held_on: Mapped[date]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
    ladder_step: Mapped[int | None]
    life: Mapped[int | None]
    closeness: Mapped[int | None]
    influence: Mapped[int | None]
    info_kind: Mapped[str] = mapped_column(default="planering")  # of the individual's own words
    own_words_sealed: Mapped[bytes | None]
    next_on: Mapped[date | None]
    proposes_closing: Mapped[bool] = mapped_column(default=False)

    own_words = Sealed("own_words_sealed")

    checks: Mapped[list["CommitmentCheck"]] = relationship(lazy="raise")
    goal_checks: Mapped[list["GoalCheck"]] = relationship(lazy="raise")


class CommitmentCheck(Base):
    """U1."""

    __tablename__ = "commitment_checks"
    __table_args__ = (UniqueConstraint("follow_up_id", "commitment_id"),)

    follow_up_id: Mapped[UUID] = mapped_column(ForeignKey("follow_ups.id"))
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    commitment_lineage_id: Mapped[UUID] = mapped_column(index=True)
    result: Mapped[str]  # klart | delvis | inte | behovs_inte
    why_sealed: Mapped[bytes | None]

    why = Sealed("why_sealed")


class GoalCheck(Base):
    """U2."""

    __tablename__ = "goal_checks"
    __table_args__ = (UniqueConstraint("follow_up_id", "goal_id"),)

    follow_up_id: Mapped[UUID] = mapped_column(ForeignKey("follow_ups.id"))
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goals.id"))
    result: Mapped[str]  # natt | delvis | inte
