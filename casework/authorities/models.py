from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access import Actor, Role
from casework.kit.db import Base

LAPSES = timedelta(days=7)
ROLES = ", ".join(f"'{role}'" for role in Role)


class Authority(Base):
    """A party: a municipality, a state authority, a region."""

    __tablename__ = "authorities"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # kommun | af | fk | region | forbund | annan
    municipality: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)


class Unit(Base):
    """The smallest thing a consent can name."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("authority_id", "name"),)

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authorities.id"), index=True)
    name: Mapped[str]  # full: "Skellefteå kommun, socialkontoret försörjningsstöd"
    short_name: Mapped[str]  # where the authority is plain: "Socialkontoret"
    part: Mapped[str]  # code of the list "part": who refers
    coordinates: Mapped[bool] = mapped_column(default=False)
    has_people: Mapped[bool] = mapped_column(default=True)  # False for LSG: never in a consent
    position: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]

    authority: Mapped[Authority] = relationship(lazy="joined", innerjoin=True)


class User(Base):
    """A member of staff. The password and second factor are in `accounts`."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint(f"role IN ({ROLES})", name="role"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str | None]
    title: Mapped[str | None]
    role: Mapped[str]
    cleared: Mapped[bool] = mapped_column(default=False)  # may work with protected identities
    feed_token: Mapped[str | None] = mapped_column(unique=True)
    unit_since: Mapped[datetime | None]  # K5: when they came from another unit; None: never moved
    left_at: Mapped[datetime | None]

    # always shown with the name, and one row: the only relations loaded without asking
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)

    def as_actor(self) -> Actor:
        return Actor(
            user_id=self.id,
            unit_id=self.unit_id,
            authority_id=self.unit.authority_id,
            role=Role(self.role),
            name=self.name,
            active=self.left_at is None,
            cleared=self.cleared,
        )

    @property
    def letterbox(self) -> dict[str, Any]:
        """Where letters to them go, as `letters.service.post` takes it."""
        return {"unit_id": self.unit_id, "address": self.email, "receiver": self.unit.short_name}

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class Kind(StrEnum):
    """What needs two administrators."""

    ACCOUNT = "account"
    POST = "post"
    PASSWORD = "password"  # noqa: S105  a word, not a secret
    SECOND_FACTOR = "second factor"


class Proposal(Base):
    """AC08: what one administrator wants done, and another has to agree to.

    `user_id` is whom it is about, empty for a new account. The post is filled in for a new account
    and for another post. Without `decided_by_id` it was approved with a command on the server.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(
            "NOT approved OR decided_by_id IS NULL OR (decided_by_id <> proposed_by_id"
            " AND (user_id IS NULL OR decided_by_id <> user_id))",
            name="two_people",
        ),
    )

    kind: Mapped[str]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    name: Mapped[str | None]
    email: Mapped[str | None]
    title: Mapped[str | None]
    phone: Mapped[str | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    role: Mapped[str | None]
    cleared: Mapped[bool] = mapped_column(default=False)

    @property
    def lapses_at(self) -> datetime:
        return self.proposed_at + LAPSES

    def waits(self, at: datetime) -> bool:
        return self.decided_at is None and at < self.lapses_at


class Room(Base):
    """A room that can be booked."""

    __tablename__ = "rooms"

    name: Mapped[str] = mapped_column(unique=True)  # "Hörnellgatan 17, plan 2"
    short_name: Mapped[str]
    address: Mapped[str]
    places: Mapped[int]
    offers: Mapped[str] = mapped_column(default="")  # codes of OFFERS, with spaces between
    features: Mapped[str | None]  # what there is no code for
    video_link: Mapped[str | None]
    closed_at: Mapped[datetime | None]

    @property
    def has(self) -> frozenset[str]:
        return frozenset(self.offers.split())


class Setting(Base):
    """A word of this installation, such as the name in the header."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]
