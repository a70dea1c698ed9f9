"""More people in a meeting that is booked, and its agenda."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.kit.saving import kept, submitted
from casework.kit.swedish import counted
from casework.meetings.forms import AddForm, AgendaForm
from casework.meetings.queries import MeetingFile
from casework.meetings.service import adding, changing
from casework.meetings.shown import adding as page
from casework.meetings.shown import meeting as showing
from casework.meetings.views.door import code_of, managed, meetings
from casework.people.reading_through import settled


@meetings.route("/moten/<uuid:meeting_id>/bjud-in", methods=["GET", "POST"])
def invite(meeting_id: UUID) -> Any:
    file, sent = managed(meeting_id), []
    found = page.left(actor(), file)
    form = page.form(found)
    if _is_asked(form, found) and kept(form, lambda: sent.append(_invite(form, file))):
        letters = counted(sent[0], "brev är på väg", "brev är på väg", neuter=True)
        flash(f"Fler är med på mötet. {letters.capitalize()}. De andra får inget brev.")
        return redirect(url_for(".show", meeting_id=file.id))
    return render_template("meetings/add.html", form=form, found=found, file=file), code_of(form)


def _is_asked(form: AddForm, found: page.Left) -> bool:
    """M3: a role that names somebody is asked about, or refused, before anything leaves."""
    names = [found.case.person.name] if found.case else []
    return form.validate_on_submit() and settled(form, names) and page.may_leave(form, found)


def _invite(form: AddForm, file: MeetingFile) -> int:
    return adding.invite_more(actor(), file, page.more(form), at=clock.now())


@meetings.route("/moten/<uuid:meeting_id>/dagordning", methods=["GET", "POST"])
def agenda(meeting_id: UUID) -> Any:
    file = managed(meeting_id)
    if not showing.may_write_agenda(actor(), file):
        raise NotVisible("meetings", meeting_id)
    form = AgendaForm(agenda=file.meeting.agenda)
    if submitted(form, lambda: changing.write_agenda(actor(), file, form.answers["agenda"])):
        flash("Dagordningen är sparad. Ingen får brev om den.")
        return redirect(url_for(".show", meeting_id=file.id))
    return render_template("meetings/agenda.html", form=form, file=file), code_of(form)
