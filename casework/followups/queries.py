"""How it is going: what follow-ups have said, as far as the consent lets each one read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select

from casework.access import Actor
from casework.authorities.models import User
from casework.cases.models import Case
from casework.cases.queries import CaseFile, visible
from casework.followups.models import CommitmentCheck, FollowUp, GoalCheck
from casework.followups.policy import may_follow_up
from casework.kit.db import session
from casework.kit.swedish import weekday_date
from casework.kit.tasks import COORDINATOR, Coming, Task, Waits
from casework.plans.models import Commitment, Goal, JointPlan
from casework.plans.queries import UNIT_OR_NONE

GAUGES = "planering"  # the kind of the ladder and the scales
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Held:
    """One follow-up as its reader sees it. What they may not read is empty."""

    followup: FollowUp
    by: User
    own_words: str | None
    gauges: bool
    checks: tuple[tuple[Commitment, CommitmentCheck, User | None], ...] = ()
    goals: tuple[tuple[Goal, GoalCheck], ...] = ()


def history(actor: Actor, file: CaseFile) -> list[Held]:
    """Every follow-up of the case, newest first. Three statements."""
    rows = session.execute(
        select(FollowUp, User)
        .join(User, User.id == FollowUp.recorded_by_id)
        .where(FollowUp.case_id == file.id)
        .order_by(FollowUp.held_on.desc(), FollowUp.recorded_at.desc())
    ).all()
    ids = [one.id for one, _by in rows]
    checks, goals = _checks(actor, file, ids), _goals(actor, file, ids)
    return [
        Held(
            followup=one,
            by=by,
            own_words=_words(actor, file, one),
            gauges=GAUGES in file.kinds or one.unit_id == actor.unit_id,
            checks=tuple(checks.get(one.id, ())),
            goals=tuple(goals.get(one.id, ())),
        )
        for one, by in rows
    ]


def on_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """What the case page shows: the latest one and the one before. One statement."""
    rows = session.execute(
        select(FollowUp, User, func.count().over())
        .join(User, User.id == FollowUp.recorded_by_id)
        .where(FollowUp.case_id == file.id)
        .order_by(FollowUp.held_on.desc(), FollowUp.recorded_at.desc())
        .limit(2)
    ).all()
    held = [
        Held(
            one,
            by,
            _words(actor, file, one),
            GAUGES in file.kinds or one.unit_id == actor.unit_id,
        )
        for one, by, _times in rows
    ]
    return {
        "times": rows[0][2] if rows else 0,
        "latest": held[0] if held else None,
        "before": held[1] if len(held) > 1 else None,
        "may_follow_up": may_follow_up(actor, file.facts, file.on, is_open=file.case.is_open),
    }


def tasks(actor: Actor, on: date) -> list[Task]:
    """U6: follow-ups that are due or late, for the coordinator who calls them. One statement."""
    if not actor.coordinates:
        return []
    return [_due(row, on) for row in _waited_for(actor, on, _next_day() <= on + SOON)]


def coming(actor: Actor, on: date, until: date) -> list[Coming]:
    """Follow-ups further ahead, for the coordinator. One statement."""
    if not actor.coordinates:
        return []
    rows = _waited_for(actor, on, and_(_next_day() > on + SOON, _next_day() <= until))
    return [
        Coming(row.day, f"Uppföljning i {row.reference}", "followups.new", {"case_id": row.id})
        for row in rows
    ]


def waits(actor: Actor, on: date) -> list[Waits]:
    """U6: open cases that wait for a follow-up, due within a week or late. One statement."""
    rows = _waited_for(actor, on, _next_day() <= on + SOON)
    return [Waits(row.id, "Uppföljningen", (COORDINATOR,), row.day) for row in rows]


def _latest(column: Any) -> Any:
    """`column` of the latest follow-up of the case, as a part of a statement."""
    return (
        select(column)
        .where(FollowUp.case_id == Case.id)
        .order_by(FollowUp.held_on.desc(), FollowUp.recorded_at.desc())
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def _next_day() -> Any:
    """The day of the case's next step, where that is the follow-up (K3): it is told to everybody.

    Else what the latest follow-up said, unless the plan was put in force after it. That one a
    reader may not be given (C5), and would then hear of an earlier one's day.
    """
    said = _latest(FollowUp.next_on)
    plan = JointPlan.next_followup_on
    held = func.coalesce(_latest(FollowUp.recorded_at) > JointPlan.put_in_force_at, False)
    return case(
        (Case.next_step == "uppfoljning", func.coalesce(Case.next_step_on, plan)),
        (held, said),
        else_=plan,
    )


def _waited_for(actor: Actor, on: date, when: ColumnElement[bool]) -> Iterable[Row]:
    return session.execute(
        select(Case.id, Case.reference, _next_day().label("day"))
        .join(JointPlan, JointPlan.case_id == Case.id)
        .where(
            visible(actor, on),
            Case.closed_at.is_(None),
            or_(Case.paused_until.is_(None), Case.paused_until <= on),
            JointPlan.put_in_force_at.is_not(None),
            JointPlan.replaced_at.is_(None),
            when,
        )
        .order_by(_next_day())
    ).all()


def _due(row: Row, on: date) -> Task:
    said = "skulle ha varit" if row.day < on else "ska vara"
    return Task(
        due=row.day,
        sentence=f"Uppföljningen i {row.reference} {said} {weekday_date(row.day)}.",
        button="Gör uppföljningen",
        endpoint="followups.new",
        args={"case_id": row.id},
        ref=row.reference,
    )


def _words(actor: Actor, file: CaseFile, one: FollowUp) -> str | None:
    """C5, G3 for the individual's own words."""
    if one.info_kind in file.kinds or one.unit_id == actor.unit_id:
        return one.own_words
    return None


def _told(actor: Actor, file: CaseFile) -> ColumnElement[bool]:
    """C5, G3: what was said of a goal is the words of the unit that wrote the follow-up."""
    return or_(Goal.info_kind.in_(sorted(file.kinds)), FollowUp.unit_id == actor.unit_id)


def _checks(actor: Actor, file: CaseFile, ids: list[UUID]) -> dict[UUID, list]:
    rows = session.execute(
        select(CommitmentCheck, Commitment, User)
        .join(FollowUp, FollowUp.id == CommitmentCheck.follow_up_id)
        .join(Commitment, Commitment.id == CommitmentCheck.commitment_id)
        .join(Goal, Goal.id == Commitment.goal_id)
        .outerjoin(User, User.id == Commitment.user_id)
        .options(UNIT_OR_NONE)
        .where(CommitmentCheck.follow_up_id.in_(ids), _told(actor, file))
        .order_by(Goal.position, Commitment.position)
    )
    found: dict[UUID, list] = {}
    for check, commitment, who in rows:
        found.setdefault(check.follow_up_id, []).append((commitment, check, who))
    return found


def _goals(actor: Actor, file: CaseFile, ids: list[UUID]) -> dict[UUID, list]:
    rows = session.execute(
        select(GoalCheck, Goal)
        .join(FollowUp, FollowUp.id == GoalCheck.follow_up_id)
        .join(Goal, Goal.id == GoalCheck.goal_id)
        .where(GoalCheck.follow_up_id.in_(ids), _told(actor, file))
        .order_by(Goal.position)
    )
    found: dict[UUID, list] = {}
    for check, goal in rows:
        found.setdefault(check.follow_up_id, []).append((goal, check))
    return found
