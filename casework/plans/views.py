from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import Stale
from casework.kit.forms import HouseForm
from casework.kit.saving import kept, submitted
from casework.plans import queries, service, shown
from casework.plans.forms import ApproveForm, InForceForm, PlanForm, TakeUpForm, typed
from casework.plans.policy import may_approve, may_draft, may_print, may_put_in_force
from casework.plans.queries import PlanFile, proposals
from casework.plans.queries.proposals import Proposal
from casework.plans.service import taking_up
from casework.programmes.queries import KINDS, choices, programme_for

plans = Blueprint("plans", __name__, url_prefix="/arenden/<uuid:case_id>/plan")

INDIVIDUAL = "individual"


@plans.get("")
def show(case_id: UUID) -> Any:
    file = _file(case_id)
    plan = queries.in_force(actor(), file)
    return _page(
        "show",
        file,
        plan=plan,
        approvals=queries.approvals(actor(), plan.plan) if plan else [],
        asked=bool(plan and _asked(file, plan)),
        draft=queries.draft_of(actor(), file),
        versions=queries.versions(actor(), file),
        proposals=proposals.proposals(actor(), file),
        may_draft=may_draft(actor(), file.facts, file.on, is_open=file.case.is_open),
        may_print=may_print(actor(), file.facts, file.on),
    )


@plans.get("/versioner/<uuid:plan_id>")
def version(case_id: UUID, plan_id: UUID) -> Any:
    file = _file(case_id)
    plan = queries.version_for(actor(), file, plan_id)
    return _page("version", file, plan=plan, approvals=queries.approvals(actor(), plan.plan))


@plans.get("/utskrift")
def print_view(case_id: UUID) -> Any:
    file = _file(case_id)
    may_print(actor(), file.facts, file.on).insist()
    return _page("print", file, plan=queries.in_force_for(actor(), file))


@plans.post("/utkast/borja")
def begin(case_id: UUID) -> Any:
    with writing():
        service.draft(actor(), _file(case_id), at=clock.now())
    return redirect(url_for(".draft", case_id=case_id))


@plans.route("/utkast", methods=["GET", "POST"])
def draft(case_id: UUID) -> Any:
    file = _file(case_id)
    found = queries.draft_of(actor(), file)
    if found is None:
        return _nothing_drafted(file)
    form = _plan_form(file, found)
    if submitted(form, lambda: _write(file, found, form)):
        return _saved(case_id, form)
    return _editor(case_id, form)


@plans.route("/utkast/lat-galla", methods=["GET", "POST"])
def put_in_force(case_id: UUID) -> Any:
    file, form = _file(case_id), InForceForm()
    plan = queries.draft_for(actor(), file)
    if submitted(form, lambda: _put_in_force(file, plan, form)):
        flash(f"Version {plan.plan.version} av planen gäller från i dag.")
        return redirect(url_for(".show", case_id=case_id))
    return _reading(case_id, form)


@plans.route("/utkast/ta-bort", methods=["GET", "POST"])
def discard(case_id: UUID) -> Any:
    file = _file(case_id)
    plan = queries.draft_for(actor(), file)
    may_put_in_force(actor(), file.facts, file.on, is_open=file.case.is_open).insist()
    if request.method == "POST":
        with writing():
            service.discard(actor(), file, plan.plan)
        flash("Utkastet är borttaget.")
        return redirect(url_for("desk.case", case_id=case_id))
    return _page("discard", file, plan=plan, before=queries.in_force(actor(), file))


@plans.route("/godkann", methods=["GET", "POST"])
def approve(case_id: UUID) -> Any:
    file = _file(case_id)
    plan = queries.in_force_for(actor(), file)
    form = _approve_form(file, plan)
    if submitted(form, lambda: _approve(file, plan, form)):
        flash("Godkännandet är antecknat.")
        return redirect(url_for(".show", case_id=case_id))
    return _page("approve", file, plan=plan, form=form), 422 if form.errors else 200


@plans.route("/forslag/<uuid:minutes_item_id>/<int:line_no>", methods=["GET", "POST"])
def take_up(case_id: UUID, minutes_item_id: UUID, line_no: int) -> Any:
    file = _file(case_id)
    found = proposals.proposal_for(actor(), file, minutes_item_id, line_no)
    may_draft(actor(), file.facts, file.on, is_open=file.case.is_open).insist()
    under = shown.goals(actor(), file, found)
    form = shown.form(actor(), file, found, under)
    if submitted(form, lambda: _take_up(file, found, form)):
        flash("Åtagandet ligger i utkastet till planen.")
        return redirect(url_for(".show", case_id=case_id, _anchor="forslag"))
    page = _page("take_up", file, form=form, found=found, under=under)
    return page, 422 if form.errors else 200


def _take_up(file: CaseFile, found: Proposal, form: TakeUpForm) -> None:
    taking_up.take_up(actor(), file, found, shown.place(form), at=clock.now())


@plans.post("/forslag/<uuid:minutes_item_id>/<int:line_no>/undan")
def set_aside(case_id: UUID, minutes_item_id: UUID, line_no: int) -> Any:
    file, form = _file(case_id), HouseForm()
    found = proposals.proposal_for(actor(), file, minutes_item_id, line_no)
    if kept(form, lambda: taking_up.set_aside(actor(), file, found, at=clock.now())):
        flash("Förslaget är lagt åt sidan. Det står kvar i anteckningarna.")
    else:
        flash(" ".join(form.form_errors))
    return redirect(url_for(".show", case_id=case_id, _anchor="forslag"))


def _put_in_force(file: CaseFile, plan: PlanFile, form: InForceForm) -> None:
    seen = _number(form.revision.data)
    service.put_in_force(actor(), file, plan.plan, revision=seen, at=clock.now())


def _file(case_id: UUID) -> CaseFile:
    return case_for(actor(), case_id, clock.today())


def _number(text: str | None) -> int:
    """The revision that a page was made from; anything else counts as never seen."""
    return int(text) if text and text.isdigit() else 0


def _nothing_drafted(file: CaseFile) -> Any:
    if request.method == "POST":
        raise Stale("Utkastet finns inte längre: det gäller redan, eller är borttaget.")
    may_draft(actor(), file.facts, file.on, is_open=file.case.is_open).insist()
    return _page("begin", file, plan=queries.in_force(actor(), file))


def _plan_form(file: CaseFile, found: PlanFile) -> PlanForm:
    form = PlanForm() if request.method == "POST" else PlanForm(data=typed(found))
    if programme_for(actor(), file.case.programme_id).sip_mode != "plan":
        del form.held_as_sip
    kinds = [pair for pair in choices(actor(), KINDS, file.on) if pair[0] in file.kinds]
    people = [
        (one.user_id, f"{one.name}, {one.unit_name}")
        for one in queries.around(actor(), file)
        if not one.coordinates
    ]
    form.offer(kinds, people, file.person.first_name)
    if request.method == "GET":
        form.keep_only(found)
        form.add(request.args.get("rad", ""))
    return form


def _write(file: CaseFile, found: PlanFile, form: PlanForm) -> None:
    seen = _number(form.revision.data)
    service.write(actor(), file, found.plan, form.words(), revision=seen, at=clock.now())


def _saved(case_id: UUID, form: PlanForm) -> Any:
    where = request.form.get("rad")
    if where:
        row = form.place_after_saving(where)
        there = f"goals-{row}" if row.isdigit() else f"goals-{len(form.words().kept)}"
        return redirect(url_for(".draft", case_id=case_id, rad=row, _anchor=there))
    flash("Utkastet är sparat.")
    onward = ".draft" if "utkast" in request.form else ".put_in_force"
    return redirect(url_for(onward, case_id=case_id))


def _editor(case_id: UUID, form: PlanForm) -> Any:
    file = _file(case_id)  # read anew: a refusal has rolled the first reading back
    failed = request.method == "POST"
    if failed:
        form.add(request.form.get("rad", ""))
    may = may_put_in_force(actor(), file.facts, file.on, is_open=file.case.is_open)
    before = queries.in_force(actor(), file)
    page = _page("draft", file, form=form, failed=failed, may_put_in_force=may, before=before)
    return page, 422 if failed else 200


def _reading(case_id: UUID, form: InForceForm) -> Any:
    file = _file(case_id)
    plan = queries.draft_for(actor(), file)
    form.revision.data = str(plan.plan.revision)
    return _page(
        "put_in_force",
        file,
        plan=plan,
        form=form,
        before=queries.in_force(actor(), file),
        parties=queries.parties(actor(), file),
        may=may_put_in_force(actor(), file.facts, file.on, is_open=file.case.is_open),
    ), 422 if form.errors or form.form_errors else 200


def _approve_form(file: CaseFile, plan: PlanFile) -> ApproveForm:
    form = ApproveForm()
    form.party.choices = _asked(file, plan)
    form.how.choices = [(key, words.capitalize()) for key, words in service.HOW.items()]
    return form


def _approve(file: CaseFile, plan: PlanFile, form: ApproveForm) -> None:
    party, how = str(form.party.data), str(form.how.data)
    unit_id = None if party == INDIVIDUAL else UUID(party)
    service.approve(actor(), file, plan.plan, unit_id=unit_id, how=how, at=clock.now())


def _asked(file: CaseFile, plan: PlanFile) -> list[tuple[str, str]]:
    """P4: the parties that have not answered and whose answer this actor may note."""
    said = {one.unit_id for one, _unit, _user in queries.approvals(actor(), plan.plan)}
    asked: dict[UUID | None, str] = {None: file.person.called, **queries.parties(actor(), file)}
    return [
        (str(unit_id) if unit_id else INDIVIDUAL, name)
        for unit_id, name in asked.items()
        if unit_id not in said and may_approve(actor(), file.facts, file.on, unit_id)
    ]


def _page(template: str, file: CaseFile, **more: Any) -> str:
    return render_template(f"plans/{template}.html", file=file, how=service.HOW, **more)
