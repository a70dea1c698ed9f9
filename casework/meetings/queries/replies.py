"""M5: who may have written a reply. Nobody is signed in: the UID and the address are the right."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from casework.access import Actor
from casework.kit.db import session
from casework.letters.models import Letter
from casework.meetings.models import Meeting, MeetingSeries, Participant
from casework.meetings.queries.outside import Posted, posted, still_hears
from casework.meetings.queries.series import SERIES_REQUEST
from casework.meetings.replies.rules import Standing

UPDATE = "meeting.update"
CHANGING = ("meeting.request", "meeting.moved", UPDATE)


@dataclass(frozen=True)
class Answering:
    """One participant, the meeting, and what a reply is held against."""

    participant: Participant
    meeting: Meeting
    standing: Standing


def participants_by_uid(
    uid: str, recurs_on: date | None, at: datetime, actor: Actor | None = None
) -> list[Answering]:
    """Those who were asked under this UID, locked: of one meeting, of all of a series, or of the
    one of a series that has that day by its rule (RECURRENCE-ID, as a day in Stockholm)."""
    del actor  # nobody
    of = select(MeetingSeries.id).where(MeetingSeries.uid == uid)
    series = and_(Meeting.series_id.in_(of), Participant.in_series)
    alone = and_(Meeting.uid == uid, ~Participant.in_series)
    one_day = and_(series, Meeting.recurs_on == recurs_on)
    query = (
        select(Participant.id)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .where(one_day if recurs_on else or_(series, alone))
        .order_by(Meeting.starts_at, Participant.id)
        .with_for_update()
    )
    return [one for found in session.scalars(query).all() if (one := _answering(found, at))]


def _answering(participant_id: UUID, at: datetime) -> Answering | None:
    about = posted(participant_id)
    if about is None:
        return None
    meeting, one, letters = about.meeting, about.participant, _letters(about)
    asking = [each for each in letters if each.kind != UPDATE]
    newest = max(asking, key=lambda each: (each.sequence, each.created_at), default=None)
    standing = Standing(
        addresses=[str(each.address) for each in letters if each.may_have_arrived],
        sequence=newest.sequence if newest else 0,
        asked_at=newest.created_at.replace(microsecond=0) if newest else None,
        count=_named(about).sequence,
        answered_at=one.answered_at,
        answered_sequence=one.answered_sequence,
        hears=one.is_in and still_hears(about, at),
        on_now=meeting.is_on,
        ends_at=meeting.ends_at,
    )
    return Answering(one, meeting, standing)


def _named(about: Posted) -> Meeting | MeetingSeries:
    """What it is in this one's calendar: an event of its own, or a day of its series."""
    return about.series if about.series and about.participant.in_series else about.meeting


def _letters(about: Posted) -> list[Letter]:
    """Every letter that put the meeting in this one's calendar, under what it is called there now.

    That the place is another one asks nothing: an answer to the time before it still counts.
    """
    single = and_(
        Letter.about_id == about.meeting.id,
        Letter.receiver_id == about.participant.id,
        Letter.kind.in_(CHANGING),
    )
    of_series = and_(
        Letter.about_id == about.meeting.series_id,
        Letter.receiver_id == about.participant.user_id,
        Letter.kind == SERIES_REQUEST,
    )
    called = Letter.calendar_uid == _named(about).uid
    return list(session.scalars(select(Letter).where(or_(single, of_series), called)))
