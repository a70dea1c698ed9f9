from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.cases.queries import CaseFile, case_for
from casework.followups import queries, rules, service
from casework.followups.forms import FollowUpForm, asked, asked_again
from casework.followups.policy import may_follow_up
from casework.kit import clock
from casework.kit.errors import NotAllowed, Stale
from casework.kit.saving import submitted
from casework.plans.queries import PlanFile, in_force
from casework.programmes.queries import KINDS, choices, programme_for

followups = Blueprint("followups", __name__, url_prefix="/arenden/<uuid:case_id>/uppfoljning")


@followups.route("", methods=["GET", "POST"])
def new(case_id: UUID) -> Any:
    file = _file(case_id)
    plan = _plan(file)
    form = _form(file, plan)
    if submitted(form, lambda: _hold(file, plan, form)):
        flash("Uppföljningen är sparad.")
        return redirect(url_for("desk.case", case_id=case_id))
    return _at_the_table(case_id, form)


@followups.get("/tidigare")
def history(case_id: UUID) -> Any:
    file = _file(case_id)
    held = queries.history(actor(), file)
    return render_template(
        "followups/history.html",
        file=file,
        held=held,
        ladder=_ladder(file),
        results=rules.RESULTS,
        goal_results=rules.GOAL_RESULTS,
    )


def _file(case_id: UUID) -> CaseFile:
    return case_for(actor(), case_id, clock.today())


def _plan(file: CaseFile) -> PlanFile:
    may_follow_up(actor(), file.facts, file.on, is_open=file.case.is_open).insist()
    plan = in_force(actor(), file)
    if plan is None:
        raise NotAllowed("Det finns ingen plan att följa upp ännu. Skriv planen först.")
    return plan


def _ladder(file: CaseFile) -> dict[int, str]:
    ladder = programme_for(actor(), file.case.programme_id).ladder
    return {step.number: f"{step.number}. {step.name}" for step in ladder}


def _form(file: CaseFile, plan: PlanFile) -> FollowUpForm:
    posted = request.method == "POST"
    form = FollowUpForm() if posted else FollowUpForm(data=asked(plan), held_on=file.on)
    if posted and not form.is_about(plan):
        raise Stale("Planen har fått en ny version medan du skrev.")
    if not form.is_about(plan):  # a working copy, made of an earlier version or of other rights
        form = FollowUpForm(formdata=None, data=asked_again(plan, form))
    form.ladder_step.choices = list(_ladder(file).items())
    kinds = choices(actor(), KINDS, file.on)
    form.info_kind.choices = [pair for pair in kinds if pair[0] in file.kinds]
    return form


def _hold(file: CaseFile, plan: PlanFile, form: FollowUpForm) -> None:
    service.hold(
        actor(),
        file,
        form.followed(),
        held_on=form.held_on.data,
        plan_id=plan.plan.id,
        at=clock.now(),
    )


def _at_the_table(case_id: UUID, form: FollowUpForm) -> Any:
    file = _file(case_id)  # read anew: a refusal has rolled the first reading back
    failed = request.method == "POST"
    page = render_template(
        "followups/new.html",
        file=file,
        plan=_plan(file),
        form=form,
        failed=failed,
        before=queries.on_case(actor(), file)["latest"],
    )
    return page, 422 if failed else 200
