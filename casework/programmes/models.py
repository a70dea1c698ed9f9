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
    closed_on: Mapped[date | None]

    ladder: Mapped[list["LadderStep"]] = relationship(lazy="raise", order_by="LadderStep.number")


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
