"""K4, K5 as SQL: who works with a case now, by an assignment or in somebody's place.

Nothing here is kept: leaving a unit, and the days of a substitution, count when they are asked.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from casework.access import Actor, Role
from casework.authorities.models import User
from casework.cases.models import Assignment, Case, SubstitutedCase, Substitution

# Made once: every page of every case asks several times. Tables, not classes: the rule is not
# narrowed by the wall that is built of it.
_case = Case.__table__
_row = Assignment.__table__.alias("assigned").c
_me = User.__table__.alias("me").c
_absent = User.__table__.alias("absent").c
_then = Assignment.__table__.alias("then").c
ASSIGNED = (Role.CONTACT, Role.OFFICER)  # the coordinator reaches cases by the role


def assigned(actor: Actor, on: date) -> ColumnElement[bool]:
    """K4, K5: this actor works with the case that day, as a condition on `Case`."""
    return or_(oneself(actor), _in_somebodys_place(actor, on))


def was_assigned(actor: Actor, case_id: Any) -> ColumnElement[bool]:
    """K5: the actor worked with the case in that column since they came to their unit, or does."""
    return exists().where(
        _then.case_id == case_id,
        _then.user_id == actor.user_id,
        _then.unit_id == actor.unit_id,
        _me.id == actor.user_id,
        joined_before(_me, _then.since),
    )


def counts(who: Any = User, row: Any = Assignment) -> ColumnElement[bool]:
    """K5: an assignment counts while its user belongs to the unit it was made for."""
    return and_(row.ended_at.is_(None), row.user_id == who.id, belongs(who, row.unit_id, row.since))


def belongs(who: Any, unit_id: Any, since: Any) -> ColumnElement[bool]:
    """K5: this user works in the unit, and has done so all the time since then."""
    return and_(who.unit_id == unit_id, who.left_at.is_(None), joined_before(who, since))


def joined_before(who: Any, moment: Any) -> ColumnElement[bool]:
    """Coming back to a unit is coming anew."""
    return or_(who.unit_since.is_(None), who.unit_since <= moment)


def stands_in(on: date, absent: Any, substitute: Any) -> ColumnElement[bool]:
    """A `Substitution` of these two counts that day: both still belong to the unit (K5).

    Whoever no longer works with cases by being assigned leaves nothing to stand in for.
    """
    return and_(
        absent.role.in_(ASSIGNED),
        Substitution.ended_at.is_(None),
        Substitution.first_day <= on,
        Substitution.last_day >= on,
        Substitution.absent_id == absent.id,
        Substitution.substitute_id == substitute.id,
        belongs(absent, Substitution.unit_id, Substitution.named_at),
        belongs(substitute, Substitution.unit_id, Substitution.named_at),
    )


def concerns(case_id: Any) -> ColumnElement[bool]:
    """The `Substitution` is about the case in that column, by name or as one of all."""
    named = exists().where(
        SubstitutedCase.substitution_id == Substitution.id, SubstitutedCase.case_id == case_id
    )
    return or_(Substitution.whole, named.correlate_except(SubstitutedCase))


def oneself(actor: Actor) -> ColumnElement[bool]:
    """K5: by an assignment of the actor's own, as a condition on `Case`."""
    return (
        exists()
        .where(
            _row.case_id == _case.c.id,
            _row.user_id == actor.user_id,
            _row.unit_id == actor.unit_id,
            counts(_me, _row),
        )
        .correlate(_case)
    )


def _in_somebodys_place(actor: Actor, on: date) -> ColumnElement[bool]:
    """Only through an assignment of the absent one's own: substitutes form no chain."""
    return (
        exists()
        .where(
            _row.case_id == _case.c.id,
            _row.unit_id == actor.unit_id,
            Substitution.substitute_id == actor.user_id,
            counts(_absent, _row),
            stands_in(on, _absent, _me),
            concerns(_case.c.id),
        )
        .correlate(_case)
    )
