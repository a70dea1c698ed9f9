"""The list of sittings, and planning one or a series of them."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.authorities.queries import rooms, staff_of
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.saving import kept
from casework.kit.swedish import counted, first_upper
from casework.programmes.models import Programme
from casework.programmes.queries import names, programme_for, programmes, units_to_name
from casework.reviews import queries, service
from casework.reviews.forms import DaysForm, PlanForm
from casework.reviews.policy import may_consult, may_plan, may_plan_in
from casework.reviews.queries.consultations import consultations
from casework.reviews.queries.series import occurrences
from casework.reviews.queries.usual import Usual, usual
from casework.reviews.rules.series import WEEKS, Occurrence
from casework.reviews.views.door import reviews, to


@reviews.get("")
def listing() -> Any:
    rows = queries.listing(actor(), clock.today())
    return render_template(
        "reviews/listing.html",
        coming=[(r, m) for r, m in reversed(rows) if r.finished_at is None],
        past=[(r, m) for r, m in rows if r.finished_at],
        questions=consultations(actor(), clock.today()),
        named=_named_programmes(),
        may_plan=may_plan(actor()),
        may_consult=may_consult(actor()),
    )


def _named_programmes() -> dict[UUID, str]:
    """{id: name}; nothing where there is one only, which goes without saying."""
    found = names(actor())
    return found if len(found) > 1 else {}


@reviews.route("/ny", methods=["GET", "POST"])
def plan() -> Any:
    may_plan(actor()).insist()
    form, asked = _plan_form()
    if form.validate_on_submit():
        try:
            return _preview(form) if form.repeats else _once(form)
        except RuleBroken as broken:
            form.explain(broken)
    return render_template("reviews/plan.html", form=form, usual=asked), 422 if form.errors else 200


def _once(form: PlanForm) -> Any:
    with writing():
        at, on = clock.now(), clock.today()
        review = service.plan(actor(), _programme(form), form.booking, on=on, at=at)
    flash("Genomgången är planerad. Inbjudan går till alla du valde.")
    return to(review.id)


def _preview(form: PlanForm) -> Any:
    """Nothing is saved before the days are seen; what cannot be booked is told again."""
    found = occurrences(actor(), form.series, at=clock.now())
    seen = "sedd" in request.form
    days = DaysForm(formdata=request.form if seen else None)
    days.offer(found, anew=not seen)
    if seen and days.validate() and kept(days, lambda: _series(form, days, found)):
        number = counted(len(days.answers["days"]), "genomgång", "genomgångar")
        flash(f"{first_upper(number)} är planerade. Inbjudan går till alla du valde.")
        return redirect(url_for(".listing"))
    told = [one for one in request.form.items(multi=True) if one[0] not in _OF_THE_PREVIEW]
    page = render_template("reviews/series.html", form=days, found=found, told=told)
    return page, 422 if days.errors else 200


_OF_THE_PREVIEW = frozenset({"csrf_token", "days", "sedd"})


def _series(form: PlanForm, days: DaysForm, found: list[Occurrence]) -> None:
    wanted, chosen = form.series, days.answers["days"]
    bookings = [wanted.booking(one.slot) for one in found if one.day in chosen]
    at, on = clock.now(), clock.today()
    every = WEEKS[wanted.every]
    service.plan_series(actor(), _programme(form), bookings, every=every, on=on, at=at)


def _open_programmes() -> list[Programme]:
    found = [one for one in programmes(actor()) if may_plan_in(actor(), one.host_unit_id)]
    return [one for one in found if one.closed_on is None or one.closed_on > clock.today()]


def _programme(form: PlanForm) -> Programme:
    if "programme_id" in form:  # also where there is none, and so nothing to choose
        return programme_for(actor(), form.answers["programme_id"])
    return _open_programmes()[0]


def _plan_form() -> tuple[PlanForm, Usual]:
    """Those who are usually asked are in it until somebody says otherwise; others come from the
    units that take part in what is open."""
    open_ones = _open_programmes()
    units = {unit.id for unit in units_to_name(actor(), open_ones)} | {actor().unit_id}
    staff = staff_of(actor(), units)
    asked = usual(actor(), open_ones, staff, clock.today())
    form = PlanForm(people=asked.user_ids)
    form.offer(open_ones, rooms(actor()), staff)
    return form, asked
