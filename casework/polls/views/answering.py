"""M5: answers, signed in or by a signed link."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.saving import submitted
from casework.meetings.policy import may_answer
from casework.polls import queries
from casework.polls.doing import unsigned
from casework.polls.forms import AnswersForm
from casework.polls.models import PollVoter
from casework.polls.post import links
from casework.polls.queries import PollFile, outside, place_of
from casework.polls.queries.outside import Posted
from casework.polls.rules import is_over
from casework.polls.service import answering
from casework.polls.shown import poll as showing
from casework.polls.views.door import code_of, polls, reached


@polls.route("/moten/fraga/<uuid:poll_id>/svara", methods=["GET", "POST"])
def answer(poll_id: UUID) -> Any:
    file = reached(poll_id)
    voter = _answering(file)
    form = showing.form_for(file, voter)
    if submitted(form, lambda: _answer(form, file, voter)):
        flash("Svaret är sparat.")
        return redirect(url_for(".show", poll_id=file.id))
    name = "" if voter is file.mine(actor()) else showing.name_of(file, voter)
    words = {"file": file, "name": name, **showing.until(actor(), file, clock.now())}
    return render_template("polls/answer.html", form=form, **words), code_of(form)


def _answering(file: PollFile) -> PollVoter:
    """One's own answers, or with ?vem= those of somebody without an account."""
    mine = file.mine(actor())
    asked = request.args.get("vem", type=UUID) or (mine.id if mine else None)
    voter = queries.voter_of(actor(), file, asked)
    may_answer(actor(), voter.user_id, showing.may(actor(), file)).insist()
    return voter


def _answer(form: AnswersForm, file: PollFile, voter: PollVoter) -> None:
    line, at = form.line.data, clock.now()
    answering.answer(actor(), file, voter, form.given, line=line, at=at)


@polls.route("/tid/<token>", methods=["GET", "POST"])
def answer_by_link(token: str) -> Any:
    voter_id = links.read(current_app.config["SECRET_KEY"], token)
    about = outside.voter_for_link(voter_id, clock.now())
    form = showing.form_by_link(about, {t.id: place_of(t, room) for t, room in about.times})
    words = {"form": form, "poll": about.poll, "asker": about.organiser}
    if submitted(form, lambda: _by_link(form, about)):
        return render_template("polls/answered.html", token=token, **words)
    over = is_over(about.poll.deadline, clock.now())
    return render_template("polls/by_link.html", over=over, **words), code_of(form)


def _by_link(form: AnswersForm, about: Posted) -> None:
    unsigned.answer_by_link(about, form.given, line=form.line.data, at=clock.now())
