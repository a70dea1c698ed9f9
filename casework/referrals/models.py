from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Referral(Base):
    """A request for joint work round one individual. Answers and texts are rows of their own."""

    __tablename__ = "referrals"
    __table_args__ = (
        CheckConstraint(
            "sent_at IS NULL OR consent_series_id IS NOT NULL", name="sent_needs_consent"
        ),
    )

    reference: Mapped[str] = mapped_column(unique=True)  # REM-4H8TN
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)  # the sender
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    consent_series_id: Mapped[UUID | None] = mapped_column(index=True)
    officer_sealed: Mapped[bytes | None]  # the sender's case officer, and how to reach them
    officer_phone_sealed: Mapped[bytes | None]
    support_time: Mapped[str | None]  # code lists from here on
    support_since: Mapped[str | None]  # 2024 or 2024-03
    education: Mapped[str | None]
    occupation: Mapped[str | None]
    occupation_extent: Mapped[int | None]  # percent, 100 = 40 h a week
    income: Mapped[str | None]  # comma-separated codes, several
    reasons: Mapped[str | None]  # comma-separated codes
    urgency: Mapped[str | None]  # ordinary | soon | urgent
    children_at_home: Mapped[int | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    draft_sealed: Mapped[bytes | None]  # R1: JSON of what is written so far; gone when sent
    snapshot_sealed: Mapped[bytes | None]  # R3: JSON of everything as it was sent
    revision: Mapped[int] = mapped_column(default=1)

    officer = Sealed("officer_sealed")
    officer_phone = Sealed("officer_phone_sealed")
    draft = Sealed("draft_sealed")
    snapshot = Sealed("snapshot_sealed")

    texts: Mapped[list["ReferralText"]] = relationship(lazy="raise", passive_deletes="all")
    answers: Mapped[list["ReferralAnswer"]] = relationship(
        lazy="raise", passive_deletes="all", order_by="ReferralAnswer.answered_at"
    )
    amendments: Mapped[list["Amendment"]] = relationship(
        lazy="raise", passive_deletes="all", order_by="Amendment.at"
    )

    __mapper_args__ = {"version_id_col": revision}


class ReferralText(Base):
    """One free text of a referral, of one kind of information (C5)."""

    __tablename__ = "referral_texts"
    __table_args__ = (UniqueConstraint("referral_id", "field", "info_kind"),)

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"))
    field: Mapped[str]  # a key of rules.content.LABELS, contact-PLACE or more-1 …
    info_kind: Mapped[str]
    text_sealed: Mapped[bytes]

    text = Sealed("text_sealed")


class ReferralAnswer(Base):
    """R4: one answer. A referral may be asked to be completed, and answered again."""

    __tablename__ = "referral_answers"
    __table_args__ = (
        CheckConstraint(
            "kind <> 'kompletteras' OR due_on IS NOT NULL", name="completion_has_a_day"
        ),
        CheckConstraint("kind <> 'vantar' OR due_on IS NOT NULL", name="waiting_has_a_day"),
        CheckConstraint("kind <> 'avslas' OR reason IS NOT NULL", name="refusal_has_a_reason"),
    )

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    kind: Mapped[str]  # antas | kompletteras | vantar | hanvisas | avslas
    reason: Mapped[str | None]  # code
    sentence_sealed: Mapped[bytes | None]  # what is missing, where to, why
    due_on: Mapped[date | None]
    completed_at: Mapped[datetime | None]  # the sender did what was asked
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime]

    sentence = Sealed("sentence_sealed")


class Amendment(Base):
    """R3: what was changed after sending, and why."""

    __tablename__ = "referral_amendments"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    field: Mapped[str]
    info_kind: Mapped[str]
    old_sealed: Mapped[bytes | None]
    new_sealed: Mapped[bytes]
    reason_sealed: Mapped[bytes]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]

    reason = Sealed("reason_sealed")
    old = Sealed("old_sealed")
    new = Sealed("new_sealed")
