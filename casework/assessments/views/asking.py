"""S1: who is asked about what; when it is enough."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from casework.access.web import actor
from casework.assessments import queries, service
from casework.assessments.forms import AskForm, FinishForm
from casework.assessments.policy import may_ask
from casework.assessments.rules import askable
from casework.assessments.views.door import CASE, assessments, due, load, page
from casework.assessments.views.reading import shown
from casework.authorities.models import Unit
from casework.authorities.queries import units_in_consents
from casework.cases.queries import CaseFile
from casework.kit import clock
from casework.kit.saving import done, submitted
from casework.programmes.queries import KINDS, choices, questions


@assessments.post(f"{CASE}/klar")
def finish(case_id: UUID) -> Any:
    file, form = load(case_id), FinishForm()
    if submitted(form, lambda: service.finish(actor(), file, **form.answers, at=clock.now())):
        flash("Kartläggningen är klar. Nu väntar ett samarbetsmöte.")
        return redirect(url_for("desk.case", case_id=file.id))
    return shown(file, form), 422


@assessments.route(f"{CASE}/be-om-delar", methods=["GET", "POST"])
def ask(case_id: UUID) -> Any:
    file = load(case_id)
    may_ask(actor(), file.facts, file.on).insist()
    form, units, asked = _form(file)
    if done(form, lambda **said: _ask(file, **said)):
        flash("Du har bett om delarna. Enheterna ser dem på sitt skrivbord.")
        return redirect(url_for(".show", case_id=file.id))
    template = questions(actor(), file.case.programme_id, file.on)
    seen = {"units": units, "asked": asked, "questions": template}
    return page("ask", file, form=form, **seen), 422 if form.errors else 200


def _form(file: CaseFile) -> tuple[AskForm, list[Unit], dict[str, queries.Series]]:
    """The form, the covered units, and what the asker can see is asked for already."""
    covered = [u for u in units_in_consents(actor()) if u.id in file.units_in_force]
    can = askable(file.facts.consents, [u.id for u in covered], file.on)
    known = [one for one in queries.parts(actor(), file) if not one.newest.by_individual]
    asked = {f"{one.newest.unit_id}:{one.newest.info_kind}": one for one in known}
    kinds = choices(actor(), KINDS, file.on)
    pairs = [
        (f"{u.id}:{kind}", label) for u in covered for kind, label in kinds if kind in can[u.id]
    ]
    form = AskForm(due_on=due(file))
    form.parts.choices = [pair for pair in pairs if pair[0] not in asked]
    return form, covered, asked


def _ask(file: CaseFile, parts: list[str], due_on: date) -> None:
    wanted = [(UUID(unit), kind) for unit, kind in (part.split(":") for part in parts)]
    service.ask(actor(), file, wanted=wanted, due_on=due_on, at=clock.now())
