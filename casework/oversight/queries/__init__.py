"""Rows of the trail as sentences, and the two ways to find those that belong to a case.

What was read or done in a case bears its id. A refusal bears only the id that was asked for, and
so does what was read before there was a case; both are found by that id.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import aliased

from casework.access.wall import beyond
from casework.audit.models import AuditEntry
from casework.audit.words import sentence
from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.consents.models import Consent
from casework.contributions.models import Contribution
from casework.kit.db import session
from casework.meetings.models import Meeting
from casework.people.models import Person

# the case that a row is about, also where it was refused
THE_CASE = func.coalesce(AuditEntry.case_id, AuditEntry.subject_id)
READ, CHANGED, REFUSED = "last", "andrat", "nekat"


@dataclass(frozen=True)
class LogRow:
    """Who did what in which case. Somebody who answered by a link has no name."""

    entry: AuditEntry
    reference: str
    name: str | None
    unit: str | None

    @property
    def what(self) -> str:
        return sentence(self.entry.action, self.entry.subject_kind, self.entry.outcome)

    @property
    def who(self) -> str:
        return self.name or nobody(self.entry.action)


@dataclass(frozen=True)
class LogPage:
    """Rows newest first; `older` is the number to go on from, or None on the last page."""

    rows: list[LogRow]
    older: int | None


def nobody(action: str) -> str:
    """Who a row without a user is by."""
    return "Någon med svarslänk" if action.endswith("by link") else "Systemet, av sig självt"


def page_of(query: Select, size: int) -> LogPage:
    """One page of a query that gives the columns of a LogRow. One statement."""
    found = session.execute(query.order_by(AuditEntry.seq.desc()).limit(size + 1)).all()
    rows = [LogRow(*row) for row in found[:size]]
    return LogPage(rows, rows[-1].entry.seq if len(found) > size else None)


def about(case: Case, reader_unit_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Two conditions that no row meets both of: it bears the case's id, or asks for a thing of it.

    The person's own row only where it is the reader's unit that keeps it (E1): another unit's is
    not theirs to follow.
    """
    things = [
        select(Consent.id).where(Consent.series_id == case.consent_series_id),
        select(Meeting.id).where(Meeting.case_id == case.id),
        select(Contribution.id).where(Contribution.case_id == case.id),
        select(Person.id).where(Person.id == case.person_id, Person.unit_id == reader_unit_id),
    ]
    asked_for = or_(
        AuditEntry.subject_id.in_([case.id, *([case.referral_id] if case.referral_id else [])]),
        AuditEntry.subject_id.in_(union_all(*things)),
    )
    return AuditEntry.case_id == case.id, and_(AuditEntry.case_id.is_(None), asked_for)


def newest(halves: Any, limit: int, *narrowed: Any) -> ColumnElement[bool]:
    """The `limit` newest rows of both halves as a condition: each half goes by its own index."""
    parts = [
        select(AuditEntry.seq)
        .where(half, *narrowed)
        .order_by(AuditEntry.seq.desc())
        .limit(limit)
        .subquery()
        for half in halves
    ]
    return AuditEntry.seq.in_(union_all(*(select(part.c.seq) for part in parts)))


def of_sort(sort: str) -> tuple[ColumnElement[bool], ...]:
    """Only what was read, changed or refused; anything else is everything."""
    allowed = AuditEntry.outcome != "denied"
    return {
        READ: (allowed, AuditEntry.action == "read"),
        CHANGED: (allowed, AuditEntry.action != "read"),
        REFUSED: (~allowed,),
    }.get(sort, ())


def with_names(reference: Any) -> Select:
    """The trail with the names of staff and units beside. `reference`: a column, or a value."""
    return (
        select(AuditEntry, reference, User.name, Unit.short_name)
        .select_from(AuditEntry)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .outerjoin(Unit, Unit.id == AuditEntry.unit_id)
    )


def of_authority(query: Select, authority_id: UUID) -> Select:
    """T2: only rows about cases that a unit of the authority owns; brings `Case` into the query."""
    owner = aliased(Unit)
    return (
        query.join(Case, Case.id == THE_CASE)
        .join(owner, owner.id == Case.owner_unit_id)
        .where(owner.authority_id == authority_id)
        .execution_options(**beyond("a reviewer reads references of cases, and no more of them"))
    )
