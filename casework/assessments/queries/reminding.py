"""Who owes a part that is soon due, or late. No actor is signed in behind a letter."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from casework.access import Role
from casework.access.wall import beyond
from casework.assessments.models import AssessmentPart
from casework.authorities.models import User
from casework.cases.models import Assignment, Case
from casework.cases.queries import protected
from casework.cases.queries.working import counts
from casework.consents.queries import series_names
from casework.kit.db import session
from casework.letters.models import Letter


def officers_to_remind(kind: str, first: date, last: date, on: date) -> list[tuple[UUID, User]]:
    """(part, officer) for parts due from `first` to `last`, each told once by that kind."""
    reminded = exists().where(
        Letter.kind == kind,
        Letter.about_id == AssessmentPart.id,
        Letter.receiver_id == User.id,
    )
    query = _owing(on, AssessmentPart.id, User).where(
        AssessmentPart.due_on.between(first, last), ~reminded
    )
    return [(part_id, user) for part_id, user in session.execute(query).unique()]


def still_owes(part_id: UUID, user_id: UUID, on: date) -> bool:
    """It is still to be written, by a unit that is waited for, and still one of theirs."""
    query = _owing(on, AssessmentPart.id).where(AssessmentPart.id == part_id, User.id == user_id)
    return session.execute(query).first() is not None


def _owing(on: date, *what: Any) -> Select:
    """A unit's officers who work with the open case (K5). A correction under way is no debt."""
    return (
        select(*what)
        .select_from(AssessmentPart)
        .join(Case, Case.id == AssessmentPart.case_id)
        .join(User, or_(_works_with_it(), _coordinates()))
        .where(
            AssessmentPart.signed_at.is_(None),
            AssessmentPart.version == 1,
            Case.closed_at.is_(None),
            Case.erased_at.is_(None),
            waited_for_by_consent(on),
            or_(User.cleared, ~protected()),
        )
        .distinct()
        .execution_options(**beyond("a letter to the officer, by a command"))
    )


def waited_for_by_consent(on: date) -> ColumnElement[bool]:
    """C1: the owner's part, or one that the consent in force still gives its unit to write."""
    part = AssessmentPart
    given = series_names(Case.consent_series_id, part.unit_id, on, part.info_kind)
    return or_(part.unit_id == Case.owner_unit_id, given)


def _works_with_it() -> ColumnElement[bool]:
    mine = exists().where(
        Assignment.case_id == Case.id, Assignment.unit_id == AssessmentPart.unit_id, counts()
    )
    return mine.correlate(Case, AssessmentPart, User)


def _coordinates() -> ColumnElement[bool]:
    """The host unit's own part: its coordinators reach cases by their role (K4)."""
    return and_(
        User.role == Role.COORDINATOR,
        User.unit_id == AssessmentPart.unit_id,
        User.left_at.is_(None),
    )
