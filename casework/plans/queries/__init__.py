"""A case's plan, as far as one actor may read it (C5: goal by goal)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload

from casework.access import Actor
from casework.access.wall import beyond
from casework.authorities.models import Unit, User
from casework.cases.queries import CaseFile, people_around, readable
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.plans.models import Approval, Commitment, Goal, JointPlan
from casework.plans.policy import may_draft, may_print, may_put_in_force
from casework.plans.queries.waiting import coming as coming
from casework.plans.queries.waiting import impact as impact
from casework.plans.queries.waiting import open_commitments as open_commitments
from casework.plans.queries.waiting import tasks as tasks
from casework.plans.queries.waiting import waits as waits
from casework.plans.rules import Around, kinds_of, state

# A user's unit is joined to each user; beside a row without a user that join must not drop it.
UNIT_OR_NONE = joinedload(User.unit, innerjoin=False)

WHOLE = beyond("P4: a version is copied and checked whole, also the goals its writer may not read")


@dataclass(frozen=True)
class Promise:
    """One commitment, whose it is, and whether they still stand under a consent in force."""

    commitment: Commitment
    who: User | None  # None: the individual
    covered: bool = True

    def state(self, cannot: bool, on: date) -> tuple[str, str]:
        """(kind of flag, words); `cannot` as the contributions have it, if the page knows them."""
        one = self.commitment
        return state(
            result=one.last_result,
            cannot=cannot,
            covered=self.covered,
            due_on=one.due_on,
            on=on,
        )


@dataclass(frozen=True)
class Aim:
    """One goal with its commitments."""

    goal: Goal
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class PlanFile:
    """One version of the plan, with the goals this actor may read and no others."""

    plan: JointPlan
    responsible: User | None
    aims: tuple[Aim, ...]

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(promise for aim in self.aims for promise in aim.promises)

    @property
    def texts(self) -> list[str | None]:
        """What stands in it, as far as the actor reads it."""
        goals = (text for a in self.aims for text in (a.goal.own_words, a.goal.title))
        return [*goals, *(promise.commitment.what for promise in self.promises)]


def in_force(actor: Actor, file: CaseFile) -> PlanFile | None:
    """The version that holds now, or None. Two statements."""
    wanted = (JointPlan.put_in_force_at.is_not(None), JointPlan.replaced_at.is_(None))
    return next(iter(_files(actor, file, *wanted)), None)


def draft_of(actor: Actor, file: CaseFile) -> PlanFile | None:
    """The version being written, or None. Two statements."""
    return next(iter(_files(actor, file, JointPlan.put_in_force_at.is_(None))), None)


def draft_for(actor: Actor, file: CaseFile) -> PlanFile:
    """The version being written. Raises NotVisible."""
    found = draft_of(actor, file)
    if found is None:
        raise NotVisible("joint_plans", file.id)
    return found


def in_force_for(actor: Actor, file: CaseFile) -> PlanFile:
    """The version that holds now. Raises NotVisible."""
    found = in_force(actor, file)
    if found is None:
        raise NotVisible("joint_plans", file.id)
    return found


def version_for(actor: Actor, file: CaseFile, plan_id: UUID) -> PlanFile:
    """One version that holds or has held. Raises NotVisible."""
    wanted = (JointPlan.id == plan_id, JointPlan.put_in_force_at.is_not(None))
    found = next(iter(_files(actor, file, *wanted)), None)
    if found is None:
        raise NotVisible("joint_plans", plan_id)
    return found


def versions(actor: Actor, file: CaseFile) -> list[JointPlan]:
    """P4: every version that holds or has held, newest first."""
    del actor  # the file is already the actor's
    return list(
        session.scalars(
            select(JointPlan)
            .where(JointPlan.case_id == file.id, JointPlan.put_in_force_at.is_not(None))
            .order_by(JointPlan.version.desc())
        )
    )


def last_version(actor: Actor, file: CaseFile) -> int:
    del actor
    query = select(func.max(JointPlan.version)).where(JointPlan.case_id == file.id)
    return session.scalar(query) or 0


def whole(actor: Actor, plan: JointPlan) -> list[tuple[Goal, list[Commitment]]]:
    """Every goal of a version, whoever may read it: never for a page, only to copy and to check."""
    del actor
    found: dict[Goal, list[Commitment]] = {}
    for goal, commitment, _who in _rows([plan.id], true(), **WHOLE):
        found.setdefault(goal, []).extend([commitment] if commitment else [])
    return list(found.items())


def commitments_of(actor: Actor, plan: JointPlan, lineages: Iterable[UUID]) -> list[Commitment]:
    """Some of a version's commitments, by lineage."""
    del actor
    return list(
        session.scalars(
            select(Commitment)
            .join(Goal, Goal.id == Commitment.goal_id)
            .where(Goal.plan_id == plan.id, Commitment.lineage_id.in_(list(lineages)))
            .execution_options(**WHOLE)
        )
    )


def approvals(actor: Actor, plan: JointPlan) -> list[tuple[Approval, Unit | None, User]]:
    """P4: who has said yes to this version, and who noted it. The individual first."""
    del actor
    rows = session.execute(
        select(Approval, Unit, User)
        .outerjoin(Unit, Unit.id == Approval.unit_id)
        .options(joinedload(Unit.authority, innerjoin=False))
        .join(User, User.id == Approval.recorded_by_id)
        .where(Approval.plan_id == plan.id)
        .order_by(Approval.by_individual.desc(), Unit.position, Unit.name)
    )
    return [(approval, unit, user) for approval, unit, user in rows]


def parties(actor: Actor, file: CaseFile) -> dict[UUID, str]:
    """{unit id: short name} of those who say yes to a plan: the units that work with the case."""
    return {
        user.unit_id: user.unit.short_name
        for _assignment, user in people_around(actor, file)
        if not user.as_actor().coordinates
    }


def around(actor: Actor, file: CaseFile) -> list[Around]:
    """Those who may be given a part of the plan, and what their unit may read."""
    return [
        Around(
            user_id=user.id,
            unit_id=user.unit_id,
            name=user.name,
            unit_name=user.unit.short_name,
            coordinates=user.as_actor().coordinates,
            kinds=kinds_of(file.facts, user.unit_id, file.on),
        )
        for _assignment, user in people_around(actor, file)
    ]


def on_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """What the case page shows of the plan. Two statements."""
    found = _files(actor, file, JointPlan.replaced_at.is_(None))
    is_open = file.case.is_open
    return {
        "plan": next((one for one in found if not one.plan.is_draft), None),
        "draft": next((one for one in found if one.plan.is_draft), None),
        "may_draft": may_draft(actor, file.facts, file.on, is_open=is_open),
        "may_put_in_force": may_put_in_force(actor, file.facts, file.on, is_open=is_open),
        "may_print": may_print(actor, file.facts, file.on),
    }


def _files(actor: Actor, file: CaseFile, *wanted: ColumnElement[bool]) -> list[PlanFile]:
    plans = session.execute(
        select(JointPlan, User)
        .outerjoin(User, User.id == JointPlan.responsible_id)
        .options(UNIT_OR_NONE)
        .where(JointPlan.case_id == file.id, *wanted)
        .order_by(JointPlan.version)
    ).all()
    aims: dict[UUID, dict[Goal, list[Promise]]] = {plan.id: {} for plan, _ in plans}
    for goal, commitment, who in _rows(aims, readable(actor, file, Goal)) if plans else ():
        promises = aims[goal.plan_id].setdefault(goal, [])
        if commitment is not None and _may_read(actor, file, goal, commitment):
            promises.append(Promise(commitment, who, _covered(file, commitment, who)))
    return [
        PlanFile(plan, user, tuple(Aim(g, tuple(p)) for g, p in aims[plan.id].items()))
        for plan, user in plans
    ]


def _rows(plan_ids: Iterable[UUID], which: ColumnElement[bool], **options: Any):
    return session.execute(
        select(Goal, Commitment, User)
        .outerjoin(Commitment, Commitment.goal_id == Goal.id)
        .outerjoin(User, User.id == Commitment.user_id)
        .options(UNIT_OR_NONE)
        .where(Goal.plan_id.in_(list(plan_ids)), which)
        .order_by(Goal.position, Goal.id, Commitment.position, Commitment.id)
        .execution_options(**options)
    )


def _may_read(actor: Actor, file: CaseFile, goal: Goal, commitment: Commitment) -> bool:
    """C5, G3: whose words a goal is says nothing of what others have promised under it."""
    return goal.info_kind in file.kinds or commitment.unit_id == actor.unit_id


def _covered(file: CaseFile, commitment: Commitment, who: User | None) -> bool:
    """K5, C1: the one who promised is still there, under a consent in force or as the owner."""
    if commitment.by_individual or who is None:
        return True
    still = file.units_in_force | {file.case.owner_unit_id}
    return who.left_at is None and who.unit_id == commitment.unit_id and who.unit_id in still
