"""Authorities, units, staff and rooms. No person data of individuals: open to all who work here."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from casework.access import CASE_ROLES, Actor
from casework.authorities.accounts import Account
from casework.authorities.models import Authority, Room, Unit, User
from casework.kit.db import session
from casework.kit.errors import NotVisible

Row = TypeVar("Row")


def units_in_consents(actor: Actor) -> list[Unit]:
    """Every open unit that a consent can name, authority by authority."""
    del actor
    return list(
        session.scalars(
            select(Unit)
            .join(Authority, Authority.id == Unit.authority_id)
            .where(Unit.closed_at.is_(None), Unit.has_people)
            .order_by(Authority.position, Authority.name, Unit.position, Unit.name)
        )
    )


def unit_names(actor: Actor) -> dict[UUID, str]:
    """{unit id: short name} of all units, in one statement."""
    del actor
    return {unit.id: unit.short_name for unit in session.scalars(select(Unit))}


def unit_for(actor: Actor, unit_id: UUID) -> Unit:
    del actor
    return _one(session.get(Unit, unit_id), "units", unit_id)


def staff_of(actor: Actor, unit_ids: Collection[UUID]) -> list[User]:
    """Those of the units who work with cases, unit by unit."""
    del actor
    query = (
        select(User)
        .join(Unit, Unit.id == User.unit_id)
        .where(User.unit_id.in_(unit_ids), User.left_at.is_(None), User.role.in_(CASE_ROLES))
        .order_by(Unit.position, Unit.name, User.name)
    )
    return list(session.scalars(query))


def user_for(actor: Actor, user_id: UUID) -> User:
    """A member of staff. Raises NotVisible."""
    del actor
    return _one(session.get(User, user_id), "users", user_id)


def people_by_id(actor: Actor, user_ids: Collection[UUID]) -> dict[UUID, User]:
    """{user id: user}, in one statement: for names beside rows."""
    del actor
    return {u.id: u for u in session.scalars(select(User).where(User.id.in_(user_ids)))}


def rooms(actor: Actor) -> list[Room]:
    """The rooms that can be booked."""
    del actor
    return list(session.scalars(select(Room).where(Room.closed_at.is_(None)).order_by(Room.name)))


def _one(row: Row | None, kind: str, row_id: UUID) -> Row:
    if row is None:
        raise NotVisible(kind, row_id)
    return row


def own_account(actor: Actor) -> Account:
    """How the actor signs in."""
    return session.scalars(select(Account).where(Account.user_id == actor.user_id)).one()
