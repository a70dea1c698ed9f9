"""Who stands in for whom: for the unit's own page, and beside the names round a case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import aliased

from casework.access import Actor, Role
from casework.authorities.models import User
from casework.authorities.queries import staff_of
from casework.cases.models import Assignment, Case, Substitution
from casework.cases.queries import CaseFile, visible
from casework.cases.queries.working import belongs, concerns, counts, oneself, stands_in
from casework.kit.db import session
from casework.kit.errors import NotVisible

Absent, StandIn = aliased(User), aliased(User)


@dataclass(frozen=True)
class InPlace:
    """One stands in for another."""

    substitution: Substitution
    absent: User
    substitute: User


def colleagues(actor: Actor) -> list[User]:
    """Those of the actor's unit who work with cases by being assigned, themselves included."""
    return [user for user in staff_of(actor, {actor.unit_id}) if not user.as_actor().coordinates]


def own_cases(actor: Actor, on: date) -> list[tuple[UUID, str]]:
    """The open cases that the actor works with in their own name: id and reference."""
    rows = session.execute(
        select(Case.id, Case.reference)
        .where(visible(actor, on), oneself(actor), Case.closed_at.is_(None))
        .order_by(Case.reference)
    )
    return [(case_id, reference) for case_id, reference in rows]


def in_the_unit(actor: Actor, on: date) -> list[InPlace]:
    """What is going on and to come in the actor's unit. A contact person sees everybody's."""
    rows = session.execute(
        _of_the_unit(actor)
        .where(Substitution.last_day >= on)
        .order_by(Substitution.first_day, Absent.name)
    )
    return [InPlace(*row) for row in rows]


def in_place_for(actor: Actor, substitution_id: UUID) -> InPlace:
    """One of the actor's unit that has not been ended. Raises NotVisible."""
    query = _of_the_unit(actor).where(Substitution.id == substitution_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotVisible("substitutions", substitution_id)
    return InPlace(*found)


def _of_the_unit(actor: Actor) -> Select:
    works = actor.works_with_cases and actor.active and actor.assured
    conditions = [
        Substitution.unit_id == actor.unit_id,
        Substitution.ended_at.is_(None),
        belongs(Absent, Substitution.unit_id, Substitution.named_at),
        belongs(StandIn, Substitution.unit_id, Substitution.named_at),
    ]
    if actor.role != Role.CONTACT:
        mine = (Substitution.absent_id, Substitution.substitute_id)
        conditions.append(or_(*(column == actor.user_id for column in mine)))
    return (
        select(Substitution, Absent, StandIn)
        .join(Absent, Absent.id == Substitution.absent_id)
        .join(StandIn, StandIn.id == Substitution.substitute_id)
        .where(and_(*conditions) if works else false())
    )


def standing_in(actor: Actor, file: CaseFile) -> list[InPlace]:
    """K4: who works with the case today in the place of somebody who is assigned to it."""
    del actor  # the file is already the actor's
    rows = session.execute(
        select(Substitution, Absent, StandIn)
        .join(Absent, Absent.id == Substitution.absent_id)
        .join(StandIn, StandIn.id == Substitution.substitute_id)
        .join(Assignment, and_(Assignment.case_id == file.id, counts(Absent)))
        .where(stands_in(file.on, Absent, StandIn), concerns(file.id))
        .where(Assignment.unit_id.in_(file.units_in_force | {file.case.owner_unit_id}))
        .order_by(StandIn.name)
    )
    found = [InPlace(*row) for row in rows]
    return [one for one in found if one.substitute.cleared or not file.person.is_protected]
