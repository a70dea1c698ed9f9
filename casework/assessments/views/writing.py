"""S1, S2: a part is begun, written, signed, corrected."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for

from casework.access.web import actor
from casework.assessments import queries, service
from casework.assessments.forms import (
    CorrectForm,
    IndividualForm,
    OwnSignForm,
    PartForm,
    SignForm,
    box,
    part_form,
)
from casework.assessments.models import AssessmentPart
from casework.assessments.reading import Told
from casework.assessments.rules import readers
from casework.assessments.views.door import (
    PART,
    PERSON,
    about,
    assessments,
    due,
    load,
    page,
    part_page,
)
from casework.authorities.queries import units_in_consents
from casework.cases.queries import CaseFile
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.saving import submitted
from casework.programmes.queries import KINDS, choices

FRAME = ("strengths", "situation", "needs")
LARGE = "stor"


@assessments.route(PERSON, methods=["GET", "POST"])
def individual(case_id: UUID) -> Any:
    file = load(case_id)
    form = IndividualForm(info_kind="planering" if request.method == "GET" else None)
    form.info_kind.choices = _kinds(file)
    if form.validate_on_submit():
        try:
            with writing():
                at, due_on = clock.now(), due(file)
                new = service.begin_individual(actor(), file, **form.answers, due_on=due_on, at=at)
            return redirect(url_for(".write", case_id=file.id, part_id=new.id))
        except RuleBroken as broken:
            form.explain(broken)
    there = [one for one in queries.parts(actor(), file) if one.newest.by_individual]
    return page("individual", file, form=form, there=there), 422 if form.errors else 200


@assessments.route(f"{PART}/skriv", methods=["GET", "POST"])
def write(case_id: UUID, part_id: UUID) -> Any:
    file = load(case_id)
    told = _reached(file, part_id)
    form = part_form(told.part, told.answers)
    if submitted(form, lambda: _save(file, told, form)):
        return _saved(file, told.part)
    template = "write_own" if told.part.by_individual else "write"
    shown = {"told": told, "box": box, "large": request.args.get("text") == LARGE}
    seen = about(file, told.part)
    return page(template, file, form=form, **seen, **shown), 422 if form.errors else 200


@assessments.route(f"{PART}/skriv-under", methods=["GET", "POST"])
def sign(case_id: UUID, part_id: UUID) -> Any:
    file = load(case_id)
    one = queries.part_for(actor(), file, part_id)
    form = (OwnSignForm if one.by_individual else SignForm)(**_stands(one, file))
    if submitted(form, lambda: _sign(file, one, form)):
        flash("Delen är undertecknad.")
        return redirect(url_for(".show", case_id=file.id))
    more = {"form": form, "readers": _readers(file, one)}
    return part_page("sign", file, one, **more), 422 if form.errors else 200


@assessments.route(f"{PART}/ratta", methods=["GET", "POST"])
def correct(case_id: UUID, part_id: UUID) -> Any:
    file = load(case_id)
    one = queries.part_for(actor(), file, part_id)
    form = CorrectForm()
    if form.validate_on_submit():
        try:
            with writing():
                new = service.correct(actor(), file, one, **form.answers, at=clock.now())
            return redirect(url_for(".write", case_id=file.id, part_id=new.id))
        except RuleBroken as broken:
            form.explain(broken)
    return part_page("correct", file, one, form=form), 422 if form.errors else 200


def _reached(file: CaseFile, part_id: UUID) -> Told:
    one = queries.part_for(actor(), file, part_id)
    return queries.told_in(actor(), [one])[one.id]


def _kinds(file: CaseFile) -> list[tuple[str, str]]:
    """The kinds that this actor may read, for a choice."""
    return [pair for pair in choices(actor(), KINDS, file.on) if pair[0] in file.kinds]


def _save(file: CaseFile, told: Told, form: PartForm) -> None:
    texts = {name: form.answers[name] or None for name in FRAME}
    answers = {one.position: form.answers[box(one)] or None for one in told.answers}
    seen, at = _seen(form), clock.now()
    service.save(actor(), file, told.part, seen=seen, **texts, answers=answers, at=at)


def _stands(one: AssessmentPart, file: CaseFile) -> dict[str, Any]:
    return {"revision": one.revision, "read_on": file.on}


def _sign(file: CaseFile, one: AssessmentPart, form: SignForm) -> None:
    read_on = form.answers.get("read_on")
    service.sign(actor(), file, one, seen=_seen(form), read_on=read_on, at=clock.now())


def _seen(form: PartForm | SignForm) -> int:
    """The revision the page was made from; anything else counts as never seen."""
    text = form.revision.data or ""
    return int(text) if str(text).isdigit() else 0


def _saved(file: CaseFile, one: AssessmentPart) -> Any:
    """What was typed is kept before the letters change their size."""
    kept = request.form.get("utkast")
    if kept is None:
        return redirect(url_for(".sign", case_id=file.id, part_id=one.id))
    flash("Utkastet är sparat. Bara din enhet ser det.")
    large = LARGE if kept == LARGE or (kept == "1" and request.args.get("text")) else None
    return redirect(url_for(".write", case_id=file.id, part_id=one.id, text=large))


def _readers(file: CaseFile, one: AssessmentPart) -> list[str]:
    """The names of the units that will read a part of this kind when it is signed."""
    units = [unit for unit in units_in_consents(actor()) if unit.id != one.unit_id]
    able = readers(file.facts.consents, [u.id for u in units], {one.info_kind}, file.on)
    return [unit.short_name for unit in units if unit.id in able.whole]
