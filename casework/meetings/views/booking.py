"""Booking a meeting on one page."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.cases.queries import CaseFile
from casework.cases.queries.open_facts import OpenFacts
from casework.kit import clock
from casework.kit.saving import kept
from casework.meetings.forms import BookingForm
from casework.meetings.models import Meeting
from casework.meetings.policy import may_book
from casework.meetings.service import booking
from casework.meetings.shown import board, free, row
from casework.meetings.shown import booking as page
from casework.meetings.views.door import case_asked_for, code_of, meetings
from casework.people.reading_through import settled


@meetings.route("/moten/boka", methods=["GET", "POST"])
def book() -> Any:
    file, made, today = case_asked_for(), [], clock.today()
    may_book(actor(), file.facts if file else None, today).insist()
    found, beside = page.choices(actor(), file), row.others(actor(), file, today)
    form = row.form_for(found, file, beside, today)
    if _is_asked(form, found, file) and kept(form, lambda: made.extend(_book(form, found, file))):
        flash(row.said(made))
        return redirect(url_for(".show", meeting_id=made[0].id))
    return _booking_page(form, found, file, beside)


def _is_asked(form: BookingForm, found: page.Choices, file: CaseFile | None) -> bool:
    """M3: sent to be booked, well formed, and nothing in the letters points at anybody.

    The individual's own name is no advice to read through: it is refused.
    """
    if not form.is_submitted() or "uppdatera" in request.form:
        return False
    names = [file.person.name] if file else []
    fine = form.validate() and settled(form, names) and page.may_leave(form, found, file)
    return fine and "granska" not in request.form


def _book(form: BookingForm, found: page.Choices, file: CaseFile | None) -> list[Meeting]:
    at, today = clock.now(), clock.today()
    wanted = page.booking(actor(), form, found, at=at)
    if file is None:
        return [booking.book(actor(), None, wanted, on=today, at=at)]
    files = [file, *row.files(actor(), form, today)]
    return booking.book_row(actor(), files, wanted, on=today, at=at)


def _booking_page(
    form: BookingForm, found: page.Choices, file: CaseFile | None, beside: list[OpenFacts]
) -> Any:
    at = clock.now()
    words = {
        **{"found": found, "file": file, "hours": board.hours()},
        "times": free.times(actor(), page.wanted(form, found), at),
        **row.on_page(actor(), form, found, file, beside, at=at),
        "looks": "granska" in request.form and not form.errors,
    }
    return render_template("meetings/book.html", form=form, **words), code_of(form)
