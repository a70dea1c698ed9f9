from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from casework.access.web import actor
from casework.authorities.models import User
from casework.authorities.queries import user_for
from casework.cases.forms import AbsenceForm, ConfirmForm
from casework.cases.policy import may_name_substitute
from casework.cases.queries import absence as queries
from casework.cases.service import absence as service
from casework.cases.views.door import cases
from casework.kit import clock
from casework.kit.saving import done, form_page


def absence() -> Any:
    """Its address is not under /arenden: it is about oneself and one's unit."""
    may_name_substitute(actor(), actor().user_id, actor().unit_id).insist()
    form = _asked(queries.colleagues(actor()), queries.own_cases(actor(), clock.today()))
    if done(form, _name):
        flash("Vikarien är utsedd.")
        return redirect(url_for(".absence"))
    known = queries.in_the_unit(actor(), clock.today())
    return form_page("cases/absence.html", form, known=known, may=may_name_substitute)


def _asked(staff: list[User], mine: list[tuple[UUID, str]]) -> AbsenceForm:
    """Only a contact person is asked who is away; everybody may choose among their own cases."""
    form = AbsenceForm(absent_id=actor().user_id)
    me, unit = actor(), actor().unit_id
    may = [user for user in staff if may_name_substitute(me, user.id, unit)]
    form.absent_id.choices = [(user.id, user.name) for user in may]
    others = [user for user in staff if user.id != me.user_id]
    form.substitute_id.choices = [(user.id, user.name) for user in others]
    form.cases.choices = mine
    return form


def _name(
    absent_id: UUID, substitute_id: UUID, first_day: date, last_day: date, cases: Collection[UUID]
) -> None:
    away = service.Away(user_for(actor(), absent_id), first_day, last_day, cases)
    substitute = user_for(actor(), substitute_id)
    service.name_substitute(actor(), away, substitute, on=clock.today(), at=clock.now())


def end_absence(substitution_id: UUID) -> Any:
    row = queries.in_place_for(actor(), substitution_id)
    may_name_substitute(actor(), row.absent.id, row.substitution.unit_id).insist()
    form, name = ConfirmForm(), row.substitute.name
    if done(form, lambda: service.end_substitution(actor(), row.substitution, at=clock.now())):
        flash(f"{name} vikarierar inte längre.")
        return redirect(url_for("cases.absence"))
    return form_page("cases/end_absence.html", form, row=row)


ADDRESSES = (
    ("/franvaro", "cases.absence", absence),
    ("/franvaro/<uuid:substitution_id>/avsluta", "cases.end_absence", end_absence),
)


@cases.record_once
def _hang(made: Any) -> None:
    for rule, endpoint, view in ADDRESSES:
        made.app.add_url_rule(rule, endpoint, view, methods=["GET", "POST"])
