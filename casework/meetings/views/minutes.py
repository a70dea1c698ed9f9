"""M7: the page where minutes are taken."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.saving import submitted
from casework.meetings.forms import AdditionForm
from casework.meetings.queries import MeetingFile
from casework.meetings.service import minuting
from casework.meetings.shown import attendance
from casework.meetings.shown import meeting as showing
from casework.meetings.shown import minutes as taking
from casework.meetings.views.door import code_of, managed, meetings


@meetings.route("/moten/<uuid:meeting_id>/anteckningar", methods=["GET", "POST"])
def minutes(meeting_id: UUID) -> Any:
    file = managed(meeting_id)
    paper = taking.paper(actor(), file)
    form, filled = paper.form, _filled(paper, file)
    if filled is None and submitted(form, lambda: _minute(paper, file)):
        approved = "godkann" in request.form
        flash("Anteckningarna är godkända och låsta." if approved else "Anteckningarna är sparade.")
        return redirect(url_for(".show" if approved else ".minutes", meeting_id=file.id))
    words = {"file": file, "may": showing.may_minute(file, clock.now()), "filled": filled}
    return render_template("meetings/minutes.html", form=form, paper=paper, **words), code_of(form)


@meetings.route("/moten/<uuid:meeting_id>/anteckningar/tillagg", methods=["GET", "POST"])
def addition(meeting_id: UUID) -> Any:
    file = managed(meeting_id)
    form = AdditionForm()
    form.kind.choices = taking.kinds_to_add(actor(), file)
    if submitted(form, lambda: _add(form, file)):
        flash("Tillägget är sparat. Det går inte att ändra.")
        return redirect(url_for(".show", meeting_id=file.id))
    return render_template("meetings/addition.html", form=form, file=file), code_of(form)


def _filled(paper: taking.Paper, file: MeetingFile) -> list[str] | None:
    """Who was just filled in as here; None when that was not asked for."""
    asked = attendance.FILL in request.form
    return attendance.fill_in(paper.form, paper.people, file.asked) if asked else None


def _add(form: AdditionForm, file: MeetingFile) -> None:
    given = form.answers
    said = minuting.Addition(given["kind"], given["text"], given["reason"])
    minuting.add_later(actor(), file, said, at=clock.now())


def _minute(paper: taking.Paper, file: MeetingFile) -> None:
    minuting.save(actor(), file, paper.minutes, at=clock.now())
    if "godkann" in request.form:
        minuting.approve(actor(), file, at=clock.now())
