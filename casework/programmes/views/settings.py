"""What a programme is for, its ladder, and the code lists."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access.web import actor
from casework.authorities.queries import unit_for
from casework.kit import clock
from casework.kit.saving import form_page, submitted
from casework.programmes import queries, service
from casework.programmes.defaults import LISTS
from casework.programmes.forms import CodeForm, LadderForm, LastDayForm, ProgrammeForm
from casework.programmes.rules import lasts
from casework.programmes.views.door import programmes, said


@programmes.get("")
def listing() -> ResponseReturnValue:
    found = queries.programmes_to_change(actor())
    words = {"programmes": found, "lists": LISTS, "today": clock.today()}
    return render_template("programmes/listing.html", **words)


@programmes.route("/<uuid:programme_id>", methods=["GET", "POST"])
def programme(programme_id: UUID) -> ResponseReturnValue:
    row = queries.programme_to_change(actor(), programme_id)
    form = ProgrammeForm(obj=row)
    if submitted(form, lambda: service.change_programme(actor(), row, form.answers)):
        return said(f"{row.name} är ändrad.", "programmes.overview", programme_id=row.id)
    host = unit_for(actor(), row.host_unit_id)
    return form_page("programmes/programme.html", form, programme=row, host=host)


@programmes.route("/<uuid:programme_id>/trappa", methods=["GET", "POST"])
def ladder(programme_id: UUID) -> ResponseReturnValue:
    row = queries.programme_to_change(actor(), programme_id)
    steps = len(row.ladder)
    form = LadderForm(data={"names": [*(step.name for step in row.ladder), ""]})
    if submitted(form, lambda: service.change_ladder(actor(), row, form.names.data)):
        return said("Trappan är ändrad.", "programmes.overview", programme_id=row.id)
    return form_page("programmes/ladder.html", form, steps=steps, programme=row)


@programmes.route("/koder/<code_list>", methods=["GET", "POST"])
def codes(code_list: str) -> ResponseReturnValue:
    known = queries.all_codes(actor(), code_list)
    form = CodeForm()
    if submitted(form, lambda: service.add_code(actor(), code_list, **form.answers)):
        flash(f"{form.label.data} är tillagd.")
        return redirect(url_for("programmes.codes", code_list=code_list))
    title = LISTS.get(code_list, code_list)
    words = {"codes": known, "title": title, "lasts": lasts, "today": clock.today()}
    return form_page("programmes/codes.html", form, **words)


@programmes.route("/koder/avsluta/<uuid:code_id>", methods=["GET", "POST"])
def close_code(code_id: UUID) -> ResponseReturnValue:
    code = queries.code_for(actor(), code_id)
    form = LastDayForm()
    end = lambda: service.close_code(  # noqa: E731
        actor(), code, last_day=form.answers["last_day"], on=clock.today()
    )
    if submitted(form, end):
        flash(f"{code.label} avslutas.")
        return redirect(url_for("programmes.codes", code_list=code.list))
    return form_page("programmes/close_code.html", form, code=code)
