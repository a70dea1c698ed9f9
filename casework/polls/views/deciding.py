"""Picking a time, taking one back, more days to answer, and ending the poll."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import kept, submitted
from casework.polls import queries
from casework.polls.forms import CloseForm, ExtendForm
from casework.polls.models import PollTime
from casework.polls.queries import PollFile
from casework.polls.service import deciding
from casework.polls.shown import picking
from casework.polls.shown import poll as showing
from casework.polls.views.door import code_of, managed, polls


@polls.route("/moten/fraga/<uuid:poll_id>/tider/<uuid:poll_time_id>/boka", methods=["GET", "POST"])
def pick(poll_id: UUID, poll_time_id: UUID) -> Any:
    file, form, made = managed(poll_id), HouseForm(), []
    time = queries.time_of(actor(), file, poll_time_id)
    words = picking.picking(actor(), file, time, clock.now())
    sent = form.validate_on_submit()
    if sent and kept(form, lambda: made.append(_pick(file, time))):
        flash(f"Du har bokat möte {made[0].code}. Breven är på väg.")
        return redirect(url_for("meetings.show", meeting_id=made[0].id))
    return render_template("polls/pick.html", form=form, **words), code_of(form)


def _pick(file: PollFile, time: PollTime) -> Any:
    return deciding.pick(actor(), file, time, at=clock.now())


@polls.route(
    "/moten/fraga/<uuid:poll_id>/tider/<uuid:poll_time_id>/ta-bort", methods=["GET", "POST"]
)
def take_back(poll_id: UUID, poll_time_id: UUID) -> Any:
    file, form = managed(poll_id), HouseForm()
    time = queries.time_of(actor(), file, poll_time_id)
    if submitted(form, lambda: _take_back(file, time)):
        flash("Tiden är borttagen ur frågan och hålls inte längre.")
        return redirect(url_for(".show", poll_id=file.id))
    words = {"file": file, "time": time, "place": file.place(time)}
    return render_template("polls/take_back.html", form=form, **words), code_of(form)


def _take_back(file: PollFile, time: PollTime) -> None:
    deciding.take_back(actor(), file, time, at=clock.now())


@polls.route("/moten/fraga/<uuid:poll_id>/forlang", methods=["GET", "POST"])
def extend(poll_id: UUID) -> Any:
    file, form = managed(poll_id), ExtendForm()
    words = {"file": file, "leaving": picking.leaving(file)}
    if submitted(form, lambda: _extend(form, file)):
        flash("Det finns längre tid att svara. Tiderna hålls lika mycket längre.")
        for one in words["leaving"]:
            flash(f"Frågas inte igen: {one}.")
        return redirect(url_for(".show", poll_id=file.id))
    return render_template("polls/extend.html", form=form, **words), code_of(form)


def _extend(form: ExtendForm, file: PollFile) -> None:
    deciding.extend(actor(), file, deadline=form.answers["deadline"], at=clock.now())


@polls.route("/moten/fraga/<uuid:poll_id>/avsluta", methods=["GET", "POST"])
def close(poll_id: UUID) -> Any:
    file, form = managed(poll_id), CloseForm()
    if submitted(form, lambda: _close(form, file)):
        flash("Frågan är avslutad. De som fick den får veta det.")
        return redirect(url_for(".show", poll_id=file.id))
    rows = showing.rows(actor(), file, showing.times(file, clock.now()))
    return render_template("polls/close.html", form=form, file=file, rows=rows), code_of(form)


def _close(form: CloseForm, file: PollFile) -> None:
    deciding.close(actor(), file, because=form.answers["because"], at=clock.now())
