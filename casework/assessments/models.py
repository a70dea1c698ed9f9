from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class AssessmentPart(Base):
    """What one unit (or the individual) says of one kind of information, in one version."""

    __tablename__ = "assessment_parts"
    __table_args__ = (UniqueConstraint("series_id", "version"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    series_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)  # writes it down
    by_individual: Mapped[bool] = mapped_column(default=False)
    info_kind: Mapped[str]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    strengths_sealed: Mapped[bytes | None]
    situation_sealed: Mapped[bytes | None]
    needs_sealed: Mapped[bytes | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    read_on: Mapped[date | None]  # the individual read their own part as it stands
    correction_reason_sealed: Mapped[bytes | None]
    revision: Mapped[int] = mapped_column(default=1)

    correction_reason = Sealed("correction_reason_sealed")
    strengths = Sealed("strengths_sealed")
    situation = Sealed("situation_sealed")
    needs = Sealed("needs_sealed")

    __mapper_args__ = {"version_id_col": revision}


class AssessmentAnswer(Base):
    """One question of the template in the words it was asked with, and what the part says to it.

    Made when the part is asked for; whoever writes it saves the part in the same transaction, and
    its `revision` guards these rows too.
    """

    __tablename__ = "assessment_answers"
    __table_args__ = (UniqueConstraint("part_id", "position"),)

    part_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_parts.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_questions.id"), index=True)
    position: Mapped[int]
    words: Mapped[str]
    text_sealed: Mapped[bytes | None]

    text = Sealed("text_sealed")
