"""Asking about times on one page; it may have begun as a booking."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.cases.queries import CaseFile
from casework.kit import clock
from casework.kit.saving import kept
from casework.meetings.policy import may_book
from casework.meetings.shown import board, booking
from casework.meetings.views.door import case_asked_for
from casework.people.reading_through import settled
from casework.polls.forms import AskForm
from casework.polls.models import Poll
from casework.polls.service import asking
from casework.polls.shown import asking as page
from casework.polls.views.door import code_of, polls

NOT_SENT = ("uppdatera", "fran_bokning")


@polls.route("/moten/fraga", methods=["GET", "POST"])
def ask() -> Any:
    file = case_asked_for()
    may_book(actor(), file.facts if file else None, clock.today()).insist()
    found, made = booking.choices(actor(), file), []
    form = page.form_for(found, file, clock.now())
    sent = _is_sent(form) and _is_fit(form, found, file)
    if sent and kept(form, lambda: made.append(_ask(form, found, file))):
        flash(f"Du har frågat om tider: {made[0].code}. Breven är på väg.")
        return redirect(url_for(".show", poll_id=made[0].id))
    return _page(form, found, file)


def _is_sent(form: AskForm) -> bool:
    return form.is_submitted() and not any(name in request.form for name in NOT_SENT)


def _is_fit(form: AskForm, found: booking.Choices, file: CaseFile | None) -> bool:
    """M3: well formed, and a place or a role in the letters points at nobody."""
    names = [file.person.name] if file else []
    return form.validate() and settled(form, names) and booking.may_leave(form, found, file)


def _ask(form: AskForm, found: booking.Choices, file: CaseFile | None) -> Poll:
    at = clock.now()
    wanted = page.question(actor(), form, found, at=at)
    return asking.ask(actor(), file, wanted, on=clock.today(), at=at)


def _page(form: AskForm, found: booking.Choices, file: CaseFile | None) -> Any:
    times = page.suggest(actor(), form, found, clock.now(), anew=not _is_sent(form))
    words = {"found": found, "times": times, "file": file, "cards": page.cards(form, times)}
    hours = board.hours()
    return render_template("polls/ask.html", form=form, hours=hours, **words), code_of(form)
