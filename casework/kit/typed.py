"""What somebody has typed in a form and not saved yet: kept for them alone, for a week.

A working copy, never a part of a case: sealed, found only by the one who typed it in the unit they
typed it for, and shown only in the form it was typed in, on a page that they still reach.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.kit.crypto import Sealed
from casework.kit.db import Base, session

KEPT = timedelta(days=7)
LONGEST = 200_000  # characters of one form
MOST = 30  # forms of one person; the oldest give way

Fields = list[tuple[str, str]]


class TypedText(Base):
    """One form of one person. `page` is where it stands, `action` where it is sent."""

    __tablename__ = "typed_texts"
    __table_args__ = (UniqueConstraint("user_id", "action"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    page: Mapped[str]
    action: Mapped[str]
    fields_sealed: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(index=True)

    fields = Sealed("fields_sealed")

    @property
    def pairs(self) -> Fields:
        """Name and value of each field, in the order of the form."""
        return [(name, value) for name, value in json.loads(self.fields)]


def keep(
    user_id: UUID, unit_id: UUID, *, page: str, action: str, fields: Fields, at: datetime
) -> TypedText:
    """The newest of what was typed there takes the place of what was kept before."""
    row = find(user_id, unit_id, action, at)
    if row is None:
        forget(user_id, action)  # of another unit, or too old to be found
        _make_room(user_id)
        row = TypedText(user_id=user_id, unit_id=unit_id, action=action)
        session.add(row)
    row.page, row.at, row.fields = page, at, json.dumps(fields, ensure_ascii=False)
    return row


def find(user_id: UUID, unit_id: UUID, action: str, at: datetime) -> TypedText | None:
    """What they typed for their unit, while it is kept."""
    query = select(TypedText).where(
        TypedText.user_id == user_id,
        TypedText.unit_id == unit_id,
        TypedText.action == action,
        TypedText.at > at - KEPT,
    )
    return session.scalar(query)


def all_of(user_id: UUID, unit_id: UUID, at: datetime) -> list[TypedText]:
    """Everything that they have not saved, the oldest first. Nothing of it is opened."""
    query = select(TypedText).where(
        TypedText.user_id == user_id, TypedText.unit_id == unit_id, TypedText.at > at - KEPT
    )
    return list(session.scalars(query.order_by(TypedText.at)))


def forget(user_id: UUID, *actions: str) -> None:
    """It was saved, or is not wanted any more."""
    session.execute(
        delete(TypedText).where(TypedText.user_id == user_id, TypedText.action.in_(actions))
    )


def forget_about(subject_id: UUID) -> None:
    """Whatever anybody typed in a form at an address with this id in it."""
    session.execute(delete(TypedText).where(TypedText.action.contains(str(subject_id))))


def _make_room(user_id: UUID) -> None:
    """AC36: addresses are as many as anybody cares to think of, working copies are not."""
    mine = select(TypedText.id).where(TypedText.user_id == user_id)
    old = mine.order_by(TypedText.at.desc(), TypedText.id).offset(MOST - 1)
    session.execute(delete(TypedText).where(TypedText.id.in_(session.scalars(old).all())))


def sweep(at: datetime) -> None:
    """What nobody came back for is gone after a week."""
    session.execute(delete(TypedText).where(TypedText.at <= at - KEPT))


def worth_keeping(fields: Iterable[tuple[str, str]]) -> Fields:
    """The answers of a form without its token. Empty when it is too long.

    E3: where somebody is marked as protected, nothing but the mark is kept.
    """
    said = [(name, value) for name, value in fields if name != "csrf_token"]
    if any(name == "protected" and value for name, value in said):
        said = [(name, value) for name, value in said if name == "protected"]
    return said if sum(len(value) for _, value in said) <= LONGEST else []
