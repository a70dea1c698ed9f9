"""What a reached case gives reach to in the rooms below, which must not know cases.

Connected in create_app to the `also_reached` of people, consents and referrals.
"""

from datetime import date

from sqlalchemy import ColumnElement, select

from casework.access import Actor
from casework.cases.models import Case
from casework.cases.queries import visible
from casework.consents.models import Consent
from casework.people.models import Person
from casework.referrals.models import Referral


def people(actor: Actor, on: date) -> ColumnElement[bool]:
    """E1: the person of a case, for those who reach the case."""
    return Person.id.in_(select(Case.person_id).where(visible(actor, on)))


def consents(actor: Actor, on: date) -> ColumnElement[bool]:
    """C4: the consent of a case, every version, for those who reach the case."""
    return Consent.series_id.in_(select(Case.consent_series_id).where(visible(actor, on)))


def referrals(actor: Actor, on: date) -> ColumnElement[bool]:
    """The referral that opened a case, for those who reach the case."""
    return Referral.id.in_(select(Case.referral_id).where(visible(actor, on)))
