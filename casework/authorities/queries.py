"""Authorities, units, staff and rooms. No person data of individuals: open to all who work here."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from casework.access import CASE_ROLES, Actor, Role
from casework.authorities.accounts import Account
from casework.authorities.models import Authority, Room, Unit, User
from casework.authorities.policy import may_administer
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


def account_of(actor: Actor, user: User) -> Account:
    """How somebody signs in, for the administrator."""
    _insist_administrator(actor)
    return session.scalars(select(Account).where(Account.user_id == user.id)).one()


def everything(actor: Actor) -> list[tuple[Authority, list[Unit]]]:
    """Every party with its units, closed ones last. For the administrator."""
    _insist_administrator(actor)
    units = session.scalars(
        select(Unit).order_by(Unit.closed_at.is_not(None), Unit.position, Unit.name)
    ).all()
    parties = session.scalars(select(Authority).order_by(Authority.position, Authority.name))
    return [(party, [u for u in units if u.authority_id == party.id]) for party in parties]


def authority_for(actor: Actor, authority_id: UUID) -> Authority:
    _insist_administrator(actor)
    return _one(session.get(Authority, authority_id), "authorities", authority_id)


def unit_to_change(actor: Actor, unit_id: UUID) -> Unit:
    _insist_administrator(actor)
    return unit_for(actor, unit_id)


def room_to_change(actor: Actor, room_id: UUID) -> Room:
    _insist_administrator(actor)
    return _one(session.get(Room, room_id), "rooms", room_id)


def user_to_change(actor: Actor, user_id: UUID) -> User:
    """Somebody who still works here. Whoever has left is history and is not changed."""
    _insist_administrator(actor)
    user = user_for(actor, user_id)
    if user.left_at is not None:
        raise NotVisible("users", user_id)
    return user


def open_units(actor: Actor) -> list[Unit]:
    """Where somebody may work, the steering group too. For the administrator."""
    return [unit for _, units in everything(actor) for unit in units if unit.closed_at is None]


def all_staff(actor: Actor) -> list[User]:
    """Everybody, those who have left last. For the administrator."""
    _insist_administrator(actor)
    query = (
        select(User)
        .join(Unit, Unit.id == User.unit_id)
        .order_by(User.left_at.is_not(None), Unit.position, Unit.name, User.name)
    )
    return list(session.scalars(query))


def all_rooms(actor: Actor) -> list[Room]:
    _insist_administrator(actor)
    return list(session.scalars(select(Room).order_by(Room.closed_at.is_not(None), Room.name)))


def staff_left_in(actor: Actor, unit_id: UUID) -> list[str]:
    """The names of those who still work in a unit."""
    del actor
    query = select(User.name).where(User.unit_id == unit_id, User.left_at.is_(None))
    return list(session.scalars(query.order_by(User.name)))


def email_taken(actor: Actor, email: str) -> bool:
    del actor
    return session.scalar(select(User.id).where(func.lower(User.email) == email)) is not None


def name_taken(actor: Actor, model: type[Authority | Unit | Room], name: str) -> bool:
    del actor
    return session.scalar(select(model.id).where(model.name == name).limit(1)) is not None


def administrators() -> int:
    """How many can administer. The one question that nobody asks as somebody: see `init`."""
    query = select(func.count()).where(User.role == Role.ADMINISTRATOR, User.left_at.is_(None))
    return session.scalar(query) or 0


def _insist_administrator(actor: Actor) -> None:
    """To everybody else these pages do not exist."""
    if not may_administer(actor):
        raise NotVisible("administration")
