"""Who and what stands round a case: people by authority, the units its consent names."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from casework.access import Actor, Role
from casework.authorities.models import Authority, Unit, User
from casework.cases.models import Assignment, Case, Substitution
from casework.cases.queries import CaseFile, visible
from casework.cases.queries.working import concerns, counts, stands_in
from casework.consents.models import Consent
from casework.consents.signals import Impact
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import counted, first_upper
from casework.people.models import Person

Absent, StandIn = aliased(User), aliased(User)


@dataclass(frozen=True)
class Seat:
    """Somebody who reaches the case: by an assignment, or as its coordinator."""

    user: User
    assignment: Assignment | None


def seats(actor: Actor, file: CaseFile) -> list[Seat]:
    """K4: everybody who reaches the case today, authority by authority."""
    del actor  # the file is already the actor's
    by_role = and_(User.role == Role.COORDINATOR, User.unit_id.in_(file.units_in_force))
    by_assignment = and_(
        Assignment.id.is_not(None),
        User.unit_id.in_(file.units_in_force | {file.case.owner_unit_id}),
    )
    rows = session.execute(
        select(User, Assignment)
        .join(Unit, Unit.id == User.unit_id)
        .join(Authority, Authority.id == Unit.authority_id)
        .outerjoin(
            Assignment,
            and_(
                Assignment.case_id == file.id,
                counts(),
            ),
        )
        .where(User.left_at.is_(None), or_(by_role, by_assignment))
        .order_by(Authority.position, Authority.name, Unit.position, User.name)
    )
    return [Seat(user, assignment) for user, assignment in rows if _meets(user, file)]


def assignment_for(actor: Actor, file: CaseFile, assignment_id: UUID) -> tuple[Assignment, User]:
    """One assignment of the case, with whom it is about. Raises NotVisible."""
    for seat in seats(actor, file):
        if seat.assignment is not None and seat.assignment.id == assignment_id:
            return seat.assignment, seat.user
    raise NotVisible("assignments", assignment_id)


def impact(
    consent: Consent,
    *,
    actor: Actor,
    unit_id: UUID | None,
    on: date,
    kinds: frozenset[str] | None = None,
) -> list[Impact]:
    """C4: those who could no longer open the case; nobody, while the unit keeps some kind."""
    if kinds is not None:
        return []
    units = frozenset({unit_id}) if unit_id else consent.facts().units_in_force(on)
    queries = (_working(consent.series_id, units), _standing_in(consent.series_id, units, on))
    rows = [row for query in queries for row in session.execute(query.where(visible(actor, on)))]
    names = sorted({user.name for owner, hidden, user in rows if _loses(user, owner, hidden)})
    if not names:
        return []
    who = counted(len(names), "person", "personer")
    return [Impact("lock", f"{first_upper(who)} kan inte längre öppna ärendet", tuple(names))]


def _working(series_id: UUID, units: frozenset[UUID]) -> Select:
    """Those of the units who work with the cases on a consent, and coordinators, by their role."""
    return (
        select(Case.owner_unit_id, Person.protected_at, User)
        .join(Person, Person.id == Case.person_id)
        .outerjoin(Assignment, and_(Assignment.case_id == Case.id, Assignment.ended_at.is_(None)))
        .join(User, or_(counts(), User.role == Role.COORDINATOR))
        .where(Case.consent_series_id == series_id, User.left_at.is_(None), User.unit_id.in_(units))
    )


def _standing_in(series_id: UUID, units: frozenset[UUID], on: date) -> Select:
    """Those who do so today in the place of one of them."""
    return (
        select(Case.owner_unit_id, Person.protected_at, StandIn)
        .join(Person, Person.id == Case.person_id)
        .join(Assignment, Assignment.case_id == Case.id)
        .join(Absent, counts(Absent))
        .join(Substitution, Substitution.absent_id == Absent.id)
        .join(StandIn, stands_in(on, Absent, StandIn))
        .where(Case.consent_series_id == series_id, concerns(Case.id), StandIn.unit_id.in_(units))
    )


def _loses(user: User, owner_unit_id: UUID, protected_at: datetime | None) -> bool:
    """The owner keeps the case. The coordinator never owns, whatever unit employs them.

    Who is not cleared for protected identities does not reach such a case even now.
    """
    reaches = user.cleared or protected_at is None
    return reaches and (user.role == Role.COORDINATOR or user.unit_id != owner_unit_id)


def _meets(user: User, file: CaseFile) -> bool:
    return user.cleared or not file.person.is_protected


def units_named(actor: Actor, file: CaseFile) -> list[Unit]:
    """The units that any version of the consent has named, authority by authority."""
    del actor
    named = {unit for facts in file.facts.consents for unit, _ in facts.grants}
    return list(
        session.scalars(
            select(Unit)
            .join(Authority, Authority.id == Unit.authority_id)
            .where(Unit.id.in_(named))
            .order_by(Authority.position, Authority.name, Unit.position, Unit.name)
        )
    )
