"""A programme of its own: begun as a copy, looked over, its units, and its end."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access.web import actor
from casework.authorities.queries import staff_of, unit_for, units_in_consents
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, submitted
from casework.programmes import queries, service
from casework.programmes.checking import things_to_look_at
from casework.programmes.forms import (
    USUAL,
    USUALLY,
    ClosingForm,
    NewProgrammeForm,
    UnitsForm,
)
from casework.programmes.models import Programme
from casework.programmes.queries import KINDS, choices
from casework.programmes.views.door import programmes, said


@programmes.route("/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    known, made = queries.programmes_to_change(actor()), []
    form = NewProgrammeForm(data=USUALLY)
    form.offer(units_in_consents(actor()), known)
    if submitted(form, lambda: made.append(_added(form, known))):
        sentence = f"{made[0].name} är tillagd. Gå igenom listan här nedanför."
        return said(sentence, "programmes.overview", programme_id=made[0].id)
    return form_page("programmes/new.html", form)


def _added(form: NewProgrammeForm, known: list[Programme]) -> Programme:
    answers = dict(form.answers)
    source = answers.pop("source")
    return service.add_programme(
        actor(),
        host_unit_id=answers.pop("host_unit_id"),
        unit_ids=answers.pop("unit_ids"),
        source=None if source == USUAL else next(p for p in known if str(p.id) == source),
        answers=answers,
        on=clock.today(),
    )


@programmes.get("/<uuid:programme_id>/oversikt")
def overview(programme_id: UUID) -> ResponseReturnValue:
    row, on = queries.programme_to_change(actor(), programme_id), clock.today()
    contents = queries.contents(actor(), on)
    units = queries.units_to_name(actor(), [row])
    host = unit_for(actor(), row.host_unit_id)
    has_coordinator = any(one.as_actor().coordinates for one in staff_of(actor(), [host.id]))
    others = {one.name: contents[one.id] for one in queries.programmes(actor()) if one is not row}
    kinds = choices(actor(), KINDS, on)
    things = things_to_look_at(
        row, contents[row.id], others, units=units, kinds=kinds, has_coordinator=has_coordinator
    )
    words = {"programme": row, "host": host, "things": things, "on": on}
    return render_template("programmes/overview.html", **words)


@programmes.route("/<uuid:programme_id>/enheter", methods=["GET", "POST"])
def units(programme_id: UUID) -> ResponseReturnValue:
    row, known = queries.programme_to_change(actor(), programme_id), units_in_consents(actor())
    form = UnitsForm(data={"unit_ids": queries.units_in(actor(), row)})
    form.unit_ids.choices = [(u.id, u.name) for u in known if u.id != row.host_unit_id]
    if submitted(form, lambda: service.change_units(actor(), row, form.answers["unit_ids"])):
        return said("Enheterna är ändrade.", "programmes.overview", programme_id=programme_id)
    host = unit_for(actor(), row.host_unit_id)
    return form_page("programmes/units.html", form, programme=row, host=host)


@programmes.route("/<uuid:programme_id>/avsluta", methods=["GET", "POST"])
def close(programme_id: UUID) -> ResponseReturnValue:
    row, form, on = queries.programme_to_change(actor(), programme_id), ClosingForm(), clock.today()
    end: Any = lambda: service.close_programme(actor(), row, **form.answers, on=on)  # noqa: E731
    if submitted(form, end):
        sentence = f"{row.name} tar inte emot nya remisser från den dag du valde."
        return said(sentence, "programmes.overview", programme_id=programme_id)
    return form_page("programmes/close.html", form, programme=row, on=on)


@programmes.post("/<uuid:programme_id>/oppna")
def reopen(programme_id: UUID) -> ResponseReturnValue:
    row, form = queries.programme_to_change(actor(), programme_id), HouseForm()
    sentence = "Sidan var för gammal. Försök en gång till."
    if submitted(form, lambda: service.reopen_programme(actor(), row)):
        sentence = f"{row.name} tar emot nya remisser."
    return said(sentence, "programmes.overview", programme_id=programme_id)
