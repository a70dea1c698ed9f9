"""Which of the remisses and cases on an agenda its reader may also open."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select, union_all

from casework.access import Actor
from casework.cases.models import Case
from casework.cases.queries import visible as reached_cases
from casework.kit.db import session
from casework.people.models import Person
from casework.referrals.models import Referral
from casework.referrals.queries import visible as reached_referrals
from casework.reviews.queries.shapes import Matter
from casework.reviews.rules import FRAGA


def openable(actor: Actor, matters: Iterable[Matter], on: date) -> frozenset[UUID]:
    """K4: whoever hears a point does not therefore reach it. The ids of those they do reach.

    One statement, and none for an agenda without a person on it.
    """
    ids = [one.row.id for one in matters if one.kind != FRAGA]
    if not ids:
        return frozenset()
    cases = select(Case.id).where(Case.id.in_(ids), reached_cases(actor, on))
    sent = select(Referral.id).outerjoin(Person, Person.id == Referral.person_id)
    referrals = sent.where(Referral.id.in_(ids), reached_referrals(actor, on))
    return frozenset(session.scalars(union_all(cases, referrals)))
