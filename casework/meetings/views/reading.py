"""The list of meetings, one meeting, its paper summons, and the calendar address."""

from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.authorities.queries import rooms, user_for
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import NotVisible
from casework.meetings import queries
from casework.meetings.policy import may_book, may_see_door
from casework.meetings.post.feed import written as feed_text
from casework.meetings.queries import feeds, waiting
from casework.meetings.service import answering
from casework.meetings.shown import meeting as showing
from casework.meetings.shown.summons import on_paper
from casework.meetings.views.door import managed, meetings, reached


@meetings.get("/moten")
def listing() -> Any:
    at, today = clock.now(), clock.today()
    return render_template(
        "meetings/listing.html",
        coming=showing.by_week(queries.coming_meetings(actor(), today, at)),
        past=queries.past_meetings(actor(), today, at),
        may_book=may_book(actor(), None, today),
        kinds=showing.KINDS,
        asks={meeting.id for meeting in waiting.unanswered(actor(), today)},
        feed=user_for(actor(), actor().user_id).feed_token,
        doors=rooms(actor()) if may_see_door(actor()) else [],
    )


@meetings.post("/moten/kalender")
def new_feed() -> Any:
    with writing():
        user = user_for(actor(), actor().user_id)
        answering.make_feed(actor(), user, token_urlsafe(32))
    flash("Du har fått en ny kalenderadress. Den gamla har slutat gälla.")
    return redirect(url_for(".listing"))


@meetings.post("/moten/kalender/avsluta")
def end_feed() -> Any:
    with writing():
        answering.end_feed(actor(), user_for(actor(), actor().user_id))
    flash("Kalenderadressen har slutat gälla. Ta bort den ur din kalender.")
    return redirect(url_for(".listing"))


@meetings.get("/moten/<uuid:meeting_id>")
def show(meeting_id: UUID) -> Any:
    file = reached(meeting_id)
    return render_template("meetings/show.html", **showing.whole(actor(), file, clock.now()))


@meetings.get("/moten/<uuid:meeting_id>/kallelse")
def summons(meeting_id: UUID) -> Any:
    file = managed(meeting_id)
    if file.case_id is None:
        raise NotVisible("meetings", meeting_id)
    case = case_for(actor(), file.case_id, clock.today())
    organiser = user_for(actor(), file.meeting.organiser_id)
    summons = on_paper(actor(), file, case, organiser)
    return render_template("meetings/summons.html", file=file, summons=summons)


@meetings.get("/kalender/<token>.ics")
def feed(token: str) -> Any:
    text = feed_text(feeds.feed_of(token, clock.today(), clock.now()))
    answer = Response(text, content_type="text/calendar; charset=utf-8")
    answer.add_etag()
    answer.cache_control.private = answer.cache_control.no_cache = True  # kept, and asked about
    return answer.make_conditional(request)
