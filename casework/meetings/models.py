from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.kit.crypto import Sealed
from casework.kit.db import Base


class Meeting(Base):
    """One meeting. `code` and `uid` are random: they are all that leaves the house."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "room_id", "starts_at"),
        Index(None, "starts_at"),
    )

    code: Mapped[str] = mapped_column(unique=True)  # M-4H8TN
    uid: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # samarbetsmote | sip | flerpart | uppfoljning | genomgang
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    place: Mapped[str | None]  # where there is no room of ours: "Telefon"
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


class Participant(Base):
    """Somebody invited: a user, the individual, or an external person by role and address."""

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("meeting_id", "user_id"),
        CheckConstraint(
            "user_id IS NOT NULL OR is_individual OR external_role IS NOT NULL", name="is_somebody"
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    is_individual: Mapped[bool] = mapped_column(default=False)
    external_role: Mapped[str | None]  # "God man", "Studie- och yrkesvägledare"
    address_sealed: Mapped[bytes | None]
    summoned: Mapped[bool] = mapped_column(default=False)  # kallad (kommun, region) or inbjuden
    answer: Mapped[str | None]  # kommer | kan_inte | annan_tid
    answer_line_sealed: Mapped[bytes | None]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    attendance: Mapped[str | None]  # pa_plats | video | franvarande_anmald | franvarande

    address = Sealed("address_sealed")
    answer_line = Sealed("answer_line_sealed")

    @property
    def is_in(self) -> bool:
        return self.removed_at is None


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
