from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.assessments import queries, service
from casework.assessments.forms import (
    AskForm,
    CorrectForm,
    FinishForm,
    IndividualForm,
    PartForm,
    SignForm,
)
from casework.assessments.models import AssessmentPart
from casework.assessments.policy import may_ask, may_begin, may_finish, may_write
from casework.assessments.rules import askable
from casework.authorities.models import Unit
from casework.authorities.queries import people_by_id, unit_for, units_in_consents
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.saving import done, submitted
from casework.kit.working_days import add_working_days
from casework.programmes.queries import KINDS, choices, labels, programme_for

assessments = Blueprint("assessments", __name__)

CASE = "/arenden/<uuid:case_id>/kartlaggning"
PART = f"{CASE}/delar/<uuid:part_id>"
PERSON = f"{CASE}/egen-del"


@assessments.get(CASE)
def show(case_id: UUID) -> Any:
    return _show(_file(case_id), FinishForm(on=add_working_days(clock.today(), 10)))


@assessments.post(f"{CASE}/klar")
def finish(case_id: UUID) -> Any:
    file, form = _file(case_id), FinishForm()
    if submitted(form, lambda: service.finish(actor(), file, **form.answers, at=clock.now())):
        flash("Kartläggningen är klar. Nu väntar ett samarbetsmöte.")
        return redirect(url_for("desk.case", case_id=file.id))
    return _show(file, form), 422


@assessments.route(f"{CASE}/be-om-delar", methods=["GET", "POST"])
def ask(case_id: UUID) -> Any:
    file = _file(case_id)
    may_ask(actor(), file.facts, file.on).insist()
    form, units, asked = _ask_form(file)
    if done(form, lambda **said: _ask(file, **said)):
        flash("Du har bett om delarna. Enheterna ser dem på sitt skrivbord.")
        return redirect(url_for(".show", case_id=file.id))
    return _page("ask", file, form=form, units=units, asked=asked), 422 if form.errors else 200


@assessments.route(PERSON, methods=["GET", "POST"])
def individual(case_id: UUID) -> Any:
    file = _file(case_id)
    form = IndividualForm(info_kind="planering" if request.method == "GET" else None)
    form.info_kind.choices = _kinds(file)
    if form.validate_on_submit():
        try:
            with writing():
                at, due_on = clock.now(), _due(file)
                new = service.begin_individual(actor(), file, **form.answers, due_on=due_on, at=at)
            return redirect(url_for(".write", case_id=file.id, part_id=new.id))
        except RuleBroken as broken:
            form.explain(broken)
    return _page("individual", file, form=form), 422 if form.errors else 200


@assessments.get(PART)
def part(case_id: UUID, part_id: UUID) -> Any:
    file = _file(case_id)
    one = queries.part_for(actor(), file, part_id)
    if one.signed_at is None:
        return redirect(url_for(".write", case_id=file.id, part_id=one.id))
    versions = queries.versions_of(actor(), one)
    return _part("part", file, one, versions=versions, draft=queries.draft_after(actor(), one))


@assessments.route(f"{PART}/skriv", methods=["GET", "POST"])
def write(case_id: UUID, part_id: UUID) -> Any:
    file = _file(case_id)
    one = queries.part_for(actor(), file, part_id)
    form = PartForm(obj=one)
    if submitted(form, lambda: _save(file, one, form)):
        return _saved(file, one)
    return _part("write", file, one, form=form), 422 if form.errors else 200


@assessments.route(f"{PART}/skriv-under", methods=["GET", "POST"])
def sign(case_id: UUID, part_id: UUID) -> Any:
    file = _file(case_id)
    one = queries.part_for(actor(), file, part_id)
    form = SignForm(obj=one)
    if submitted(form, lambda: service.sign(actor(), file, one, seen=_seen(form), at=clock.now())):
        flash("Delen är undertecknad.")
        return redirect(url_for(".show", case_id=file.id))
    readers = _readers(file, one)
    return _part("sign", file, one, form=form, readers=readers), 422 if form.errors else 200


@assessments.route(f"{PART}/ratta", methods=["GET", "POST"])
def correct(case_id: UUID, part_id: UUID) -> Any:
    file = _file(case_id)
    one = queries.part_for(actor(), file, part_id)
    form = CorrectForm()
    if form.validate_on_submit():
        try:
            with writing():
                new = service.correct(actor(), file, one, **form.answers, at=clock.now())
            return redirect(url_for(".write", case_id=file.id, part_id=new.id))
        except RuleBroken as broken:
            form.explain(broken)
    return _part("correct", file, one, form=form), 422 if form.errors else 200


@assessments.get("/kartlaggning/delar/<uuid:part_id>")
def own(part_id: UUID) -> Any:
    one, case = queries.own_part(actor(), part_id)
    kinds = labels(actor(), KINDS)[KINDS]
    return render_template("assessments/own.html", part=one, case=case, kinds=kinds)


def _file(case_id: UUID) -> CaseFile:
    return case_for(actor(), case_id, clock.today())


def _due(file: CaseFile) -> date:
    """The programme's number of working days from today."""
    days = programme_for(actor(), file.case.programme_id).part_days
    return add_working_days(file.on, days)


def _kinds(file: CaseFile) -> list[tuple[str, str]]:
    """The kinds that this actor may read, for a choice."""
    return [pair for pair in choices(actor(), KINDS, file.on) if pair[0] in file.kinds]


def _ask_form(file: CaseFile) -> tuple[AskForm, list[Unit], set[str]]:
    """The form, the covered units, and what the asker can see is asked for already."""
    covered = [u for u in units_in_consents(actor()) if u.id in file.units_in_force]
    can = askable(file.facts.consents, [u.id for u in covered], file.on)
    known = [one.newest for one in queries.parts(actor(), file)]
    asked = {f"{p.unit_id}:{p.info_kind}" for p in known if not p.by_individual}
    kinds = choices(actor(), KINDS, file.on)
    pairs = [
        (f"{u.id}:{kind}", label) for u in covered for kind, label in kinds if kind in can[u.id]
    ]
    form = AskForm(due_on=_due(file))
    form.parts.choices = [pair for pair in pairs if pair[0] not in asked]
    return form, covered, asked


def _ask(file: CaseFile, parts: list[str], due_on: date) -> None:
    wanted = [(UUID(unit), kind) for unit, kind in (part.split(":") for part in parts)]
    service.ask(actor(), file, wanted=wanted, due_on=due_on, at=clock.now())


def _save(file: CaseFile, one: AssessmentPart, form: PartForm) -> None:
    texts = {name: form.answers[name] or None for name in ("strengths", "situation", "needs")}
    service.save(actor(), file, one, seen=_seen(form), **texts, at=clock.now())


def _seen(form: PartForm | SignForm) -> int:
    """The revision the page was made from; anything else counts as never seen."""
    text = form.revision.data or ""
    return int(text) if str(text).isdigit() else 0


def _saved(file: CaseFile, one: AssessmentPart) -> Any:
    if "utkast" in request.form:
        flash("Utkastet är sparat. Bara din enhet ser det.")
        return redirect(url_for(".write", case_id=file.id, part_id=one.id))
    return redirect(url_for(".sign", case_id=file.id, part_id=one.id))


def _readers(file: CaseFile, one: AssessmentPart) -> list[str]:
    """The names of the units that will read a part of this kind when it is signed."""
    facts = file.facts.consents
    return [
        unit.short_name
        for unit in units_in_consents(actor())
        if unit.id != one.unit_id
        and any(one.info_kind in c.kinds_for(unit.id, file.on) for c in facts)
    ]


def _show(file: CaseFile, form: FinishForm) -> Any:
    series = queries.parts(actor(), file)
    signed = [one.signed for one in series if one.signed]
    return _page(
        "show",
        file,
        form=form,
        series=series,
        waiting=queries.waited_for(series),
        all_given=queries.all_given(series),
        people=people_by_id(actor(), [p.signed_by_id for p in signed if p.signed_by_id]),
        can_ask=may_ask(actor(), file.facts, file.on),
        can_begin=may_begin(actor(), file.facts, file.on),
        can_finish=may_finish(actor(), file.facts, file.on),
    )


def _part(template: str, file: CaseFile, one: AssessmentPart, **more: Any) -> str:
    names = people_by_id(actor(), [i for i in (one.author_id, one.signed_by_id) if i])
    can_write = may_write(actor(), file.facts, one.unit_id, file.on)
    unit = unit_for(actor(), one.unit_id)
    return _page(template, file, part=one, unit=unit, people=names, can_write=can_write, **more)


def _page(template: str, file: CaseFile, **more: Any) -> str:
    kinds = labels(actor(), KINDS)[KINDS]
    return render_template(f"assessments/{template}.html", file=file, kinds=kinds, **more)
