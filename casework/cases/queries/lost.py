"""AC03: why somebody who had a case open a moment ago no longer reaches it.

Only told to those who read it lately for the unit they are in, and only in answer to what they
themselves try to save. What came of the consent is told to those who still work with the case.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from casework.access import Actor
from casework.access.facts import ConsentFacts
from casework.access.wall import beyond, guarded
from casework.audit.models import AuditEntry
from casework.cases.models import Case
from casework.cases.queries import protected
from casework.cases.queries.working import assigned
from casework.consents.models import Consent, Withdrawal
from casework.consents.queries import versions_of
from casework.kit import clock
from casework.kit.db import session
from casework.kit.swedish import clock_time, date_year, local_day

LATELY = timedelta(hours=8)  # no session is longer

NOTHING_SAVED = "Inget har sparats."
OPEN = beyond("to say why a case that was open a moment ago is closed")


def why_lost(actor: Actor, asked: Collection[UUID]) -> str | None:
    """A sentence for somebody who read one of these within the last hours, otherwise None."""
    read = _read_lately(actor, asked, clock.now() - LATELY)
    if read is None:
        return None
    case_id = read[0]
    because = _because(actor, case_id, clock.today()) if case_id else ""
    return f"{because or 'Du kan inte längre öppna det som du skrev i.'} {NOTHING_SAVED}"


def _read_lately(actor: Actor, asked: Collection[UUID], since: datetime) -> tuple | None:
    """A case counts as read when it was open itself, not when a question about it was. What leads
    to no person, as a report, is never lost."""
    query = select(AuditEntry.case_id).where(
        AuditEntry.user_id == actor.user_id,
        AuditEntry.unit_id == actor.unit_id,  # K5: what was read for another unit stays there
        AuditEntry.at >= since,
        AuditEntry.action == "read",
        AuditEntry.outcome == "allowed",
        AuditEntry.subject_kind.in_(sorted(guarded())),
        AuditEntry.subject_id.in_(asked),
    )
    return session.execute(query.order_by(AuditEntry.at.desc()).limit(1)).one_or_none()


def _because(actor: Actor, case_id: UUID, on: date) -> str:
    works = select(Case).where(Case.id == case_id, *_works_with_it(actor, on))
    case = session.scalar(works.execution_options(**OPEN))
    if case is None or case.owner_unit_id == actor.unit_id:
        return ""
    versions = versions_of(case.consent_series_id).execution_options(populate_existing=True, **OPEN)
    newest = list(session.scalars(versions))[-1]
    taken = _taken_back(newest, actor.unit_id, on)
    if taken:
        day, time = date_year(local_day(taken.recorded_at)), clock_time(taken.recorded_at)
        return f"Samtycket återkallades {day} kl. {time}."
    return _ended(newest.facts(), actor.unit_id, on)


def _works_with_it(actor: Actor, on: date) -> list[ColumnElement[bool]]:
    """All that `visible` asks for but the consent: then it is the consent that ended."""
    conditions = [Case.erased_at.is_(None)]
    if not actor.coordinates:
        conditions.append(assigned(actor, on))
    return conditions if actor.cleared else [*conditions, ~protected()]


def _taken_back(consent: Consent, unit_id: UUID, on: date) -> Withdrawal | None:
    mine = [w for w in consent.withdrawals if w.unit_id in (None, unit_id)]
    return next((w for w in mine if w.withdrawn_on <= on), None)


def _ended(facts: ConsentFacts, unit_id: UUID, on: date) -> str:
    if on > facts.last_day:
        return "Samtycket har gått ut."
    if not facts.kinds_given(unit_id):
        return "Samtycket ändrades och omfattar inte längre din enhet."
    return ""
