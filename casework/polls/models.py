from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.kit.crypto import Sealed
from casework.kit.db import Base
from casework.meetings.models import ToOneParty


class Poll(Base):
    """One question about times. `code` is random: it is all that leaves the house."""

    __tablename__ = "polls"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_because IS NULL)", name="closed_because"),
        CheckConstraint("meeting_id IS NULL OR closed_at IS NOT NULL", name="picked_is_closed"),
        CheckConstraint("minutes > 0", name="has_a_length"),
    )

    code: Mapped[str] = mapped_column(unique=True)  # T-4H8TN
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]  # as of the meeting that it is to become
    minutes: Mapped[int]
    agenda_sealed: Mapped[bytes | None]
    needs: Mapped[str] = mapped_column(default="")  # codes of what the room has to have
    interpreter: Mapped[bool] = mapped_column(default=False)
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    organiser_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    asked_at: Mapped[datetime]
    deadline: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[str | None]  # vald | gick_ut | behovs_inte | … | samtycke
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meetings.id"))
    revision: Mapped[int] = mapped_column(default=1)

    agenda = Sealed("agenda_sealed")

    times: Mapped[list["PollTime"]] = relationship(lazy="raise", order_by="PollTime.starts_at")
    voters: Mapped[list["PollVoter"]] = relationship(lazy="raise")
    texts: Mapped[list["PollText"]] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class PollTime(Base):
    """One proposed time, with its room or place. `position` is 1 to 8: the database counts too."""

    __tablename__ = "poll_times"
    __table_args__ = (
        UniqueConstraint("poll_id", "position"),
        CheckConstraint("position BETWEEN 1 AND 8", name="at_most_eight"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"), index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    place: Mapped[str | None]
    video_link: Mapped[str | None]  # also, or only, by video: as of the meeting
    taken_back_at: Mapped[datetime | None]

    @property
    def is_in(self) -> bool:
        return self.taken_back_at is None


class PollVoter(Base):
    """Somebody asked: a user, the individual, or an external person by role and address."""

    __tablename__ = "poll_voters"
    __table_args__ = (
        UniqueConstraint("poll_id", "user_id"),
        CheckConstraint(
            "user_id IS NOT NULL OR is_individual OR external_role IS NOT NULL", name="is_somebody"
        ),
    )

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    is_individual: Mapped[bool] = mapped_column(default=False)
    external_role: Mapped[str | None]
    told_by: Mapped[str | None]  # the individual, when a time is picked: brev | epost | sms
    address_sealed: Mapped[bytes | None]
    line_sealed: Mapped[bytes | None]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    address = Sealed("address_sealed")
    line = Sealed("line_sealed")

    answers: Mapped[list["PollAnswer"]] = relationship(lazy="raise")

    @property
    def is_in(self) -> bool:
        return self.removed_at is None


class PollText(ToOneParty, Base):
    """Own words to one party, for its letter when a time is picked."""

    __tablename__ = "poll_texts"
    __table_args__ = (
        CheckConstraint(
            "(party = 'authority') = (authority_id IS NOT NULL)", name="authority_is_named"
        ),
    )

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"), index=True)


class PollAnswer(Base):
    """What one person says of one time."""

    __tablename__ = "poll_answers"
    __table_args__ = (
        UniqueConstraint("voter_id", "time_id"),
        CheckConstraint(
            "answer IN ('passar', 'kan_om_det_behovs', 'passar_inte')", name="is_an_answer"
        ),
    )

    voter_id: Mapped[UUID] = mapped_column(ForeignKey("poll_voters.id"), index=True)
    time_id: Mapped[UUID] = mapped_column(ForeignKey("poll_times.id"))
    answer: Mapped[str]
