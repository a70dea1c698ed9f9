"""The access log of the cases that one authority owns, for its own reviewer."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from casework.access import Actor, Decision, Reason, Role
from casework.audit.models import AuditEntry
from casework.audit.service import note_read
from casework.audit.words import sentence
from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.kit.db import session
from casework.kit.errors import NotVisible


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


@dataclass(frozen=True)
class LogPage:
    """Rows newest first; `older` is the number to go on from, or None on the last page."""

    rows: list[LogRow]
    older: int | None


def access_log(
    actor: Actor, reference: str = "", before: int | None = None, size: int = 50
) -> LogPage:
    """A1: one page of the log, in one statement; reading it is noted. Raises NotVisible."""
    if actor.role is not Role.REVIEWER or not actor.active:
        raise NotVisible("access_log")
    query = _of_authority(actor)
    if reference:
        query = query.where(Case.reference == reference)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    found = session.execute(query.order_by(AuditEntry.seq.desc()).limit(size + 1)).all()
    rows = [LogRow(*row) for row in found[:size]]
    note_read(actor, session.get_one(User, actor.user_id), Decision(True, reason=Reason.OF_ROLE))
    return LogPage(rows, rows[-1].entry.seq if len(found) > size else None)


def _of_authority(actor: Actor) -> Select:
    owner = aliased(Unit)
    return (
        select(AuditEntry, Case.reference, User.name, Unit.short_name)
        .join(Case, Case.id == AuditEntry.case_id)
        .join(owner, owner.id == Case.owner_unit_id)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .outerjoin(Unit, Unit.id == AuditEntry.unit_id)
        .where(owner.authority_id == actor.authority_id)
    )
