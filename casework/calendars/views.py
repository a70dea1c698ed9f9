"""The page where one keeps one's own calendar."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from casework.access.web import actor
from casework.calendars import apart, queries, round, service, shown
from casework.calendars.forms import AddressForm, FileForm
from casework.calendars.models import CalendarSource
from casework.calendars.reading.busy import Read
from casework.calendars.reading.refusing import CalendarUnreadable
from casework.calendars.rules import named, window
from casework.kit import clock, db
from casework.kit.db import writing
from casework.kit.errors import NotVisible, RuleBroken
from casework.kit.forms import HouseForm
from casework.kit.saving import form_page, kept, submitted

calendars = Blueprint("calendars", __name__)
PAGE = "/moten/min-kalender"


@calendars.get(PAGE)
def mine() -> Any:
    page = shown.page(queries.own_calendars(actor()), queries.own_times(actor()), clock.now())
    return render_template("calendars/mine.html", page=page, hosts=_hosts())


@calendars.route(f"{PAGE}/adress", methods=["GET", "POST"])
def address() -> Any:
    """F4: where an installation names no hosts, there is no such page."""
    if not _hosts():
        raise NotVisible("calendar_sources")
    form, made = AddressForm(), []
    if submitted(form, lambda: made.append(_add(form))):
        _fetch(made[0].id)
        flash("Adressen är sparad.")
        return redirect(url_for(".mine"))
    return form_page("calendars/address.html", form, hosts=named(_hosts()))


def _add(form: AddressForm) -> CalendarSource:
    return service.add_address(actor(), **form.answers, hosts=_hosts(), at=clock.now())


@calendars.route(f"{PAGE}/fil", methods=["GET", "POST"])
def file() -> Any:
    form = FileForm()
    read = _read(form) if form.validate_on_submit() else None
    if read and kept(form, lambda: service.add_file(actor(), read=read, at=clock.now())):
        flash("Filen är läst. Bara tiderna sparades.")
        return redirect(url_for(".mine"))
    return form_page("calendars/file.html", form)


def _read(form: FileForm) -> Read | None:
    """F5: outside of any transaction, so that nobody waits for the database meanwhile."""
    data, asked = form.file.data.read(), window(clock.now())
    db.session.rollback()
    try:
        return apart.read(data, asked.first, asked.last)
    except CalendarUnreadable as refused:
        form.explain(RuleBroken("file", str(refused)))
        return None


@calendars.post(f"{PAGE}/<uuid:calendar_id>/hamta")
def fetch(calendar_id: UUID) -> Any:
    try:
        _fetch(calendar_id)
    except RuleBroken as broken:
        flash(str(broken), "info")
    return redirect(url_for(".mine"))


def _fetch(calendar_id: UUID) -> None:
    """F4: noted, fetched with nothing locked, kept."""
    at = clock.now()
    network = current_app.config.get("CALENDAR_NETWORK", round.NETWORK)
    with writing():
        source = queries.own_address(actor(), calendar_id)
        service.begin_fetching(actor(), source, at=at)
        asked = round.asked_of(source, at)
    outcome = round.outcome_of(asked, hosts=_hosts(), network=network, window=window(at))
    with writing():
        source = queries.own_address(actor(), calendar_id)
        service.end_fetching(actor(), source, outcome, at=at)


@calendars.route(f"{PAGE}/<uuid:calendar_id>/ta-bort", methods=["GET", "POST"])
def remove(calendar_id: UUID) -> Any:
    source, form = queries.own_calendar(actor(), calendar_id), HouseForm()
    if submitted(form, lambda: service.remove(actor(), source)):
        flash("Kalendern är borttagen, och tiderna med den.")
        return redirect(url_for(".mine"))
    return form_page("calendars/remove.html", form, card=shown.card(source, [], clock.now()))


def _hosts() -> tuple[str, ...]:
    return current_app.config["CALENDAR_HOSTS"]
