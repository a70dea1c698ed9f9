from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base

ABOUT = "referral_id IS NOT NULL OR case_id IS NOT NULL OR consultation_id IS NOT NULL"


class CaseReview(Base):
    """One sitting of the work group. Time, room and people are those of its meeting."""

    __tablename__ = "case_reviews"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), unique=True)
    finished_at: Mapped[datetime | None]
    finished_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    agenda_at: Mapped[datetime | None]  # V1: when what waits was taken up; None: not yet
    ordered_at: Mapped[datetime | None]  # V4: set in order by hand, which then stands


class ReviewItem(Base):
    """One point of the agenda. V3: done only with a decision, a responsible person and a day."""

    __tablename__ = "review_items"
    __table_args__ = (
        UniqueConstraint("review_id", "position"),
        CheckConstraint(
            "done_at IS NULL OR (decision IS NOT NULL AND responsible_id IS NOT NULL"
            " AND due_on IS NOT NULL)",
            name="done_has_decision_person_and_day",
        ),
        CheckConstraint(ABOUT, name="about_something"),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("case_reviews.id"))
    position: Mapped[int]
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    consultation_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultations.id"))
    carried_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("review_items.id"))
    decision: Mapped[str | None]  # code: an answer of R4, or a next step
    sentence_sealed: Mapped[bytes | None]
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    again: Mapped[bool] = mapped_column(default=False)  # taken up again next time
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    postponed_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]  # the responsible person did what was decided
    weighed_at: Mapped[datetime | None]  # V4: a human has said which criteria are met
    weighed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    sentence = Sealed("sentence_sealed")

    @property
    def is_pending(self) -> bool:
        return self.done_at is None and self.postponed_at is None


class ReviewWeight(Base):
    """V4: one criterion that a human said is met, and what it added when that was said."""

    __tablename__ = "review_weights"
    __table_args__ = (UniqueConstraint("item_id", "criterion_id"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("review_items.id"), index=True)
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("priority_criteria.id"))
    points: Mapped[int]


class ReviewQuestion(Base):
    """What the group asks the person's own officer, who answers in the app."""

    __tablename__ = "review_questions"
    __table_args__ = (
        CheckConstraint(
            "(answered_at IS NULL) = (answer_sealed IS NULL)", name="answer_has_a_moment"
        ),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("review_items.id"), unique=True)
    asked_of_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))  # where they worked when asked
    question_sealed: Mapped[bytes]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    answer_sealed: Mapped[bytes | None]
    answered_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    question = Sealed("question_sealed")
    answer = Sealed("answer_sealed")

    __mapper_args__ = {"version_id_col": revision}


class Consultation(Base):
    """Avidentifierad konsultation: a question without a person, under a code."""

    __tablename__ = "consultations"

    code: Mapped[str] = mapped_column(unique=True)  # K-7TP3X
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    age_span: Mapped[str]
    kinds: Mapped[str | None]  # comma-separated codes: what the question touches
    question_sealed: Mapped[bytes]
    advice_sealed: Mapped[bytes | None]
    advised_at: Mapped[datetime | None]
    purge_on: Mapped[date]  # six months after it was asked

    question = Sealed("question_sealed")
    advice = Sealed("advice_sealed")
