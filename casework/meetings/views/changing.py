"""Another time, calling off, and taking somebody out."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from casework.access.web import actor
from casework.authorities.queries import rooms
from casework.kit import clock
from casework.kit.forms import HouseForm
from casework.kit.saving import submitted
from casework.meetings import queries
from casework.meetings.forms import CancelForm, ChangeForm
from casework.meetings.models import Participant
from casework.meetings.queries import MeetingFile
from casework.meetings.service import changing, interpreting
from casework.meetings.shown import meeting as showing
from casework.meetings.views.door import code_of, managed, meetings


@meetings.route("/moten/<uuid:meeting_id>/andra", methods=["GET", "POST"])
def change(meeting_id: UUID) -> Any:
    file = managed(meeting_id)
    form = ChangeForm(**showing.as_it_is(file))
    form.room_id.choices = [(room.id, room.name) for room in rooms(actor())]
    if submitted(form, lambda: _change(form, file)):
        told = " Tolken behöver också få veta det." if file.meeting.interpreter else ""
        flash(f"Du har ändrat mötet. De som är bjudna får veta det.{told}")
        return redirect(url_for(".show", meeting_id=file.id))
    return render_template("meetings/change.html", form=form, file=file), code_of(form)


def _change(form: ChangeForm, file: MeetingFile) -> None:
    at = clock.now()
    changing.change(actor(), file, showing.new_time(actor(), form, file, at=at), at=at)


@meetings.route("/moten/<uuid:meeting_id>/stall-in", methods=["GET", "POST"])
def cancel(meeting_id: UUID) -> Any:
    file, form = managed(meeting_id), CancelForm()
    if submitted(form, lambda: _cancel(form, file)):
        told = " Avboka också tolken." if file.meeting.interpreter_waits else ""
        flash(f"Du har ställt in mötet. Alla som har fått en inbjudan får veta det.{told}")
        return redirect(url_for(".show", meeting_id=file.id))
    gone = len(file.asked) < len(file.participants)
    words = {"file": file, "rows": showing.rows(actor(), file), "gone": gone}
    return render_template("meetings/cancel.html", form=form, **words), code_of(form)


@meetings.post("/moten/<uuid:meeting_id>/tolk")
def interpreter(meeting_id: UUID) -> Any:
    file, form = managed(meeting_id), HouseForm()
    if submitted(form, lambda: interpreting.interpreter_told(actor(), file, at=clock.now())):
        told = "beställd" if file.meeting.is_on else "avbokad"
        flash(f"Du har noterat att tolken är {told}.")
    else:
        flash(" ".join(form.form_errors) or "Försök en gång till.", "warning")
    return redirect(url_for(".show", meeting_id=file.id))


def _cancel(form: CancelForm, file: MeetingFile) -> None:
    changing.cancel(actor(), file, because=form.answers["because"], at=clock.now())


@meetings.route(
    "/moten/<uuid:meeting_id>/deltagare/<uuid:participant_id>/avboka", methods=["GET", "POST"]
)
def remove(meeting_id: UUID, participant_id: UUID) -> Any:
    file, form = managed(meeting_id), HouseForm()
    participant = queries.participant_of(actor(), file, participant_id)
    name = showing.name_of(file, participant)
    if submitted(form, lambda: _remove(file, participant)):
        flash(showing.said_of_removed(name, participant))
        return redirect(url_for(".show", meeting_id=file.id))
    words = {"file": file, "participant": participant}
    return render_template("meetings/remove.html", form=form, name=name, **words), code_of(form)


def _remove(file: MeetingFile, participant: Participant) -> None:
    changing.remove(actor(), file, participant, at=clock.now())
