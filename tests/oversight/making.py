"""Rows of the trail at moments of the past, through the trail's own door."""

from datetime import date, datetime, time, timedelta
from typing import Any

from casework.access import YES, Decision, Reason
from casework.audit import service as trail
from casework.kit import clock, db
from casework.kit.clock import moment
from tests.conftest import acting

TUESDAY = date(2026, 3, 3)


def at(day: date = TUESDAY, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a working day."""
    return moment(day, time(hour, minute))


def reads(user: Any, case: Any, when: datetime, decision: Decision = YES) -> None:
    """Somebody read a case; once, as one request."""
    with clock.pretending(when):
        trail.note_read(acting(user), case, decision, case_id=case.id)
        db.seal_and_commit()


def reads_by(user: Any, case: Any, when: datetime, consent: Any) -> None:
    reads(user, case, when, Decision(True, "", Reason.CONSENT, consent.id))


def writes(user: Any, case: Any, when: datetime, what: str = "told") -> None:
    with clock.pretending(when):
        trail.record(acting(user) if user else None, what, case, case_id=case.id)
        db.seal_and_commit()


def is_refused(user: Any, subject_id: Any, when: datetime, kind: str = "desk") -> None:
    with clock.pretending(when):
        trail.note_refusal(acting(user), "get", kind, subject_id)
        db.seal_and_commit()


def browses(user: Any, cases: list[Any], when: datetime, seconds: int = 60) -> None:
    """One case after another."""
    for n, case in enumerate(cases):
        reads(user, case, when + timedelta(seconds=n * seconds))
