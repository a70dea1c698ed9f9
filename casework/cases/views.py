from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.authorities.queries import unit_names, user_for
from casework.cases import queries, service
from casework.cases.forms import (
    WAY,
    AssignForm,
    FilterForm,
    NextStepForm,
    NumberForm,
    PauseForm,
    ReopenForm,
    TellForm,
    UnassignForm,
)
from casework.cases.policy import may_assign, may_reopen, may_set_next_step, may_tell
from casework.cases.queries import CaseFile, around, log
from casework.cases.queries import listing as lists
from casework.cases.rules import deadline, readers_of
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm
from casework.kit.swedish import listed
from casework.people.rules import normalise
from casework.programmes.queries import KINDS, choices, labels

cases = Blueprint("cases", __name__, url_prefix="/arenden")


@cases.get("")
def listing() -> Any:
    today = clock.today()
    form = FilterForm(request.args)
    form.enhet.choices = [(u.id, u.short_name) for u in lists.owner_units(actor(), today)]
    form.validate()
    page = lists.listing(actor(), form.wanted, today, request.args.get("efter"))
    return render_template("cases/listing.html", form=form, page=page, **_words())


def _words() -> dict[str, Any]:
    """What a row of a list is written with."""
    return {
        "units": unit_names(actor()),
        "steps": labels(actor(), "nastasteg")["nastasteg"],
        "way": dict(WAY),
        "deadline": deadline,
    }


@cases.route("/sok", methods=["GET", "POST"])
def search() -> Any:
    form, found = NumberForm(), None
    if form.validate_on_submit():
        try:
            number = normalise(form.number.data, on=clock.today())
            found = lists.found_by_number(actor(), number, clock.today())
        except RuleBroken as broken:
            form.explain(broken)
    return _page("cases/search.html", form, found=found, **_words())


@cases.route("/<uuid:case_id>/nasta-steg", methods=["GET", "POST"])
def next_step(case_id: UUID) -> Any:
    file = _file(case_id)
    may_set_next_step(actor(), file.facts, file.on).insist()
    form = NextStepForm()
    form.step.choices = choices(actor(), "nastasteg", file.on)
    if _done(form, lambda **said: service.set_next_step(actor(), file, **said)):
        flash("Nästa steg är valt.")
        return _to_case(case_id)
    return _page("cases/next_step.html", form, file=_again(file, form))


@cases.route("/<uuid:case_id>/vila", methods=["GET", "POST"])
def pause(case_id: UUID) -> Any:
    file = _file(case_id)
    may_set_next_step(actor(), file.facts, file.on).insist()
    form = PauseForm()
    if _done(form, lambda until: service.pause(actor(), file, until=until, at=clock.now())):
        flash("Ärendet vilar nu.")
        return _to_case(case_id)
    return _page("cases/pause.html", form, file=_again(file, form))


@cases.route("/<uuid:case_id>/personer", methods=["GET", "POST"])
def assign(case_id: UUID) -> Any:
    file = _file(case_id)
    may_assign(actor(), file.facts, file.on).insist()
    form, seats = AssignForm(), around.seats(actor(), file)
    could = lists.could_join(actor(), file, {seat.user.id for seat in seats})
    form.user_id.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in could]
    if _done(form, lambda user_id: _assign(file, user_id)):
        flash("Personen arbetar nu med ärendet.")
        return redirect(url_for(".assign", case_id=case_id))
    return _page("cases/assign.html", form, file=_again(file, form), seats=seats)


def _assign(file: CaseFile, user_id: UUID) -> None:
    service.assign(actor(), file, user_for(actor(), user_id), at=clock.now())


@cases.route("/<uuid:case_id>/personer/<uuid:assignment_id>", methods=["GET", "POST"])
def unassign(case_id: UUID, assignment_id: UUID) -> Any:
    file = _file(case_id)
    may_assign(actor(), file.facts, file.on).insist()
    row, user = around.assignment_for(actor(), file, assignment_id)
    form, name = UnassignForm(), user.name
    if _done(form, lambda: service.unassign(actor(), file, row, at=clock.now())):
        flash(f"{name} arbetar inte längre med ärendet.")
        return redirect(url_for(".assign", case_id=case_id))
    return _page("cases/unassign.html", form, file=_again(file, form), user=user)


@cases.route("/<uuid:case_id>/beratta", methods=["GET", "POST"])
def tell(case_id: UUID) -> Any:
    file = _file(case_id)
    may_tell(actor(), file.facts, file.on).insist()
    form, at = TellForm(day=file.on), clock.now()
    form.kind.choices = _kinds(file)
    if _done(form, lambda **said: service.tell(actor(), file, at=at, **said)):
        flash("Det du skrev står nu i tidslinjen.")
        return _to_case(case_id)
    return _page("cases/tell.html", form, file=_again(file, form))


@cases.route("/<uuid:case_id>/oppna-igen", methods=["GET", "POST"])
def reopen(case_id: UUID) -> Any:
    file = _file(case_id)
    may_reopen(actor(), file.facts, file.on).insist()
    form = ReopenForm()
    if _done(form, lambda **said: service.reopen(actor(), file, at=clock.now(), **said)):
        flash("Ärendet är öppet igen.")
        return _to_case(case_id)
    return _page("cases/reopen.html", form, file=_again(file, form))


def _kinds(file: CaseFile) -> list[tuple[str, str]]:
    """C5: the kinds this actor may write of, each with who will read it."""
    units = unit_names(actor())
    readers = {kind: readers_of(file.facts, kind, file.on) for kind in file.kinds}
    return [
        (kind, f"{label} (läses av {listed(sorted(units[unit] for unit in readers[kind]))})")
        for kind, label in choices(actor(), KINDS, file.on)
        if kind in file.kinds
    ]


def _file(case_id: UUID) -> CaseFile:
    return queries.case_for(actor(), case_id, clock.today())


def _again(file: CaseFile, form: HouseForm) -> CaseFile:
    """A refused save rolled everything back, the audit row too: the page reads the case anew."""
    return _file(file.id) if form.errors else file


def _done(form: HouseForm, act: Callable[..., Any]) -> bool:
    """The form's answers given to one verb, in one transaction; a broken rule is explained."""
    if not form.validate_on_submit():
        return False
    try:
        with writing():
            act(**form.answers)
    except RuleBroken as broken:
        form.explain(broken)
        return False
    return True


def _page(template: str, form: HouseForm, **shown: Any) -> Any:
    return render_template(template, form=form, **shown), 422 if form.errors else 200


def _to_case(case_id: UUID) -> Any:
    return redirect(url_for("desk.case", case_id=case_id))


def access_log() -> Any:
    """The reviewer's page. Its address is not under /arenden: a reviewer opens no case."""
    reference = request.args.get("arende", "").strip().upper()
    before = request.args.get("fore", type=int)
    page = log.access_log(actor(), reference, before)
    return render_template("cases/access_log.html", page=page, reference=reference)


cases.record_once(lambda made: made.app.add_url_rule("/granskning", "cases.access_log", access_log))
