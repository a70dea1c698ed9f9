"""M5: answers, signed in or by a signed link."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.saving import submitted
from casework.meetings import queries
from casework.meetings.doing import unsigned
from casework.meetings.forms import AnswerForm
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_answer
from casework.meetings.post import links
from casework.meetings.queries import MeetingFile, outside
from casework.meetings.service import answering
from casework.meetings.shown import meeting as showing
from casework.meetings.views.door import code_of, meetings, reached


@meetings.route("/moten/<uuid:meeting_id>/svara", methods=["GET", "POST"])
def answer(meeting_id: UUID) -> Any:
    file = reached(meeting_id)
    participant = _answering(file)
    form = AnswerForm(answer=participant.answer, line=participant.answer_line)
    if submitted(form, lambda: _answer(form, file, participant)):
        flash("Svaret är sparat.")
        return redirect(url_for(".show", meeting_id=file.id))
    name = "" if participant is file.mine(actor()) else showing.name_of(file, participant)
    return render_template("meetings/answer.html", form=form, file=file, name=name), code_of(form)


def _answering(file: MeetingFile) -> Participant:
    """One's own answer, or with ?deltagare= that of somebody without an account."""
    mine = file.mine(actor())
    asked = request.args.get("deltagare", type=UUID) or (mine.id if mine else None)
    participant = queries.participant_of(actor(), file, asked)
    may_answer(actor(), participant.user_id, showing.may(actor(), file)).insist()
    return participant


def _answer(form: AnswerForm, file: MeetingFile, participant: Participant) -> None:
    answering.answer(actor(), file, participant, **form.answers, at=clock.now())


@meetings.route("/svar/<token>", methods=["GET", "POST"])
def answer_by_link(token: str) -> Any:
    participant_id = links.read(current_app.config["SECRET_KEY"], token)
    participant, meeting, room = outside.participant_for_link(participant_id, clock.now())
    form = AnswerForm(answer=participant.answer)
    words = {"meeting": meeting, "place": queries.place_of(meeting, room)}
    if submitted(form, lambda: _by_link(form, participant, meeting)):
        return render_template("meetings/answered.html", **words)
    over = meeting.ends_at <= clock.now()
    return render_template("meetings/by_link.html", form=form, over=over, **words), code_of(form)


def _by_link(form: AnswerForm, participant: Participant, meeting: Meeting) -> None:
    unsigned.answer_by_link(participant, meeting, **form.answers, at=clock.now())
