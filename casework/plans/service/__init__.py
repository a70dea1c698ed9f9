from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from casework.access import Actor, Role
from casework.audit.service import record
from casework.authorities.queries import user_for
from casework.cases.queries import CaseFile
from casework.cases.service import add_event, set_next_step
from casework.kit.db import session
from casework.kit.errors import RuleBroken, Stale
from casework.plans import queries, rules
from casework.plans.models import Approval, Commitment, Goal, JointPlan
from casework.plans.policy import may_approve, may_draft, may_put_in_force, may_settle
from casework.plans.queries import Aim
from casework.plans.rules import INDIVIDUAL, Around, GoalWords, PlanWords, PromiseWords
from casework.programmes.queries import programme_for

COPIED = (
    *("lineage_id", "position", "unit_id", "user_id", "by_individual"),
    *("due_on", "recurring", "last_result", "settled_at"),
)
HOW = {"pa_motet": "på mötet", "pa_papper": "på papper", "i_tjansten": "här i tjänsten"}


def draft(actor: Actor, file: CaseFile, *, at: datetime) -> JointPlan:
    """P4: a new version to write in, with everything that the version in force holds.

    A draft that is already there is given back: there is one at a time.
    """
    may_draft(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    already = queries.draft_of(actor, file)
    if already:
        return already.plan
    current = queries.in_force(actor, file)
    plan = JointPlan(
        case_id=file.id,
        version=queries.last_version(actor, file) + 1,
        unit_id=actor.unit_id,
        drafted_by_id=actor.user_id,
        drafted_at=at,
        changed_at=at,
        responsible_id=current.plan.responsible_id if current else None,
        held_as_sip=_sip(actor, file, bool(current and current.plan.held_as_sip)),
    )
    session.add(plan)
    for goal, commitments in queries.whole(actor, current.plan) if current else ():
        _copy(goal, commitments, plan)
    record(actor, "plan begun", plan, case_id=file.id)
    return plan


def write(
    actor: Actor,
    file: CaseFile,
    plan: JointPlan,
    words: PlanWords,
    *,
    revision: int | None = None,
    at: datetime,
) -> None:
    """P1: what was typed becomes the draft. Goals that the actor cannot read stay as they are."""
    may_draft(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    _insist_draft(plan)
    draft = queries.draft_for(actor, file)
    if revision is not None and plan.revision != revision:
        raise Stale("Någon annan har ändrat utkastet medan du skrev.", draft.texts)
    aims = draft.aims
    around = queries.around(actor, file)
    kept = {aim.goal.id: aim.goal.info_kind for aim in aims}
    rules.check_words(words, file.kinds, around, kept)
    _write_frame(actor, file, plan, words, around)
    plan.changed_at = at
    units = {str(one.user_id): one.unit_id for one in around}
    _write_goals(actor, plan, aims, words.goals, units)
    record(actor, "plan drafted", plan, case_id=file.id)


def put_in_force(
    actor: Actor, file: CaseFile, plan: JointPlan, *, revision: int | None = None, at: datetime
) -> None:
    """P2, P3, P4: the draft holds from today; the version before it is kept as it was."""
    may_put_in_force(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    _insist_draft(plan)
    if revision is not None and plan.revision != revision:
        raise Stale("Någon annan har ändrat utkastet efter att du läste det.")
    counts = [len(commitments) for _goal, commitments in queries.whole(actor, plan)]
    rules.check_complete(plan.responsible_id, plan.next_followup_on, counts)
    _insist_still_there(actor, file)
    before = queries.in_force(actor, file)
    if before:
        before.plan.replaced_at = at
    plan.put_in_force_at, plan.in_force_from = at, file.on
    _go_on(actor, file, plan)
    said = f"Version {plan.version} av den gemensamma planen gäller."
    add_event(actor, file.id, kind="planering", sentence=said, at=at)
    record(actor, "plan put in force", plan, case_id=file.id)


def approve(
    actor: Actor, file: CaseFile, plan: JointPlan, *, unit_id: UUID | None, how: str, at: datetime
) -> Approval:
    """P4: one party's yes, or the individual's (`unit_id` None), to the version in force."""
    may_approve(actor, file.facts, file.on, unit_id).insist()
    who = _party(actor, file, plan, unit_id)
    approval = Approval(
        plan_id=plan.id,
        unit_id=unit_id,
        by_individual=unit_id is None,
        how=how,
        recorded_by_id=actor.user_id,
        at=at,
    )
    session.add(approval)
    said = f"{who} godkände version {plan.version} av planen {HOW[how]}."
    add_event(actor, file.id, kind="planering", sentence=said, at=at)
    record(actor, "plan approved", approval, case_id=file.id)
    return approval


def discard(actor: Actor, file: CaseFile, plan: JointPlan) -> None:
    """P4: a draft may go, a version that has held never."""
    may_put_in_force(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    _insist_draft(plan)
    for goal, commitments in queries.whole(actor, plan):
        _remove(goal, commitments)
    session.delete(plan)
    record(actor, "plan discarded", plan, case_id=file.id)


def settle(
    actor: Actor, file: CaseFile, plan: JointPlan, results: Mapping[UUID, str], *, at: datetime
) -> None:
    """U1: what a follow-up said of each commitment, by lineage. Changes no word of the plan."""
    may_settle(actor, file.facts, file.on).insist()
    for one in queries.commitments_of(actor, plan, results):
        one.last_result = results[one.lineage_id]
        one.settled_at = at if one.last_result in rules.SETTLED else None
    record(actor, "commitments settled", plan, case_id=file.id)


def _insist_draft(plan: JointPlan) -> None:
    if not plan.is_draft:
        raise RuleBroken("", "En version som har börjat gälla ändras inte. Gör en ny version.")


def _party(actor: Actor, file: CaseFile, plan: JointPlan, unit_id: UUID | None) -> str:
    """The name of a party that has not answered yet."""
    if not plan.is_in_force:
        raise RuleBroken("", "Bara den version som gäller kan godkännas.")
    names = queries.parties(actor, file)
    if unit_id is not None and unit_id not in names:
        raise RuleBroken("party", "Enheten arbetar inte med ärendet.")
    if unit_id in {one.unit_id for one, _unit, _user in queries.approvals(actor, plan)}:
        raise RuleBroken("party", "Godkännandet finns redan.")
    return names[unit_id] if unit_id else "Personen"  # E3: no name is kept


def _coordinates(actor: Actor, user_id: UUID | None) -> bool:
    return user_id is not None and user_for(actor, user_id).role == Role.COORDINATOR


def _insist_still_there(actor: Actor, file: CaseFile) -> None:
    """Those whose commitments the actor can read still work with the case."""
    people = {one.user_id for one in queries.around(actor, file)}
    for promise in queries.draft_for(actor, file).promises:
        if promise.who and promise.who.id not in people:
            said = f"{promise.who.name} arbetar inte längre med ärendet. Välj någon annan."
            raise RuleBroken("", said)


def _go_on(actor: Actor, file: CaseFile, plan: JointPlan) -> None:
    """K3: after the plan comes its first follow-up."""
    day = plan.next_followup_on or file.on  # check_complete has asked for it
    rules.check_followup(day, on=file.on)
    set_next_step(actor, file, step="uppfoljning", on=day)
    file.case.step = "uppfoljning"


def _copy(goal: Goal, commitments: list[Commitment], plan: JointPlan) -> None:
    new = Goal(
        plan_id=plan.id,
        lineage_id=goal.lineage_id,
        position=goal.position,
        unit_id=goal.unit_id,
        info_kind=goal.info_kind,
    )
    new.title, new.own_words, new.our_words = goal.title, goal.own_words, goal.our_words
    session.add(new)
    for one in commitments:
        kept = {name: getattr(one, name) for name in COPIED}
        session.add(Commitment(goal_id=new.id, what=one.what, **kept))


def _write_frame(
    actor: Actor, file: CaseFile, plan: JointPlan, words: PlanWords, around: list[Around]
) -> None:
    chosen = words.responsible_id
    rules.check_responsible(chosen, around, coordinator=_coordinates(actor, chosen))
    rules.check_followup(words.next_followup_on, on=file.on)
    plan.responsible_id, plan.next_followup_on = chosen, words.next_followup_on
    plan.held_as_sip = _sip(actor, file, words.held_as_sip)


def _sip(actor: Actor, file: CaseFile, wanted: bool) -> bool:
    if not wanted:
        return False
    return rules.held_as_sip(wanted, programme_for(actor, file.case.programme_id).sip_mode)


def _write_goals(
    actor: Actor,
    plan: JointPlan,
    aims: Sequence[Aim],
    goals: Sequence[GoalWords],
    units: Mapping[str, UUID],
) -> None:
    there = {aim.goal.id: aim for aim in aims}
    last = max((aim.goal.position for aim in aims), default=0)
    for n, said in enumerate(goals, start=1):
        aim = _known(there, said.id)
        old = [promise.commitment for promise in aim.promises] if aim else []
        if said.remove and aim:
            _remove(aim.goal, old)
        elif not (said.remove or said.is_blank):
            goal = aim.goal if aim else _new_goal(actor, plan, position=last + n)
            _say(actor, goal, said)
            _write_promises(goal, old, said.promises, units)


def _new_goal(actor: Actor, plan: JointPlan, *, position: int) -> Goal:
    goal = Goal(plan_id=plan.id, lineage_id=uuid4(), position=position, unit_id=actor.unit_id)
    session.add(goal)
    return goal


def _say(actor: Actor, goal: Goal, said: GoalWords) -> None:
    """Words that are changed are from then on the words of the unit that changed them (G3)."""
    new = (said.title, said.own_words or None, said.our_words or None, said.kind)
    if goal.title_sealed is None or new != (
        *(goal.title, goal.own_words, goal.our_words),
        goal.info_kind,
    ):
        goal.title, goal.own_words, goal.our_words = new[:3]
        goal.info_kind, goal.unit_id = str(said.kind), actor.unit_id


def _write_promises(
    goal: Goal, old: list[Commitment], said: list[PromiseWords], units: Mapping[str, UUID]
) -> None:
    there = {one.id: one for one in old}
    kept = {words.id for words in said}
    for one in old:
        if one.id not in kept:
            session.delete(one)
    for n, words in enumerate(said):
        one = _known(there, words.id) or _new_promise(goal)
        changed = one.what_sealed is None or (one.what, one.due_on) != (words.what, words.due_on)
        if changed:
            one.last_result = one.settled_at = None
        one.position, one.what = n, words.what
        one.due_on, one.recurring = words.due_on, words.recurring
        one.by_individual = words.who == INDIVIDUAL
        one.user_id = None if one.by_individual else UUID(words.who)
        one.unit_id = None if one.by_individual else units[str(words.who)]


def _new_promise(goal: Goal) -> Commitment:
    one = Commitment(goal_id=goal.id, lineage_id=uuid4())
    session.add(one)
    return one


def _known(there: Mapping[UUID, Any], row_id: UUID | None) -> Any:
    """The row that the page was made from, or None for a new one."""
    if row_id is not None and row_id not in there:
        raise Stale("En rad som du skrev i har tagits bort av någon annan.")
    return there.get(row_id) if row_id else None


def _remove(goal: Goal, commitments: list[Commitment]) -> None:
    for one in commitments:
        session.delete(one)
    session.delete(goal)
