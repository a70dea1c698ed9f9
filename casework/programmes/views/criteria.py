"""V4: what is weighed when the agenda of an ärendegenomgång is put in order."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access.web import actor
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, submitted
from casework.programmes import queries, service
from casework.programmes.forms import CriterionForm, LastDayForm
from casework.programmes.rules import SIGNS, has_ended, not_ended
from casework.programmes.views.door import programmes, said


@programmes.route("/<uuid:programme_id>/kriterier", methods=["GET", "POST"])
def criteria(programme_id: UUID) -> ResponseReturnValue:
    row, on = queries.programme_to_change(actor(), programme_id), clock.today()
    form = CriterionForm(data={"valid_from": on})
    if submitted(form, lambda: service.add_criterion(actor(), row, **form.answers, on=on)):
        return said("Kriteriet är tillagt.", "programmes.criteria", programme_id=programme_id)
    found = queries.all_criteria(actor(), programme_id)
    ended = [one for one in found if has_ended(one, on)]
    most = sum(one.points for one in found if one.valid(on))
    words = {"rows": not_ended(found, on), "ended": ended, "most": most, "signs": SIGNS}
    return form_page("programmes/criteria.html", form, programme=row, on=on, **words)


@programmes.route("/kriterier/<uuid:criterion_id>/avsluta", methods=["GET", "POST"])
def close_criterion(criterion_id: UUID) -> ResponseReturnValue:
    row, on = queries.criterion_to_change(actor(), criterion_id), clock.today()
    form, programme_id = LastDayForm(), row.programme_id
    if submitted(form, lambda: service.end_criterion(actor(), row, **form.answers, on=on)):
        return said("Kriteriet avslutas.", "programmes.criteria", programme_id=programme_id)
    url = url_for("programmes.criteria", programme_id=programme_id)
    words = {"what": "kriteriet", "title": row.label, "back": "Alla kriterier", "url": url}
    return form_page("programmes/end.html", form, **words)


@programmes.post("/kriterier/<uuid:criterion_id>/flytta")
def shift_criterion(criterion_id: UUID) -> ResponseReturnValue:
    row, form = queries.criterion_to_change(actor(), criterion_id), HouseForm()
    up, on = request.form.get("vart") == "upp", clock.today()
    if submitted(form, lambda: service.move_criterion(actor(), row, up=up, on=on)):
        flash("Kriteriet är flyttat.")
    return redirect(url_for("programmes.criteria", programme_id=row.programme_id))
