"""T1: who has seen one case, for the officers of the unit that owns it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, select, union_all

from casework.access import Actor
from casework.audit.models import AuditEntry
from casework.authorities.models import Unit, User
from casework.cases.queries import CaseFile
from casework.kit.db import session
from casework.oversight.policy import may_see_who
from casework.oversight.queries import LogPage, about, newest, of_sort, page_of, with_names


@dataclass(frozen=True)
class Visitor:
    """Everything one person left behind in a case. Without a user: by a link, or the house."""

    user_id: UUID | None
    name: str | None
    unit: str | None
    times: int
    refused: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; `before` is the number that the page before ended with."""

    user_id: UUID | None = None
    sort: str = ""
    before: int | None = None


def visitors(actor: Actor, file: CaseFile) -> list[Visitor]:
    """Everybody in the case, whoever was there last first. One statement."""
    may_see_who(actor, file.facts, file.on).insist()
    parts = [_marks(half) for half in about(file.case, actor.unit_id)]
    mark = union_all(*parts).subquery()
    rows = session.execute(
        select(
            *(mark.c.user_id, User.name, Unit.short_name, func.count()),
            *(func.sum(mark.c.refused), func.min(mark.c.at), func.max(mark.c.at).label("last")),
        )
        .select_from(mark)
        .outerjoin(User, User.id == mark.c.user_id)
        .outerjoin(Unit, Unit.id == mark.c.unit_id)
        .group_by(mark.c.user_id, User.name, Unit.short_name)
        .order_by(func.max(mark.c.at).desc())
    )
    return [Visitor(*row) for row in rows]


def _marks(half: ColumnElement[bool]) -> Any:
    refused = case((AuditEntry.outcome == "denied", 1), else_=0).label("refused")
    return select(AuditEntry.user_id, AuditEntry.unit_id, AuditEntry.at, refused).where(half)


def rows_of(actor: Actor, file: CaseFile, wanted: Wanted, size: int = 50) -> LogPage:
    """One page of what they did, newest first. One statement."""
    may_see_who(actor, file.facts, file.on).insist()
    narrowed = list(of_sort(wanted.sort))
    if wanted.user_id is not None:
        narrowed.append(AuditEntry.user_id == wanted.user_id)
    if wanted.before is not None:
        narrowed.append(AuditEntry.seq < wanted.before)
    only = newest(about(file.case, actor.unit_id), size + 1, *narrowed)
    return page_of(with_names(literal(file.case.reference)).where(only), size)
