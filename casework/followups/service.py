from datetime import date, datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.cases.queries import CaseFile
from casework.cases.service import add_event, set_next_step
from casework.followups import rules
from casework.followups.models import CommitmentCheck, FollowUp, GoalCheck
from casework.followups.policy import may_follow_up
from casework.followups.rules import Followed
from casework.kit.db import session
from casework.kit.errors import RuleBroken, Stale
from casework.kit.swedish import short_date
from casework.plans.queries import PlanFile, in_force
from casework.plans.service import settle
from casework.programmes.queries import programme_for


def hold(
    actor: Actor,
    file: CaseFile,
    said: Followed,
    *,
    held_on: date | None = None,
    plan_id: UUID | None = None,
    meeting_id: UUID | None = None,
    at: datetime,
) -> FollowUp:
    """U1 to U5: what was said of the plan in force; goals the actor cannot read are not asked."""
    may_follow_up(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    plan = _plan(actor, file, plan_id)
    _check_answers(actor, file, plan, said)
    step, day = rules.goes_on(said, on=file.on)
    row = _row(actor, file, plan, said, at)
    row.held_on, row.meeting_id = _held(held_on, on=file.on), meeting_id
    _check(row, said, plan)
    settle(actor, file, plan.plan, _results(plan, said), at=at)
    set_next_step(actor, file, step=step, on=day)
    file.case.step = "uppfoljning"
    add_event(actor, file.id, kind="planering", sentence=_sentence(actor, said), at=at)
    record(actor, "followed up", row, case_id=file.id)
    return row


def _check_answers(actor: Actor, file: CaseFile, plan: PlanFile, said: Followed) -> None:
    commitments = [promise.commitment.id for promise in plan.promises]
    rules.check_results(said, commitments, [aim.goal.id for aim in plan.aims])
    ladder = programme_for(actor, file.case.programme_id).ladder
    rules.check_gauges(said, {step.number for step in ladder})


def _results(plan: PlanFile, said: Followed) -> dict[UUID, str]:
    ones = [promise.commitment for promise in plan.promises]
    return {one.lineage_id: str(said.checks[one.id].result) for one in ones}


def _plan(actor: Actor, file: CaseFile, plan_id: UUID | None) -> PlanFile:
    plan = in_force(actor, file)
    if plan is None:
        raise RuleBroken("", "Det finns ingen plan att följa upp. Gör en plan först.")
    if plan_id is not None and plan.plan.id != plan_id:
        raise Stale("Planen har fått en ny version medan du skrev.")
    return plan


def _held(held_on: date | None, *, on: date) -> date:
    if held_on is not None and held_on > on:
        raise RuleBroken("held_on", "Dagen har inte varit än.")
    return held_on or on


def _row(actor: Actor, file: CaseFile, plan: PlanFile, said: Followed, at: datetime) -> FollowUp:
    row = FollowUp(
        case_id=file.id,
        plan_id=plan.plan.id,
        unit_id=actor.unit_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
        ladder_step=said.ladder_step,
        life=said.life,
        closeness=said.closeness,
        influence=said.influence,
        info_kind=rules.check_words(said, file.kinds),
        next_on=said.next_on,
        proposes_closing=said.proposes_closing,
        own_words=said.own_words or None,
    )
    session.add(row)
    return row


def _check(row: FollowUp, said: Followed, plan: PlanFile) -> None:
    for aim in plan.aims:
        result = said.goals[aim.goal.id]
        session.add(GoalCheck(follow_up_id=row.id, goal_id=aim.goal.id, result=result))
        for promise in aim.promises:
            one = said.checks[promise.commitment.id]
            check = CommitmentCheck(
                follow_up_id=row.id,
                commitment_id=promise.commitment.id,
                commitment_lineage_id=promise.commitment.lineage_id,
                result=one.result,
                why=one.why or None,
            )
            session.add(check)


def _sentence(actor: Actor, said: Followed) -> str:
    if said.proposes_closing:
        return f"{actor.name} antecknade en uppföljning och föreslog att ärendet avslutas."
    day = short_date(said.next_on) if said.next_on else ""
    return f"{actor.name} antecknade en uppföljning. Nästa är den {day}."
