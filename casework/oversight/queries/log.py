"""T2: the access log of the cases that one authority owns, for its own reviewer."""

from uuid import UUID

from sqlalchemy import and_, select

from casework.access import Actor
from casework.access.wall import beyond
from casework.audit.models import AuditEntry
from casework.audit.service import note_read
from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.oversight.policy import OF_ROLE, may_review
from casework.oversight.queries import LogPage, newest, of_authority, page_of, with_names


def insist_reviewer(actor: Actor) -> None:
    """T2: to everybody else there is no such page. What a reviewer reads is noted too."""
    if not may_review(actor):
        raise NotVisible("access_log")
    note_read(actor, session.get_one(User, actor.user_id), OF_ROLE)


def access_log(
    actor: Actor,
    reference: str = "",
    before: int | None = None,
    size: int = 50,
    user_id: UUID | None = None,
) -> LogPage:
    """A1: one page of the log; reading it is noted. Raises NotVisible."""
    insist_reviewer(actor)
    narrowed = [AuditEntry.seq < before] if before is not None else []
    if user_id is not None:
        narrowed.append(AuditEntry.user_id == user_id)
    query = of_authority(with_names(Case.reference), actor.authority_id)
    if reference:
        case_id = _case_id(actor, reference)
        if case_id is None:
            return LogPage([], None)
        refused = and_(AuditEntry.case_id.is_(None), AuditEntry.subject_id == case_id)
        narrowed = [newest((AuditEntry.case_id == case_id, refused), size + 1, *narrowed)]
    return page_of(query.where(*narrowed), size)


def _case_id(actor: Actor, reference: str) -> UUID | None:
    """The case with that reference, if the reviewer's authority owns it."""
    return session.scalar(
        select(Case.id)
        .join(Unit, Unit.id == Case.owner_unit_id)
        .where(Case.reference == reference, Unit.authority_id == actor.authority_id)
        .execution_options(**beyond("a reviewer finds a case of their authority by reference"))
    )
