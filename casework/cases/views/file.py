from typing import Any
from uuid import UUID

from flask import flash

from casework.access.web import actor
from casework.authorities.queries import unit_names
from casework.cases import service
from casework.cases.forms import (
    NextStepForm,
    PauseForm,
    ReopenForm,
    TellForm,
)
from casework.cases.policy import may_reopen, may_set_next_step, may_tell
from casework.cases.queries import CaseFile
from casework.cases.rules import readers_of
from casework.cases.views.door import again, cases, file_of, to_case
from casework.kit import clock
from casework.kit.saving import done, form_page
from casework.kit.swedish import listed
from casework.programmes.queries import KINDS, choices


@cases.route("/<uuid:case_id>/nasta-steg", methods=["GET", "POST"])
def next_step(case_id: UUID) -> Any:
    file = file_of(case_id)
    may_set_next_step(actor(), file.facts, file.on).insist()
    form = NextStepForm()
    form.step.choices = choices(actor(), "nastasteg", file.on)
    if done(form, lambda **said: service.set_next_step(actor(), file, **said)):
        flash("Nästa steg är valt.")
        return to_case(case_id)
    return form_page("cases/next_step.html", form, file=again(file, form))


@cases.route("/<uuid:case_id>/vila", methods=["GET", "POST"])
def pause(case_id: UUID) -> Any:
    file = file_of(case_id)
    may_set_next_step(actor(), file.facts, file.on).insist()
    form = PauseForm()
    if done(form, lambda **said: service.pause(actor(), file, at=clock.now(), **said)):
        flash("Ärendet vilar nu.")
        return to_case(case_id)
    return form_page("cases/pause.html", form, file=again(file, form))


@cases.route("/<uuid:case_id>/beratta", methods=["GET", "POST"])
def tell(case_id: UUID) -> Any:
    file = file_of(case_id)
    may_tell(actor(), file.facts, file.on).insist()
    form, at = TellForm(day=file.on), clock.now()
    form.kind.choices = _kinds(file)
    if done(form, lambda **said: service.tell(actor(), file, at=at, **said)):
        flash("Det du skrev står nu i tidslinjen.")
        return to_case(case_id)
    return form_page("cases/tell.html", form, file=again(file, form))


@cases.route("/<uuid:case_id>/oppna-igen", methods=["GET", "POST"])
def reopen(case_id: UUID) -> Any:
    file = file_of(case_id)
    may_reopen(actor(), file.facts, file.on).insist()
    form = ReopenForm()
    if done(form, lambda **said: service.reopen(actor(), file, at=clock.now(), **said)):
        flash("Ärendet är öppet igen.")
        return to_case(case_id)
    return form_page("cases/reopen.html", form, file=again(file, form))


def _kinds(file: CaseFile) -> list[tuple[str, str]]:
    """C5: the kinds this actor may write of, each with who will read it."""
    units = unit_names(actor())
    readers = {kind: readers_of(file.facts, kind, file.on) for kind in file.kinds}
    return [
        (kind, f"{label} (läses av {listed(sorted(units[unit] for unit in readers[kind]))})")
        for kind, label in choices(actor(), KINDS, file.on)
        if kind in file.kinds
    ]
