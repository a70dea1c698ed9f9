"""D1: everything in the trail that is about one individual's case, and nothing else."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from casework.access import Actor, Role
from casework.audit.models import AuditEntry
from casework.audit.words import sentence
from casework.authorities.models import Unit, User
from casework.cases.queries import CaseFile
from casework.kit.db import session
from casework.oversight.queries import about, nobody
from casework.records.policy import may_make_extract
from casework.records.rules import Trace

TITLES = {
    Role.COORDINATOR: "Koordinator",
    Role.CONTACT: "Kontaktperson",
    Role.OFFICER: "Handläggare",
    Role.STEERING: "LSG",
    Role.REVIEWER: "Granskare",
    Role.ADMINISTRATOR: "Administratör",
}


def traces(actor: Actor, file: CaseFile) -> list[Trace]:
    """Every row about the case, oldest first. One statement."""
    may_make_extract(actor, file.facts, file.on).insist()
    return list(_traces(actor, file))


def _traces(actor: Actor, file: CaseFile) -> Iterator[Trace]:
    rows = session.execute(
        select(
            *(AuditEntry.at, AuditEntry.action, AuditEntry.subject_kind, AuditEntry.outcome),
            *(User.title, User.role, Unit.name),
        )
        .select_from(AuditEntry)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .outerjoin(Unit, Unit.id == AuditEntry.unit_id)
        .where(or_(*about(file.case, actor.unit_id)))
        .order_by(AuditEntry.seq)
    )
    for at, action, kind, outcome, title, role, unit in rows:
        who = (title or TITLES[Role(role)]) if role else nobody(action)
        yield Trace(at, unit or "–", who, sentence(action, kind, outcome))
