from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.kit.db import Base
from casework.programmes.languages import FIRST, kept


class Programme(Base):
    """One insats: target group, time limits and who hosts it."""

    __tablename__ = "programmes"
    __table_args__ = (
        CheckConstraint("k >= 5", name="k_never_looser"),
        CheckConstraint("sip_mode IN ('plan', 'reference')", name="sip_mode"),
    )

    name: Mapped[str] = mapped_column(unique=True)
    host_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    support_years_over: Mapped[int | None]  # försörjningsstöd for more than so many years
    least_authorities: Mapped[int] = mapped_column(default=2)
    target_text: Mapped[str]
    first_answer_days: Mapped[int] = mapped_column(default=5)  # working days (R4)
    draft_days: Mapped[int] = mapped_column(default=90)  # R1
    part_days: Mapped[int] = mapped_column(default=10)  # working days for an assessment part
    review_every_days: Mapped[int] = mapped_column(default=90)
    sip_mode: Mapped[str] = mapped_column(default="plan")
    k: Mapped[int] = mapped_column(default=5)
    languages: Mapped[str] = mapped_column(default=kept(FIRST))  # what consents are printed in
    closed_on: Mapped[date | None]  # no new remiss from that day on

    ladder: Mapped[list["LadderStep"]] = relationship(lazy="raise", order_by="LadderStep.number")

    def takes_new(self, on: date) -> bool:
        """New remisser, up to the day it closes; what is open goes on."""
        return self.closed_on is None or on < self.closed_on


class LadderStep(Base):
    """One step of the rehabiliteringstrappa. A gauge, never a gate (U3)."""

    __tablename__ = "ladder_steps"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]
    name: Mapped[str]


class Code(Base):
    """One entry of a local code list, offered while it is valid."""

    __tablename__ = "codes"
    __table_args__ = (UniqueConstraint("list", "key"),)

    list: Mapped[str]
    key: Mapped[str]
    label: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    group: Mapped[str | None]  # how the report groups it
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    def valid(self, on: date) -> bool:
        """O3."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class ProgrammeUnit(Base):
    """A unit that takes part in a programme. Without any, every unit may."""

    __tablename__ = "programme_units"
    __table_args__ = (UniqueConstraint("programme_id", "unit_id"),)

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)


class _Dated:
    """Offered from one day to another, as a code is (O3): what was written with it keeps it."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    def valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class AssessmentQuestion(_Dated, Base):
    """S1: one question that a programme's template asks in one part of the kartläggning."""

    __tablename__ = "assessment_questions"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    info_kind: Mapped[str | None]  # None: the individual's own view
    position: Mapped[int]
    words: Mapped[str]


class PriorityCriterion(_Dated, Base):
    """V4: one stated criterion, and what it adds to the sum. A human says whether it is met."""

    __tablename__ = "priority_criteria"
    __table_args__ = (CheckConstraint("points BETWEEN 1 AND 9", name="points_in_sight"),)

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    position: Mapped[int]
    label: Mapped[str]
    points: Mapped[int]
    sign: Mapped[str | None]  # what the house can see by itself (rules.SIGNS); None: only people
