"""T5, T6: what one authority's reviewers have to assess."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from casework.access import Actor
from casework.audit.models import AuditEntry
from casework.authorities.models import User
from casework.cases.models import Case
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.paging import Page, newest_first
from casework.oversight.models import ReviewTask, ReviewTaskRow
from casework.oversight.queries import LogPage, of_authority, page_of, with_names
from casework.oversight.queries.log import insist_reviewer

UNIT_OR_NONE = joinedload(User.unit, innerjoin=False)


@dataclass(frozen=True)
class TaskFile:
    """One task with a page of the rows that are about `cases` of one's own.

    `own` and `elsewhere`: how many rows are about such cases, and how many are not.
    """

    task: ReviewTask
    user: User | None
    assessed_by: str | None
    page: LogPage
    own: int
    elsewhere: int
    cases: int


def open_tasks(actor: Actor) -> list[tuple[ReviewTask, User | None]]:
    """T6: those that wait for this actor's authority, the oldest first. One statement."""
    insist_reviewer(actor)
    rows = session.execute(
        select(ReviewTask, User)
        .outerjoin(User, User.id == ReviewTask.user_id)
        .options(UNIT_OR_NONE)
        .where(ReviewTask.authority_id == actor.authority_id, ReviewTask.assessed_at.is_(None))
        .order_by(ReviewTask.raised_at, ReviewTask.id)
        .limit(100)
    )
    return [(task, user) for task, user in rows]


def assessed(actor: Actor, after: str | None = None, size: int = 20) -> Page:
    """What was assessed before, the latest first. One statement."""
    insist_reviewer(actor)
    query = select(ReviewTask).where(
        ReviewTask.authority_id == actor.authority_id, ReviewTask.assessed_at.is_not(None)
    )
    return newest_first(query, ReviewTask.assessed_at, ReviewTask.id, after, size)


def task_for(actor: Actor, task_id: UUID, before: int | None = None, size: int = 50) -> TaskFile:
    """One task; reading it is noted. Raises NotVisible."""
    insist_reviewer(actor)
    assessor = aliased(User)
    found = session.execute(
        select(ReviewTask, User, assessor.name)
        .outerjoin(User, User.id == ReviewTask.user_id)
        .outerjoin(assessor, assessor.id == ReviewTask.assessed_by_id)
        .options(UNIT_OR_NONE)
        .where(ReviewTask.id == task_id, ReviewTask.authority_id == actor.authority_id)
    ).one_or_none()
    if found is None:
        raise NotVisible("review_tasks", task_id)
    task, user, assessed_by = found
    return TaskFile(task, user, assessed_by, *_rows(actor, task, before, size))


def _rows(
    actor: Actor, task: ReviewTask, before: int | None, size: int
) -> tuple[LogPage, int, int, int]:
    """T6: with the reference where the authority owns the case; the rest is a number."""
    counts = select(func.count(), func.count(Case.id.distinct())).select_from(AuditEntry)
    own, cases = session.execute(of_authority(_of(task, counts), actor.authority_id)).one()
    every = session.scalar(_of(task, select(func.count()).select_from(AuditEntry))) or 0
    rows = of_authority(_of(task, with_names(Case.reference)), actor.authority_id)
    if before is not None:
        rows = rows.where(AuditEntry.seq < before)
    return page_of(rows, size), own, every - own, cases


def _of(task: ReviewTask, query: Any) -> Any:
    mine = ReviewTaskRow.task_id == task.id
    return query.join(ReviewTaskRow, ReviewTaskRow.entry_id == AuditEntry.id).where(mine)
