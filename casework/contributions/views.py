from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from casework.access import Actor
from casework.access.web import actor
from casework.assessments.queries.own import own_parts
from casework.cases.queries import CaseFile, case_for
from casework.contributions import queries, service
from casework.contributions.forms import ContributionForm, CorrectForm
from casework.contributions.policy import NO_LONGER, may_correct, may_log
from casework.contributions.queries import LISTS, Served
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import NotVisible, RuleBroken
from casework.programmes.queries import KINDS, choices, labels

contributions = Blueprint("contributions", __name__, url_prefix="/insatser")


@contributions.get("")
def listing() -> Any:
    rows, page = queries.listing(actor(), request.args.get("efter"))
    return _page("listing", rows=rows, older=page.older, parts=own_parts(actor()))


@contributions.route("/ny", methods=["GET", "POST"])
def new() -> Any:
    file = _file_asked_for()
    offered = queries.served(actor(), clock.today(), file.id if file else None)
    form = _form(offered, file)
    if form.validate_on_submit():
        try:
            _log_once(form, {one.value: one for one in offered}[str(form.served.data)])
            flash("Insatsen är sparad och låst.")
            return redirect(_back(file.id if file else None))
        except RuleBroken as broken:
            form.explain(broken)
    file = _file_asked_for()
    return _page("new", form=form, file=file, offered=offered), 422 if form.errors else 200


@contributions.get("/<uuid:contribution_id>")
def show(contribution_id: UUID) -> Any:
    one = queries.own_for(actor(), contribution_id)
    file = _reached(one.contribution.case_id)
    unit_id = one.contribution.unit_id
    may = may_correct(actor(), file.facts, file.on, unit_id) if file else NO_LONGER
    versions = queries.versions_of(actor(), one.contribution)
    return _page("show", one=one, versions=versions, may=may, file=file)


@contributions.route("/<uuid:contribution_id>/ratta", methods=["GET", "POST"])
def correct(contribution_id: UUID) -> Any:
    one = queries.own_for(actor(), contribution_id)
    form = _correct_form(one)
    if form.validate_on_submit():
        try:
            with writing():
                new_id = _correct(form, one)
            flash("Insatsen är rättad. Den förra versionen finns kvar.")
            return redirect(url_for(".show", contribution_id=new_id))
        except RuleBroken as broken:
            form.explain(broken)
    one = queries.own_for(actor(), contribution_id)
    return _page("correct", form=form, one=one), 422 if form.errors or form.form_errors else 200


def quick_log(who: Actor, on: date) -> ContributionForm | None:
    """The form on the desk (contributions/_log.html), for those who have promised something."""
    offered = queries.own_commitments(who, on)
    return _bare_form(offered, on, sent_to=url_for("contributions.new")) if offered else None


def _file_asked_for() -> CaseFile | None:
    """The case that ?arende= names, if any; it must be one that the actor reaches."""
    asked = request.args.get("arende", type=UUID)
    if asked is None:
        return None
    file = case_for(actor(), asked, clock.today())
    may_log(actor(), file.facts, file.on, is_open=file.case.is_open).insist()
    return file


def _reached(case_id: UUID) -> CaseFile | None:
    try:
        return case_for(actor(), case_id, clock.today())
    except NotVisible:
        return None


def _bare_form(offered: list[Served], on: date, **more: Any) -> ContributionForm:
    form = ContributionForm(done_on=on, once=str(uuid4()), **more)
    form.kind.choices = choices(actor(), LISTS, on)
    form.served.choices = [(one.value, one.label) for one in offered]
    form.info_kind.choices = []
    return form


def _form(offered: list[Served], file: CaseFile | None) -> ContributionForm:
    wanted = request.args.get("atagande", "")
    more = {"served": wanted} if wanted in {one.value for one in offered} else {}
    form = _bare_form(offered, clock.today(), **more)
    kinds = choices(actor(), KINDS, clock.today())
    form.info_kind.choices = [k for k in kinds if file is None or k[0] in file.kinds]
    return form


def _said(form: ContributionForm | CorrectForm) -> dict[str, Any]:
    return {
        "kind": form.kind.data,
        "done_on": form.done_on.data,
        "minutes": form.minutes.data,
        "text": form.text.data or "",
    }


def _log_once(form: ContributionForm, chosen: Served) -> None:
    """B1: two clicks at the same moment meet in the table, and are still one row."""
    try:
        with writing():
            _log(form, chosen)
    except IntegrityError:
        if queries.already_logged(actor(), form.once_id) is None:
            raise


def _log(form: ContributionForm, chosen: Served) -> None:
    service.log(
        actor(),
        case_for(actor(), chosen.case_id, clock.today()),
        **_said(form),
        lineage_id=chosen.lineage_id,
        info_kind=form.info_kind.data,
        once=form.once_id,
        at=clock.now(),
    )


def _correct_form(one: queries.Written) -> CorrectForm:
    """With the first version's answers to change; refused when the case is no longer reached."""
    file = _reached(one.contribution.case_id)
    may = may_correct(actor(), file.facts, file.on, one.contribution.unit_id) if file else NO_LONGER
    may.insist()
    form = CorrectForm() if request.method == "POST" else CorrectForm(obj=one.contribution)
    form.kind.choices = choices(actor(), LISTS, clock.today())
    return form


def _correct(form: CorrectForm, one: queries.Written) -> UUID:
    file = case_for(actor(), one.contribution.case_id, clock.today())
    said, reason = _said(form), form.reason.data or ""
    row = service.correct(actor(), file, one.contribution, **said, reason=reason, at=clock.now())
    return row.id


def _back(case_id: UUID | None) -> str:
    return url_for("desk.case", case_id=case_id) if case_id else url_for("desk.home")


def _page(template: str, **more: Any) -> str:
    words = labels(actor(), LISTS, KINDS)
    return render_template(f"contributions/{template}.html", words=words, **more)
