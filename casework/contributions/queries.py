"""What was done: in a case as the consent lets each one read it; a unit's own writing always."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from casework.access import Actor, Decision, Reason
from casework.access.wall import beyond
from casework.audit.service import note_read
from casework.authorities.models import User
from casework.cases.models import Case
from casework.cases.queries import CaseFile, gives, protected, readable, visible
from casework.cases.queries.working import was_assigned
from casework.contributions.models import Contribution
from casework.contributions.policy import may_log
from casework.contributions.rules import CANNOT
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.paging import Page, newest_first
from casework.kit.swedish import short_date
from casework.plans.queries import open_commitments
from casework.programmes.queries import labels

KEPT = beyond("a unit keeps what it wrote, also when the consent has ended")
OWN = Decision(True, reason=Reason.OWN_WRITING)
LISTS = "bidragsslag"


@dataclass(frozen=True)
class Served:
    """What a contribution may be logged for: one open commitment, or a case outside the plan."""

    value: str
    label: str
    case_id: UUID
    lineage_id: UUID | None = None


@dataclass(frozen=True)
class Written:
    """One contribution of the actor's own unit, with the case's code and who wrote it."""

    contribution: Contribution
    reference: str
    author: User


def own_commitments(actor: Actor, on: date, case_id: UUID | None = None) -> list[Served]:
    """The actor's own open commitments, for the form on the desk. One statement."""
    return [
        Served(
            value=str(row.Commitment.lineage_id),
            label=f"{row.reference} · {row.Commitment.what} ({_when(row.Commitment)})",
            case_id=row.case_id,
            lineage_id=row.Commitment.lineage_id,
        )
        for row in open_commitments(actor, on, case_id)
    ]


def served(actor: Actor, on: date, case_id: UUID | None = None) -> list[Served]:
    """The same, and then each open case that the actor works with. Two statements."""
    wanted = [visible(actor, on), Case.closed_at.is_(None)]
    if case_id is not None:
        wanted.append(Case.id == case_id)
    cases = session.execute(select(Case.id, Case.reference).where(*wanted).order_by(Case.reference))
    outside = [Served(f"arende:{i}", f"{ref} · hör inte till ett åtagande", i) for i, ref in cases]
    return own_commitments(actor, on, case_id) + outside


def kind_of_commitment(actor: Actor, file: CaseFile, lineage_id: UUID) -> str | None:
    """The kind of the goal that one of the actor's own open commitments is under, or None."""
    rows = open_commitments(actor, file.on, file.id)
    found = [row.Goal.info_kind for row in rows if row.Commitment.lineage_id == lineage_id]
    return next(iter(found), None)


def already_logged(actor: Actor, once: UUID | None) -> Contribution | None:
    """The row that this form has made, when it is sent a second time."""
    if once is None:
        return None
    return session.scalar(
        select(Contribution).where(Contribution.once == once, Contribution.user_id == actor.user_id)
    )


def on_case(actor: Actor, file: CaseFile, limit: int = 100) -> dict[str, Any]:
    """What the case page shows: rows newest first, and who cannot do what. Two statements."""
    rows = session.execute(
        select(Contribution, User)
        .join(User, User.id == Contribution.user_id)
        .where(
            Contribution.case_id == file.id,
            Contribution.replaced_at.is_(None),
            readable(actor, file, Contribution),
        )
        .order_by(Contribution.done_on.desc(), Contribution.logged_at.desc())
    ).all()
    return {
        "rows": [(one, user) for one, user in rows[:limit]],
        "more": len(rows) > limit,
        "kinds": labels(actor, LISTS)[LISTS],
        "cannot": _cannot(one for one, _user in rows),
        "may_log": may_log(actor, file.facts, file.on, is_open=file.case.is_open),
    }


def latest_days(actor: Actor, on: date) -> dict[UUID, date]:
    """{open case: the day of the latest deed in it that the actor may read} (C5). One statement."""
    theirs = or_(gives(actor, on, Contribution.info_kind), Contribution.unit_id == actor.unit_id)
    latest = (
        select(Contribution.done_on)
        .where(Contribution.case_id == Case.id, Contribution.replaced_at.is_(None), theirs)
        .order_by(Contribution.done_on.desc())
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Case.id, latest).where(visible(actor, on), Case.closed_at.is_(None))
    )
    return {case_id: day for case_id, day in rows if day}


def answered_lately(actor: Actor, since: date) -> set[UUID]:
    """Lineages of commitments that the actor's unit has said something of since that day."""
    query = select(Contribution.commitment_lineage_id).where(
        Contribution.unit_id == actor.unit_id,
        Contribution.replaced_at.is_(None),
        Contribution.commitment_lineage_id.is_not(None),
        Contribution.done_on >= since,
    )
    return {lineage for lineage in session.scalars(query) if lineage}


def latest_of_unit(actor: Actor, limit: int = 5) -> list[Written]:
    """What the actor's own unit logged last, for the desk. Two statements."""
    query = _own(actor).order_by(Contribution.logged_at.desc()).limit(limit)
    return _written(actor, session.scalars(query).all())


def listing(actor: Actor, after: str | None) -> tuple[list[Written], Page]:
    """Everything that the actor's own unit logged, newest first, a page at a time."""
    page = newest_first(_own(actor), Contribution.logged_at, Contribution.id, after)
    return _written(actor, page.rows), page


def own_for(actor: Actor, contribution_id: UUID) -> Written:
    """One contribution of the own unit, any version. Raises NotVisible."""
    found = session.scalar(
        select(Contribution)
        .join(Case, Case.id == Contribution.case_id)
        .where(Contribution.id == contribution_id, _own_writing(actor))
        .execution_options(**KEPT)
    )
    if found is None:
        raise NotVisible("contributions", contribution_id)
    return _written(actor, [found])[0]


def versions_of(actor: Actor, one: Contribution) -> list[Contribution]:
    """B2: every version of a contribution that the actor has reached, newest first."""
    of_unit = Contribution.unit_id == actor.unit_id
    query = select(Contribution).where(Contribution.series_id == one.series_id, of_unit)
    newest = query.order_by(Contribution.version.desc())
    return list(session.scalars(newest.execution_options(**KEPT)))


def _own(actor: Actor) -> Select[Contribution]:
    return (
        select(Contribution)
        .join(Case, Case.id == Contribution.case_id)
        .where(Contribution.replaced_at.is_(None), _own_writing(actor))
        .execution_options(**KEPT)
    )


def _own_writing(actor: Actor) -> ColumnElement[bool]:
    """K4, G3: a unit keeps what it wrote, for the author and for officers who are or were assigned.

    Coordinators are not assigned to cases; the coordinating unit's writing is theirs together.
    """
    if not (actor.works_with_cases and actor.active and actor.assured):
        return false()
    conditions = [Contribution.unit_id == actor.unit_id, Case.erased_at.is_(None)]
    if not actor.coordinates:
        then = was_assigned(actor, Contribution.case_id)
        conditions.append(or_(Contribution.user_id == actor.user_id, then))
    if not actor.cleared:
        conditions.append(~protected())
    return and_(*conditions)


def _written(actor: Actor, rows: Iterable[Contribution]) -> list[Written]:
    """With code and author beside; each read is noted. One statement."""
    ones = list(rows)
    beside = session.execute(
        select(Contribution.id, Case.reference, User)
        .join(Case, Case.id == Contribution.case_id)
        .join(User, User.id == Contribution.user_id)
        .where(Contribution.id.in_([one.id for one in ones]))
        .execution_options(**KEPT)
    )
    names = {one_id: (reference, user) for one_id, reference, user in beside}
    for one in ones:
        note_read(actor, one, OWN, case_id=one.case_id)
    return [Written(one, *names[one.id]) for one in ones]


def _cannot(rows: Iterable[Contribution]) -> frozenset[UUID]:
    """B3: commitments whose latest contribution says "kan inte". `rows` newest first."""
    latest: dict[UUID, str] = {}
    for one in rows:
        if one.commitment_lineage_id is not None:
            latest.setdefault(one.commitment_lineage_id, one.kind)
    return frozenset(lineage for lineage, kind in latest.items() if kind == CANNOT)


def _when(commitment: Any) -> str:
    return short_date(commitment.due_on) if commitment.due_on else str(commitment.recurring).lower()
