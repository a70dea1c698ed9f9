"""Who sees a consent: the one who recorded it, the coordinator while it covers the host, and those
who reach the case it belongs to (`also_reached`, filled by the cases room when the house starts).
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased, selectinload

from casework.access import YES, Actor, Decision, Reason
from casework.audit.service import note_read
from casework.consents.models import Consent, Grant, Withdrawal
from casework.consents.signals import Impact, impact_asked
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.people.models import Person

also_reached: set[Callable[[Actor, date], ColumnElement[bool]]] = set()


def in_force(on: date, of: Any = Consent) -> ColumnElement[bool]:
    """C1 as SQL, for the consent as a whole."""
    return and_(
        of.given_on <= on,
        of.last_day >= on,
        or_(of.replaced_on.is_(None), of.replaced_on > on),
        ~taken_back(of, None, on),
    )


def series_names(series: Any, unit_id: UUID, on: date, kind: Any = None) -> ColumnElement[bool]:
    """C1, C5: a version in force that day, of the series in that column, names the unit.

    With `kind` (a column or a code) only if it gives the unit that kind of information.
    """
    version, grant = aliased(Consent), aliased(Grant)
    return exists().where(
        version.series_id == series,
        in_force(on, version),
        grant.consent_id == version.id,
        grant.unit_id == unit_id,
        true() if kind is None else grant.kind == kind,
        ~taken_back(version, unit_id, on),
    )


def taken_back(of: Any, unit_id: UUID | None, on: date) -> ColumnElement[bool]:
    """C1: this version is taken back that day for one unit, or (None) as a whole."""
    whose = Withdrawal.unit_id.is_(None) if unit_id is None else Withdrawal.unit_id == unit_id
    return (
        exists()
        .where(Withdrawal.consent_id == of.id, whose, Withdrawal.withdrawn_on <= on)
        .correlate(of)
    )


def versions_of(series_id: UUID) -> Select[Consent]:
    """All versions of one consent, oldest first, with what they give and what was taken back."""
    return (
        select(Consent)
        .where(Consent.series_id == series_id)
        .order_by(Consent.version)
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
    )


def visible(actor: Actor, on: date) -> ColumnElement[bool]:
    """Who sees it, as a condition on `Consent` joined with `Person`."""
    if not (actor.works_with_cases and actor.active and actor.assured):
        return false()
    recorded = and_(Consent.recorded_by_id == actor.user_id, Consent.unit_id == actor.unit_id)
    reached = [recorded, *(more(actor, on) for more in also_reached)]
    if actor.coordinates:
        reached.append(series_names(Consent.series_id, actor.unit_id, on))
    there = and_(Person.erased_at.is_(None), or_(*reached))
    return there if actor.cleared else and_(Person.protected_at.is_(None), there)


def consent_for(actor: Actor, consent_id: UUID, on: date) -> tuple[Consent, Person]:
    """One version with its person; the read is noted (A1). Raises NotVisible."""
    found = session.execute(
        select(Consent, Person)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.id == consent_id, visible(actor, on))
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
    ).one_or_none()
    if found is None:
        raise NotVisible("consents", consent_id)
    note_read(actor, found[0], Decision(True, "", Reason.CONSENT, found[0].id))
    return found[0], found[1]


def latest_of(actor: Actor, person: Person, on: date) -> Consent | None:
    """C3: the version that a new consent for this person would replace, if the actor sees it."""
    query = (
        select(Consent)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.person_id == person.id, visible(actor, on))
        .order_by(Consent.recorded_at.desc(), Consent.version.desc())
        .limit(1)
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
    )
    found = session.scalar(query)
    if found:
        note_read(actor, found, YES)
    return found


def series(actor: Actor, series_id: UUID) -> list[Consent]:
    """Every version, for a room that has already let the actor in, and for a new version (C3)."""
    del actor
    return list(session.scalars(versions_of(series_id)))


def impact(actor: Actor, consent: Consent, unit_id: UUID | None, on: date) -> list[Impact]:
    """C4: what a withdrawal would change, as the later rooms tell it."""
    answers = impact_asked.send(consent, actor=actor, unit_id=unit_id, on=on)
    return [line for _, lines in answers for line in lines]
