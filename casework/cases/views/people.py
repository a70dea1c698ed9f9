from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from casework.access.rules import Action
from casework.access.web import actor
from casework.authorities.queries import people_by_id, user_for
from casework.cases.forms import AssignForm, ConfirmForm
from casework.cases.policy import may_assign, may_hand_over
from casework.cases.queries import CaseFile, absence, around, handovers
from casework.cases.queries import listing as lists
from casework.cases.service import people
from casework.cases.views.door import again, cases, file_of
from casework.kit import clock
from casework.kit.saving import done, form_page


@cases.route("/<uuid:case_id>/personer", methods=["GET", "POST"])
def assign(case_id: UUID) -> Any:
    file = file_of(case_id)
    may_assign(actor(), file.facts, file.on).insist()
    form, seats = AssignForm(), around.seats(actor(), file)
    could = lists.could_join(actor(), file, {seat.user.id for seat in seats})
    form.user_id.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in could]
    if done(form, lambda user_id: _assign(file, user_id)):
        flash("Personen arbetar nu med ärendet.")
        return redirect(url_for(".assign", case_id=case_id))
    shown = _round(again(file, form), seats)
    return form_page("cases/assign.html", form, **shown)


def _assign(file: CaseFile, user_id: UUID) -> None:
    people.assign(actor(), file, user_for(actor(), user_id), at=clock.now())


def _round(file: CaseFile, seats: list[around.Seat]) -> dict[str, Any]:
    """Who works with the case, in whose place, who added them, and where it may go."""
    added_by = {seat.assignment.by_id for seat in seats if seat.assignment}
    return {
        "file": file,
        "seats": seats,
        "added_by": people_by_id(actor(), added_by),
        "standing_in": absence.standing_in(actor(), file),
        "proposals": handovers.proposals(actor(), file),
        "may_hand_over": may_hand_over(actor(), file.facts, file.on),
        "owns": file.may(actor(), Action.OWN),
    }


@cases.route("/<uuid:case_id>/personer/<uuid:assignment_id>", methods=["GET", "POST"])
def unassign(case_id: UUID, assignment_id: UUID) -> Any:
    file = file_of(case_id)
    may_assign(actor(), file.facts, file.on).insist()
    row, user = around.assignment_for(actor(), file, assignment_id)
    form, name = ConfirmForm(), user.name
    if done(form, lambda: people.unassign(actor(), file, row, at=clock.now())):
        flash(f"{name} arbetar inte längre med ärendet.")
        return redirect(url_for(".assign", case_id=case_id))
    return form_page("cases/unassign.html", form, file=again(file, form), user=user)
