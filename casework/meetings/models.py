from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.kit.crypto import Sealed
from casework.kit.db import Base
from casework.meetings import guard


class Meeting(Base):
    """One meeting. `code` and `uid` are random: they are all that leaves the house."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(series_id IS NULL) = (recurs_on IS NULL)", name="in_series_on_a_day"),
        Index(None, "room_id", "starts_at"),
        Index(None, "starts_at"),
    )

    code: Mapped[str] = mapped_column(unique=True)  # M-4H8TN
    uid: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # samarbetsmote | sip | flerpart | uppfoljning | genomgang
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    recurs_on: Mapped[date | None]  # the day it has by the rule of its series, also when moved
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    place: Mapped[str | None]  # where there is no room of ours: "Telefon"
    video_link: Mapped[str | None]  # also, or only, by video
    interpreter: Mapped[bool] = mapped_column(default=False)
    interpreter_told_at: Mapped[datetime | None]  # of this time and place
    agenda_sealed: Mapped[bytes | None]
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    organiser_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    sequence: Mapped[int] = mapped_column(default=0)
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None]
    approved_at: Mapped[datetime | None]  # M7: minutes locked
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int] = mapped_column(default=1)

    agenda = Sealed("agenda_sealed")

    participants: Mapped[list["Participant"]] = relationship(lazy="raise")
    minutes: Mapped[list["MinutesItem"]] = relationship(
        lazy="raise", order_by="MinutesItem.position"
    )

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_on(self) -> bool:
        return self.cancelled_at is None

    @property
    def interpreter_waits(self) -> bool:
        """An interpreter is still to be ordered, or to be told that nothing comes of it."""
        told = self.interpreter_told_at is not None
        return not told and self.interpreter if self.is_on else told


class MeetingSeries(Base):
    """Meetings that come back, one object in everybody's calendar; each is a Meeting of its own.

    The time here is the clock on the wall, as the rule goes on over the changes of clocks. Which
    days there are is told by the meetings, and what was behind when something changed stays.
    """

    __tablename__ = "meeting_series"
    __table_args__ = (
        CheckConstraint("every > 0", name="comes_back"),
        CheckConstraint("minutes > 0", name="takes_time"),
    )

    code: Mapped[str] = mapped_column(unique=True)  # S-4H8TN
    uid: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    every: Mapped[int]  # so many weeks between
    first_on: Mapped[date]
    starts: Mapped[time]
    minutes: Mapped[int]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    place: Mapped[str | None]
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    organiser_unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_series.id"))
    sequence: Mapped[int] = mapped_column(default=0)  # M4: of all that is said of it, any day
    booked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]  # nothing of it is left
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Participant(Base):
    """Somebody invited: a user, the individual, or an external person by role and address."""

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("meeting_id", "user_id"),
        CheckConstraint(
            "user_id IS NOT NULL OR is_individual OR external_role IS NOT NULL", name="is_somebody"
        ),
        CheckConstraint("user_id IS NOT NULL OR NOT in_series", name="has_a_series"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    is_individual: Mapped[bool] = mapped_column(default=False)
    external_role: Mapped[str | None]  # "God man", "Studie- och yrkesvägledare"
    told_by: Mapped[str | None]  # the individual: brev | epost | sms
    address_sealed: Mapped[bytes | None]
    summoned: Mapped[bool] = mapped_column(default=False)  # kallad (kommun, region) or inbjuden
    in_series: Mapped[bool] = mapped_column(default=False)  # M4: has the day in one whole series
    answer: Mapped[str | None]  # kommer | kan_inte | annan_tid
    answer_line_sealed: Mapped[bytes | None]
    answered_at: Mapped[datetime | None]
    answered_sequence: Mapped[int | None]  # of the REPLY that it came by; else none
    asked_at: Mapped[datetime | None]  # asked last: added, put back, a new time; else when booked
    reminded_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    attendance: Mapped[str | None]  # pa_plats | video | franvarande_anmald | franvarande

    address = Sealed("address_sealed")
    answer_line = Sealed("answer_line_sealed")

    @property
    def is_in(self) -> bool:
        return self.removed_at is None


class ToOneParty:
    """Own words to one party: an authority, those outside, or the individual."""

    party: Mapped[str]  # authority | outside | individual
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    text_sealed: Mapped[bytes]

    text = Sealed("text_sealed")


class InvitationText(ToOneParty, Base):
    """Own words to one party, for its letter only."""

    __tablename__ = "invitation_texts"
    __table_args__ = (
        CheckConstraint(
            "(party = 'authority') = (authority_id IS NOT NULL)", name="authority_is_named"
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)


class TakenTime(Base):
    """M2: a person or a room, taken from a moment until another. Given back: deleted.

    By a meeting, or held for a poll until it lapses. The database refuses an overlap (guard.py).
    """

    __tablename__ = "taken_times"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(user_id IS NULL) <> (room_id IS NULL)", name="person_or_room"),
        CheckConstraint("(meeting_id IS NULL) <> (held_for IS NULL)", name="taken_or_held"),
        CheckConstraint("(held_for IS NULL) = (held_until IS NULL)", name="held_until_when"),
        Index(None, "user_id", "starts_at"),
        Index(None, "room_id", "starts_at"),
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    held_for: Mapped[UUID | None] = mapped_column(index=True)  # a poll, of a later room
    held_until: Mapped[datetime | None]


guard.watch(inspect(TakenTime).local_table)


class MeetingTime(Base):
    """M6: a time the meeting had before, and who asked for another."""

    __tablename__ = "meeting_times"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_by_sealed: Mapped[bytes]

    asked_by = Sealed("asked_by_sealed")


class MinutesItem(Base):
    """M7: one paragraph of the minutes (of one kind), or what one party takes on."""

    __tablename__ = "minutes_items"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))  # who wrote it
    position: Mapped[int]
    info_kind: Mapped[str]
    party_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))  # takes it on
    by_individual: Mapped[bool] = mapped_column(default=False)
    text_sealed: Mapped[bytes]
    written_at: Mapped[datetime]

    text = Sealed("text_sealed")


class MinutesAddition(Base):
    """M7: what was added to minutes after they were locked, and why. Never edited."""

    __tablename__ = "minutes_additions"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))  # who wrote it
    info_kind: Mapped[str]
    text_sealed: Mapped[bytes]
    reason_sealed: Mapped[bytes]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]

    text = Sealed("text_sealed")
    reason = Sealed("reason_sealed")
