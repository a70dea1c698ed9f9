"""Authorities, units, staff and rooms. No person data of individuals: open to all who work here."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from casework.access import CASE_ROLES, Actor, Role
from casework.audit.models import AuditEntry
from casework.authorities.accounts import Account
from casework.authorities.models import LAPSES, Authority, Proposal, Room, Setting, Unit, User
from casework.authorities.policy import may_administer
from casework.kit.db import session
from casework.kit.errors import NotVisible

Row = TypeVar("Row")
_oneself = User.__table__.alias("oneself")


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


def full_unit_names(actor: Actor) -> dict[UUID, str]:
    """{unit id: name as in a consent}, in one statement."""
    del actor
    return {unit.id: unit.name for unit in session.scalars(select(Unit))}


def unit_for(actor: Actor | None, unit_id: UUID) -> Unit:
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


TRAVEL = "travel_minutes"


def setting(actor: Actor, key: str) -> Setting | None:
    """What this installation says of it, if anything."""
    del actor
    return session.scalar(select(Setting).where(Setting.key == key))


def travel_time(actor: Actor) -> timedelta:
    """Between meetings in two houses; nothing unless an administrator has set it."""
    row = setting(actor, TRAVEL)
    return timedelta(minutes=int(row.value) if row else 0)


def been_there_since(actor: Actor, moment: Any) -> ColumnElement[bool]:
    """K5: the actor came to their unit before the moment in that column; coming back is anew."""
    since = _oneself.c.unit_since
    there = exists().where(_oneself.c.id == actor.user_id, or_(since.is_(None), since <= moment))
    return there.correlate_except(_oneself)


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


def account_at(address: str) -> Account | None:
    """AC14: whose address this is. Nobody asks as somebody before they are signed in.

    The row is held until the answer is given, so that one code is not accepted twice at once.
    """
    query = select(Account).where(func.lower(Account.email) == address)
    return session.scalar(
        query.with_for_update(of=Account).execution_options(populate_existing=True)
    )


def wrong_tries(index: UUID, action: str, since: datetime) -> int:
    """AC14: how often signing in at one address, by its keyed index, was refused since then."""
    query = select(func.count()).where(
        AuditEntry.user_id.is_(None),
        AuditEntry.at > since,
        AuditEntry.action == action,
        AuditEntry.subject_id == index,
    )
    return session.scalar(query) or 0


def own_wrong_tries(actor: Actor, action: str, since: datetime) -> int:
    """AC14: how often this user was refused that since then."""
    query = select(func.count()).where(
        AuditEntry.user_id == actor.user_id, AuditEntry.at > since, AuditEntry.action == action
    )
    return session.scalar(query) or 0


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


def email_taken(actor: Actor | None, email: str) -> bool:
    del actor
    return session.scalar(select(User.id).where(func.lower(User.email) == email)) is not None


def name_taken(actor: Actor, model: type[Authority | Unit | Room], name: str) -> bool:
    del actor
    return session.scalar(select(model.id).where(model.name == name).limit(1)) is not None


def waiting_proposals(actor: Actor, at: datetime) -> list[Proposal]:
    """What waits for another administrator, oldest first."""
    _insist_administrator(actor)
    query = select(Proposal).where(*_waits(at)).order_by(Proposal.proposed_at)
    return list(session.scalars(query))


def settled_proposals(actor: Actor, at: datetime) -> list[Proposal]:
    """The latest twenty that were approved or declined, or that nobody answered in time."""
    _insist_administrator(actor)
    lapsed = Proposal.proposed_at <= at - LAPSES
    query = select(Proposal).where(or_(Proposal.decided_at.is_not(None), lapsed))
    return list(session.scalars(query.order_by(Proposal.proposed_at.desc()).limit(20)))


def proposal_for(actor: Actor | None, proposal_id: UUID) -> Proposal:
    """One proposal, held until it is answered: two who agree at once do it once.

    Without an actor: the command on the server.
    """
    if actor is not None:
        _insist_administrator(actor)
    query = select(Proposal).where(Proposal.id == proposal_id).with_for_update()
    return _one(session.scalar(query), "proposals", proposal_id)


def proposals_on_server(actor: None, at: datetime) -> list[Proposal]:
    """What waits, for whoever runs the server."""
    del actor
    return list(session.scalars(select(Proposal).where(*_waits(at))))


def already_proposed(
    actor: Actor, kind: str, *, user_id: UUID | None, email: str | None, at: datetime
) -> bool:
    """The same thing waits already, about the same person or address."""
    _insist_administrator(actor)
    about = Proposal.user_id == user_id if user_id else Proposal.email == email
    query = select(Proposal.id).where(Proposal.kind == kind, about, *_waits(at))
    return session.scalar(query.limit(1)) is not None


def account_named(actor: Actor | None, proposal: Proposal) -> Account:
    """Whom an approved proposal is about. Without an actor: approved on the server."""
    del actor
    return session.scalars(select(Account).where(Account.user_id == proposal.user_id)).one()


def _waits(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return Proposal.decided_at.is_(None), Proposal.proposed_at > at - LAPSES


def administrators() -> int:
    """How many can administer. The one question that nobody asks as somebody: see `init`."""
    query = select(func.count()).where(User.role == Role.ADMINISTRATOR, User.left_at.is_(None))
    return session.scalar(query) or 0


def _insist_administrator(actor: Actor) -> None:
    """To everybody else these pages do not exist."""
    if not may_administer(actor):
        raise NotVisible("administration")
