"""T5: the trail as the rules read it: what is new, and what lies just behind it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from casework.access import Reason
from casework.access.wall import beyond
from casework.audit.models import AuditEntry
from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.kit.db import session
from casework.oversight.models import ReviewTask, Watermark
from casework.oversight.rules import LOOK_BACK, Seen, surnames
from casework.people.models import Person

AT_A_TIME = 10_000  # each time a day behind them is read again
WHY = beyond("the rules over the trail look at whose cases were read")
_COLUMNS = (
    *(AuditEntry.id, AuditEntry.at, AuditEntry.user_id, AuditEntry.action, AuditEntry.outcome),
    *(AuditEntry.subject_id, AuditEntry.case_id, AuditEntry.reason),
)


class Employed(NamedTuple):
    """Somebody who left rows."""

    authority_id: UUID
    surnames: frozenset[str]


class Touched(NamedTuple):
    """A case that rows are about."""

    authority_id: UUID
    surnames: frozenset[str]
    protected: bool


@dataclass(frozen=True)
class Stretch:
    """A piece of the trail: rows with what the rules need, and whose the users and cases are."""

    rows: list[Seen]
    last_seq: int
    staff: dict[UUID, Employed]
    cases: dict[UUID, Touched]

    def owners(self, row: Seen) -> UUID | None:
        """The authority that owns the case of a row, if it is about one."""
        case = self.cases.get(row.case_id or row.subject_id or row.id)
        return case.authority_id if case else None


def watermark() -> Watermark | None:
    """How far the rules have read; locked until this transaction ends."""
    return session.scalar(select(Watermark).with_for_update())


def stretch_after(seq: int, at_a_time: int = AT_A_TIME) -> Stretch | None:
    """The next rows of the trail with what lies behind them, or None. Five statements."""
    new = select(AuditEntry.seq, AuditEntry.at, AuditEntry.user_id).where(AuditEntry.seq > seq)
    fresh = session.execute(new.order_by(AuditEntry.seq).limit(at_a_time)).all()
    if not fresh:
        return None
    users = {row.user_id for row in fresh if row.user_id}
    since, last = min(row.at for row in fresh) - LOOK_BACK, fresh[-1].seq
    found = session.execute(
        select(*_COLUMNS).where(
            AuditEntry.user_id.in_(users), AuditEntry.at >= since, AuditEntry.seq <= last
        )
    ).all()
    staff = _staff(users)
    cases = _cases({row.case_id or row.subject_id for row in found})
    rows = [_seen(row, staff, cases) for row in found]
    return Stretch(rows, last, staff, cases)


def _staff(users: Collection[UUID]) -> dict[UUID, Employed]:
    rows = session.execute(
        select(User.id, Unit.authority_id, User.name)
        .join(Unit, Unit.id == User.unit_id)
        .where(User.id.in_(users))
    )
    return {row[0]: Employed(row[1], surnames(row[2])) for row in rows}


def _cases(ids: Iterable[UUID | None]) -> dict[UUID, Touched]:
    rows = session.execute(
        select(Case.id, Unit.authority_id, Person)
        .join(Unit, Unit.id == Case.owner_unit_id)
        .join(Person, Person.id == Case.person_id)
        .where(Case.id.in_({one for one in ids if one}))
        .execution_options(**WHY)
    )
    return {
        case_id: Touched(authority_id, surnames(person.name), person.is_protected)
        for case_id, authority_id, person in rows
    }


def _seen(row: Row, staff: dict[UUID, Employed], cases: dict[UUID, Touched]) -> Seen:
    case = cases.get(row.case_id)
    return Seen(
        *(row.id, row.at, row.user_id, row.action, row.outcome == "denied"),
        *(row.subject_id, row.case_id),
        same_surname=case is not None and bool(case.surnames & staff[row.user_id].surnames),
        protected=case is not None and case.protected,
        own=row.reason == Reason.OWN_WRITING,
    )


def raised(fingerprints: Collection[str]) -> set[tuple[UUID, str]]:
    """Which of these are raised already, and for which authority."""
    rows = session.execute(
        select(ReviewTask.authority_id, ReviewTask.fingerprint).where(
            ReviewTask.fingerprint.in_(fingerprints)
        )
    )
    return {(authority_id, fingerprint) for authority_id, fingerprint in rows}
