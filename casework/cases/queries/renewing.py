"""C6: whom a consent that soon ends concerns. No actor is signed in behind a letter."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select

from casework.access.wall import beyond
from casework.authorities.models import User
from casework.cases.models import Assignment, Case
from casework.cases.queries import protected
from casework.cases.queries.waiting import RENEW
from casework.cases.queries.working import counts
from casework.consents.models import Consent
from casework.consents.queries import in_force
from casework.kit.db import session
from casework.letters.models import Letter


def officers_to_tell(kind: str, on: date) -> list[tuple[UUID, User]]:
    """(version, officer) for consents in force that end within thirty days, told once each."""
    told = exists().where(
        Letter.kind == kind, Letter.about_id == Consent.id, Letter.receiver_id == User.id
    )
    rows = session.execute(_concerned(on, Consent.id, User).where(~told))
    return [(consent_id, user) for consent_id, user in rows.unique()]


def still_to_tell(consent_id: UUID, user_id: UUID, on: date) -> bool:
    """It is still in force, soon ends, and is still of a case of theirs."""
    narrowed = _concerned(on, Consent.id).where(Consent.id == consent_id, User.id == user_id)
    return session.execute(narrowed).first() is not None


def _concerned(on: date, *what: Any) -> Select:
    """Officers of the owner unit who work with an open case that rests on the consent (K5)."""
    return (
        select(*what)
        .select_from(Consent)
        .join(Case, Case.consent_series_id == Consent.series_id)
        .join(
            Assignment,
            and_(Assignment.case_id == Case.id, Assignment.unit_id == Case.owner_unit_id),
        )
        .join(User, counts())
        .where(
            in_force(on),
            Consent.last_day <= on + RENEW,
            Case.closed_at.is_(None),
            Case.erased_at.is_(None),
            or_(User.cleared, ~protected()),
        )
        .distinct()
        .execution_options(**beyond("a letter to the officer, by a command"))
    )
