"""T2: the access log of the cases that one authority owns, for its own reviewer."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

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

NEAR = 2000  # rows of the trail that are looked through first


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
        return page_of(_by_case(query, [case_id], size, narrowed), size)
    lately = page_of(query.where(AuditEntry.seq >= _not_far_behind(before), *narrowed), size)
    if lately.older is not None:
        return lately
    return page_of(_by_case(query, _own_cases(actor), size, narrowed), size)


def _by_case(query: Select, cases: Any, size: int, narrowed: list[Any]) -> Select:
    """Found by the case, with an index for each half: also where there are few rows among many."""
    refused = and_(AuditEntry.case_id.is_(None), AuditEntry.subject_id.in_(cases))
    return query.where(newest((AuditEntry.case_id.in_(cases), refused), size + 1, *narrowed))


def _own_cases(actor: Actor) -> Select:
    owner = aliased(Unit)
    return (
        select(Case.id)
        .join(owner, owner.id == Case.owner_unit_id)
        .where(owner.authority_id == actor.authority_id)
    )


def _not_far_behind(before: int | None) -> Any:
    """A busy authority fills its page from the newest rows of the trail, without sorting all."""
    if before is not None:
        return before - NEAR
    return select(func.max(AuditEntry.seq) - NEAR).scalar_subquery()


def _case_id(actor: Actor, reference: str) -> UUID | None:
    """The case with that reference, if the reviewer's authority owns it."""
    return session.scalar(
        select(Case.id)
        .join(Unit, Unit.id == Case.owner_unit_id)
        .where(Case.reference == reference, Unit.authority_id == actor.authority_id)
        .execution_options(**beyond("a reviewer finds a case of their authority by reference"))
    )
