from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from casework.access.web import actor
from casework.authorities.queries import rooms, user_for
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import NotVisible
from casework.kit.forms import HouseForm
from casework.kit.saving import kept, submitted
from casework.meetings import booking_page as page
from casework.meetings import invitation, links, queries, showing, taking
from casework.meetings import outside as unsigned
from casework.meetings.forms import AnswerForm, BookingForm, CancelForm, ChangeForm
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_answer, may_book
from casework.meetings.queries import MeetingFile, outside
from casework.meetings.service import answering, booking, changing, minuting

meetings = Blueprint("meetings", __name__)


@meetings.get("/moten")
def listing() -> Any:
    at, today = clock.now(), clock.today()
    return render_template(
        "meetings/listing.html",
        coming=showing.by_week(queries.coming_meetings(actor(), today, at)),
        past=queries.past_meetings(actor(), today, at),
        may_book=may_book(actor(), None, today),
        kinds=showing.KINDS,
        feed=user_for(actor(), actor().user_id).feed_token,
    )


@meetings.post("/moten/kalender")
def new_feed() -> Any:
    with writing():
        user = user_for(actor(), actor().user_id)
        answering.make_feed(actor(), user, token_urlsafe(32))
    flash("Du har fått en ny kalenderadress. Den gamla har slutat gälla.")
    return redirect(url_for(".listing"))


@meetings.route("/moten/boka", methods=["GET", "POST"])
def book() -> Any:
    file = _case()
    may_book(actor(), file.facts if file else None, clock.today()).insist()
    form, found, made = BookingForm(), page.choices(actor(), file), []
    page.fill(form, found, file, clock.today())
    asked = form.is_submitted() and "uppdatera" not in request.form and form.validate()
    if asked and kept(form, lambda: made.append(_book(form, file))):
        flash(f"Du har bokat möte {made[0].code}. Breven är på väg.")
        return redirect(url_for(".show", meeting_id=made[0].id))
    return _booking_page(form, found, file)


def _book(form: BookingForm, file: CaseFile | None) -> Meeting:
    wanted = page.booking(actor(), form)
    return booking.book(actor(), file, wanted, on=clock.today(), at=clock.now())


def _booking_page(form: BookingForm, found: page.Choices, file: CaseFile | None) -> Any:
    times = page.times(actor(), form, found, clock.now())
    words = {"found": found, "times": times, "file": file, "hours": showing.hours()}
    return render_template("meetings/book.html", form=form, **words), _code(form)


def _case() -> CaseFile | None:
    asked = request.args.get("arende")
    if not asked:
        return None
    try:
        return case_for(actor(), UUID(asked), clock.today())
    except ValueError:
        raise NotVisible("cases") from None


def _code(form: Any) -> int:
    """422 for a page that shows what was typed and what is wrong with it."""
    return 422 if form.errors else 200


def _reached(meeting_id: UUID) -> MeetingFile:
    return queries.meeting_for(actor(), meeting_id, clock.today())


@meetings.get("/moten/<uuid:meeting_id>")
def show(meeting_id: UUID) -> Any:
    file = _reached(meeting_id)
    return render_template("meetings/show.html", **showing.whole(actor(), file, clock.now()))


@meetings.route("/moten/<uuid:meeting_id>/svara", methods=["GET", "POST"])
def answer(meeting_id: UUID) -> Any:
    file = _reached(meeting_id)
    participant = _answering(file)
    form = AnswerForm(answer=participant.answer, line=participant.answer_line)
    if submitted(form, lambda: _answer(form, file, participant)):
        flash("Svaret är sparat.")
        return redirect(url_for(".show", meeting_id=file.id))
    name = "" if participant is file.mine(actor()) else showing.name_of(file, participant)
    return render_template("meetings/answer.html", form=form, file=file, name=name), _code(form)


def _answering(file: MeetingFile) -> Participant:
    """One's own answer, or with ?deltagare= that of somebody without an account."""
    mine = file.mine(actor())
    asked = request.args.get("deltagare", type=UUID) or (mine.id if mine else None)
    participant = queries.participant_of(actor(), file, asked)
    may_answer(actor(), participant.user_id, showing.may(actor(), file)).insist()
    return participant


def _answer(form: AnswerForm, file: MeetingFile, participant: Participant) -> None:
    answering.answer(actor(), file, participant, **form.answers, at=clock.now())


@meetings.route("/moten/<uuid:meeting_id>/andra", methods=["GET", "POST"])
def change(meeting_id: UUID) -> Any:
    file = _managed(meeting_id)
    form = ChangeForm(**showing.as_it_is(file))
    form.room_id.choices = [(room.id, room.name) for room in rooms(actor())]
    if submitted(form, lambda: _change(form, file)):
        flash("Du har ändrat mötet. Alla får den nya tiden.")
        return redirect(url_for(".show", meeting_id=file.id))
    return render_template("meetings/change.html", form=form, file=file), _code(form)


def _change(form: ChangeForm, file: MeetingFile) -> None:
    changing.change(actor(), file, showing.new_time(actor(), form, file), at=clock.now())


def _managed(meeting_id: UUID) -> MeetingFile:
    file = _reached(meeting_id)
    showing.may(actor(), file).insist()
    return file


@meetings.route("/moten/<uuid:meeting_id>/stall-in", methods=["GET", "POST"])
def cancel(meeting_id: UUID) -> Any:
    file, form = _managed(meeting_id), CancelForm()
    if submitted(form, lambda: _cancel(form, file)):
        flash("Du har ställt in mötet. Alla som har fått en inbjudan får veta det.")
        return redirect(url_for(".show", meeting_id=file.id))
    words = {"file": file, "rows": showing.rows(actor(), file)}
    return render_template("meetings/cancel.html", form=form, **words), _code(form)


def _cancel(form: CancelForm, file: MeetingFile) -> None:
    changing.cancel(actor(), file, because=form.answers["because"], at=clock.now())


@meetings.route(
    "/moten/<uuid:meeting_id>/deltagare/<uuid:participant_id>/avboka", methods=["GET", "POST"]
)
def remove(meeting_id: UUID, participant_id: UUID) -> Any:
    file, form = _managed(meeting_id), HouseForm()
    participant = queries.participant_of(actor(), file, participant_id)
    if submitted(form, lambda: _remove(file, participant)):
        flash("Personen är avbokad och får veta det.")
        return redirect(url_for(".show", meeting_id=file.id))
    words = {"file": file, "participant": participant}
    name = showing.name_of(file, participant)
    return render_template("meetings/remove.html", form=form, name=name, **words), _code(form)


def _remove(file: MeetingFile, participant: Participant) -> None:
    changing.remove(actor(), file, participant, at=clock.now())


@meetings.get("/moten/<uuid:meeting_id>/kallelse")
def summons(meeting_id: UUID) -> Any:
    file = _managed(meeting_id)
    if file.case_id is None:
        raise NotVisible("meetings", meeting_id)
    case = case_for(actor(), file.case_id, clock.today())
    organiser = user_for(actor(), file.meeting.organiser_id)
    return render_template("meetings/summons.html", file=file, case=case, organiser=organiser)


@meetings.route("/moten/<uuid:meeting_id>/anteckningar", methods=["GET", "POST"])
def minutes(meeting_id: UUID) -> Any:
    file = _managed(meeting_id)
    paper = taking.paper(actor(), file)
    form = paper.form
    if submitted(form, lambda: _minute(paper, file)):
        approved = "godkann" in request.form
        flash("Anteckningarna är godkända och låsta." if approved else "Anteckningarna är sparade.")
        return redirect(url_for(".show" if approved else ".minutes", meeting_id=file.id))
    words = {"file": file, "may": showing.may_minute(file, clock.now())}
    return render_template("meetings/minutes.html", form=form, paper=paper, **words), _code(form)


def _minute(paper: taking.Paper, file: MeetingFile) -> None:
    minuting.save(actor(), file, paper.minutes, at=clock.now())
    if "godkann" in request.form:
        minuting.approve(actor(), file, at=clock.now())


@meetings.route("/svar/<token>", methods=["GET", "POST"])
def answer_by_link(token: str) -> Any:
    participant_id = links.read(current_app.config["SECRET_KEY"], token)
    if participant_id is None:
        raise NotVisible("participants")
    participant, meeting, room = outside.participant_for_link(participant_id, clock.now())
    form = AnswerForm(answer=participant.answer)
    words = {"meeting": meeting, "place": queries.place_of(meeting, room)}
    if submitted(form, lambda: _by_link(form, participant, meeting)):
        return render_template("meetings/answered.html", **words)
    over = meeting.ends_at <= clock.now()
    return render_template("meetings/by_link.html", form=form, over=over, **words), _code(form)


def _by_link(form: AnswerForm, participant: Participant, meeting: Meeting) -> None:
    unsigned.answer_by_link(participant, meeting, **form.answers, at=clock.now())


@meetings.get("/kalender/<token>.ics")
def feed(token: str) -> Any:
    rows = outside.feed_of(token, clock.today(), clock.now())
    text = invitation.feed(showing.happening(meeting, room) for meeting, room in rows)
    answer = Response(text, content_type="text/calendar; charset=utf-8")
    answer.add_etag()
    return answer.make_conditional(request)
