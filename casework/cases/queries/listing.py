"""Lists of cases: filtered, paged, found by reference. Never a name."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from casework.access import Actor
from casework.authorities.models import Unit, User
from casework.authorities.queries import staff_of
from casework.cases.models import Case
from casework.cases.queries import CaseFile, visible, visible_cases
from casework.cases.queries.working import oneself
from casework.cases.rules import CLOSED, EVERY, LATE, MINE, PAUSED, Wanted
from casework.kit.db import session
from casework.kit.paging import Page, newest_first


def listing(
    actor: Actor, wanted: Wanted, on: date, after: str | None = None, size: int = 50
) -> Page:
    """K4: one page of the cases that this actor reaches, newest first, in one statement."""
    query = _narrowed(visible_cases(actor, on), actor, wanted, on)
    return newest_first(query, Case.opened_at, Case.id, after, size)


def _narrowed(query: Select, actor: Actor, wanted: Wanted, on: date) -> Select:
    if wanted.reference:  # a reference is looked for everywhere, whatever else was chosen
        return query.where(Case.reference.contains(wanted.reference.upper(), autoescape=True))
    query = query.where(*_which(actor, wanted.which, on))
    if wanted.step:
        query = query.where(Case.step == wanted.step)
    if wanted.unit_id:
        query = query.where(Case.owner_unit_id == wanted.unit_id)
    return query


def _which(actor: Actor, which: str, on: date) -> tuple:
    """K3: a case that should have woken is as late as one whose next step is.

    Mine are those of my own, not those of a colleague that I stand in for.
    """
    is_open = Case.closed_at.is_(None)
    late = or_(Case.paused_until < on, and_(Case.paused_until.is_(None), Case.next_step_on < on))
    return {
        MINE: (is_open, oneself(actor)),
        PAUSED: (is_open, Case.paused_until.is_not(None)),
        LATE: (is_open, late),
        CLOSED: (Case.closed_at.is_not(None),),
        EVERY: (),
    }.get(which, (is_open,))


def owner_units(actor: Actor, on: date) -> list[Unit]:
    """The units that own a case this actor reaches: what the list can be filtered by."""
    owners = select(Case.owner_unit_id).where(visible(actor, on))
    return list(
        session.scalars(select(Unit).where(Unit.id.in_(owners)).order_by(Unit.position, Unit.name))
    )


def could_join(actor: Actor, file: CaseFile, already: set[UUID]) -> list[User]:
    """K4: staff of the owner and of the units covered today, who do not work with it yet.

    Coordinators reach a case by their role, and only those cleared meet a protected identity.
    """
    staff = staff_of(actor, file.units_in_force | {file.case.owner_unit_id})
    return [
        user
        for user in staff
        if user.id not in already
        and not user.as_actor().coordinates
        and (user.cleared or not file.person.is_protected)
    ]
