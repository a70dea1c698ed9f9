from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class JointPlan(Base):
    """One version of a case's plan: a draft until it is put in force, then never edited (P4)."""

    __tablename__ = "joint_plans"
    __table_args__ = (
        UniqueConstraint("case_id", "version"),
        Index(  # one draft at a time
            "uq_joint_plans_draft",
            "case_id",
            unique=True,
            sqlite_where=text("put_in_force_at IS NULL"),
            postgresql_where=text("put_in_force_at IS NULL"),
        ),
        CheckConstraint(
            "in_force_from IS NULL OR"
            " (responsible_id IS NOT NULL AND next_followup_on IS NOT NULL)",
            name="in_force_is_complete",  # P2 P3
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    version: Mapped[int]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))  # who wrote it down
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # each saving of the draft, so that `revision` moves with it
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    next_followup_on: Mapped[date | None]
    held_as_sip: Mapped[bool] = mapped_column(default=False)
    in_force_from: Mapped[date | None]
    put_in_force_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    goals: Mapped[list["Goal"]] = relationship(lazy="raise", order_by="Goal.position")
    approvals: Mapped[list["Approval"]] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_draft(self) -> bool:
        return self.put_in_force_at is None

    @property
    def is_in_force(self) -> bool:
        return self.put_in_force_at is not None and self.replaced_at is None


class Goal(Base):
    """P1: one goal, of one kind of information."""

    __tablename__ = "goals"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("joint_plans.id"), index=True)
    lineage_id: Mapped[UUID]  # the same goal through all versions
    position: Mapped[int]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))  # whose words they are (G3)
    info_kind: Mapped[str]
    title_sealed: Mapped[bytes]
    own_words_sealed: Mapped[bytes | None]
    our_words_sealed: Mapped[bytes | None]

    title = Sealed("title_sealed")
    own_words = Sealed("own_words_sealed")
    our_words = Sealed("our_words_sealed")

    commitments: Mapped[list["Commitment"]] = relationship(
        lazy="raise", order_by="Commitment.position"
    )


class Commitment(Base):
    """P1: who does what by when. `lineage_id` follows it through versions, for contributions."""

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint(
            "by_individual OR (unit_id IS NOT NULL AND user_id IS NOT NULL)", name="is_somebodys"
        ),
        CheckConstraint("due_on IS NOT NULL OR recurring IS NOT NULL", name="has_a_when"),
        Index(None, "user_id", "due_on"),
    )

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goals.id"), index=True)
    lineage_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    by_individual: Mapped[bool] = mapped_column(default=False)
    what_sealed: Mapped[bytes]
    due_on: Mapped[date | None]
    recurring: Mapped[str | None]  # "Varje vecka", where there is no single day
    last_result: Mapped[str | None]  # what the latest follow-up said of it (U1)
    settled_at: Mapped[datetime | None]  # since when it needs no more

    what = Sealed("what_sealed")


class Approval(Base):
    """P4: one party's yes to one version, or the individual's."""

    __tablename__ = "plan_approvals"
    __table_args__ = (
        UniqueConstraint("plan_id", "unit_id"),
        CheckConstraint("by_individual = (unit_id IS NULL)", name="is_somebodys"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("joint_plans.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    by_individual: Mapped[bool] = mapped_column(default=False)
    how: Mapped[str]  # pa_motet | i_tjansten | pa_papper
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class TakenUp(Base):
    """M7: a line of what somebody took on at a meeting, put in the plan or put aside.

    Without a lineage it was put aside. A line whose commitment is in no version waits again.
    """

    __tablename__ = "taken_up"
    __table_args__ = (UniqueConstraint("item_id", "line"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_items.id"))
    line: Mapped[int]
    lineage_id: Mapped[UUID | None]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]
