"""What a reached case gives reach to in the rooms below, which must not know cases.

Connected in create_app to the `also_reached` of people, consents and referrals, and to the
`rests_on` and `refers_to` of consents.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from casework.access import Actor
from casework.access.wall import beyond
from casework.cases.models import Case
from casework.cases.queries import visible
from casework.consents.models import Consent
from casework.consents.queries import Resting
from casework.kit.db import session
from casework.people.models import Person
from casework.referrals.models import Referral

_case = Case.__table__.c  # a table: what the wall is built of is not narrowed by it


def people(actor: Actor, on: date) -> ColumnElement[bool]:
    """E1: the person of a case, for those who reach the case."""
    return Person.id.in_(select(_case.person_id).where(visible(actor, on)))


def consents(actor: Actor, on: date) -> ColumnElement[bool]:
    """C4: the consent of a case, every version, for those who reach the case."""
    return Consent.series_id.in_(select(_case.consent_series_id).where(visible(actor, on)))


def referrals(actor: Actor, on: date) -> ColumnElement[bool]:
    """The referral that opened a case, for those who reach the case."""
    return Referral.id.in_(select(_case.referral_id).where(visible(actor, on)))


def resting(actor: Actor, series_id: UUID, on: date) -> list[Resting]:
    """C3: the cases that rest on a consent: who owns each, and whether the actor reaches it."""
    rows = session.execute(
        select(Case.id, Case.owner_unit_id, visible(actor, on), Case.reference)
        .where(Case.consent_series_id == series_id, Case.erased_at.is_(None))
        .execution_options(**beyond("who may widen a consent depends on who owns what rests on it"))
    )
    return [Resting(case, owner, bool(reached), code) for case, owner, reached, code in rows]


def by_reference(actor: Actor, reference: str) -> ColumnElement[bool]:
    """C4: the consent of the case or the referral with that reference, whoever may open it."""
    del actor
    return or_(
        Consent.series_id.in_(
            select(Case.consent_series_id).where(
                Case.reference == reference, Case.erased_at.is_(None)
            )
        ),
        Consent.series_id.in_(
            select(Referral.consent_series_id).where(Referral.reference == reference)
        ),
    )
