"""This and the following of a series: another time or place, or called off. M2, M4, M6.

What has begun is never touched. Where something is left before, it keeps its series, which ends
there, and the rest is a series of its own under a new UID: calendars have no other way to say it
that all of them understand.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from casework.access import Actor
from casework.audit.service import record
from casework.kit.codes import readable
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.doing.asking import ask_again
from casework.meetings.doing.checks import insist_free, on_its_day
from casework.meetings.doing.moves import Move, NewRule, moves, rest_of
from casework.meetings.doing.series import said_anew
from casework.meetings.doing.times import give_back, keep_old, place_at, take
from casework.meetings.models import Meeting, MeetingSeries
from casework.meetings.policy import may_manage_series
from casework.meetings.post import series as post
from casework.meetings.post.posting import call_off, hold_back, move
from casework.meetings.queries.series import SeriesFile, having
from casework.meetings.rules import CANCELLED_BECAUSE, Slot, is_late

CHANGED = "Serien fick andra tider. Ett nytt brev gick i stället."
CALLED_OFF = "Mötet är inställt."


def change_rest(
    actor: Actor, file: SeriesFile, since: Meeting, new: NewRule, *, at: datetime
) -> MeetingSeries:
    """M2, M4, M6: everyone is asked again for what changes. Gives the series that it is in."""
    may_manage_series(actor, *file.managing).insist()
    found = moves(file, since, new, at=at)
    if not new.room_id and not new.place:
        raise RuleBroken("room_id", "Välj ett rum, eller skriv var mötet är.")
    old = file.series
    whole = len(found) == len(file.on_now)
    had = having(actor, old) & _users(one.meeting for one in found)
    series = old if whole else _follows(actor, old, at)
    _by_new_rule(series, found[0].recurs_on, new)
    _take_up(actor, file, series, found, new, at)
    said_anew(old, at=at)
    record(actor, "series changed", series)
    _tell_alone(actor, found, at)
    if not whole:
        post.tell(actor, old, had, at=at)
    post.ask(actor, series, _users(one.meeting for one in found), at=at)
    return series


def _follows(actor: Actor, old: MeetingSeries, at: datetime) -> MeetingSeries:
    """The rest, under a UID of its own."""
    new = MeetingSeries(
        code=readable("S"),
        uid=f"{uuid4()}@casework",
        kind=old.kind,
        every=old.every,
        organiser_id=old.organiser_id,
        organiser_unit_id=old.organiser_unit_id,
        follows_id=old.id,
        sequence=0,
        booked_at=at,
        changed_at=at,
    )
    session.add(new)
    record(actor, "series divided", old)
    return new


def _by_new_rule(series: MeetingSeries, first: date, new: NewRule) -> None:
    series.first_on, series.starts, series.minutes = first, new.starts, new.minutes
    series.room_id = new.room_id
    series.place = None if new.room_id else new.place


def _take_up(
    actor: Actor,
    file: SeriesFile,
    series: MeetingSeries,
    found: list[Move],
    new: NewRule,
    at: datetime,
) -> None:
    """All give their times back before any takes a new one: they may follow on each other."""
    for one in found:
        _keep_in_series(actor, one.meeting, at)
        one.meeting.series_id, one.meeting.recurs_on = series.id, one.recurs_on
        if one.slot:
            give_back(one.meeting)
    for one in found:
        if one.slot:
            _give_time(actor, file, one.meeting, one.slot, new, at)


def _keep_in_series(actor: Actor, meeting: Meeting, at: datetime) -> None:
    """M4: letters about the day stop, the series is told whole; but not a cancellation that waits:
    its receiver has the day as it was. Whoever is out has nothing of what the series becomes."""
    ours = [one for one in meeting.participants if one.in_series]
    hold_back(actor, meeting, ours, because=CHANGED, at=at)
    for one in ours:
        one.in_series = one.is_in


def _give_time(
    actor: Actor, file: SeriesFile, meeting: Meeting, slot: Slot, new: NewRule, at: datetime
) -> None:
    users = [file.users[one] for one in sorted(_staff(meeting))]
    with on_its_day(slot, "day"):
        insist_free(actor, users, new.room_id, slot, at=at, but=meeting.id)
    keep_old(actor, meeting, new.asked_by, at=at)
    place_at(meeting, slot, new.room_id, new.place)
    meeting.sequence += 1
    ask_again(actor, [one for one in meeting.participants if one.is_in], at)
    take(meeting, [user.id for user in users], new.room_id)


def _tell_alone(actor: Actor, found: list[Move], at: datetime) -> None:
    """M4: whoever has one of the days by itself, as those from outside, hears of that day."""
    session.flush()
    for one in found:
        alone = [who for who in one.meeting.participants if who.is_in and not who.in_series]
        if one.slot and alone:
            urgent = is_late(one.meeting.starts_at, at)
            move(actor, one.meeting, alone, because=CHANGED, urgent=urgent, at=at)


def cancel_rest(
    actor: Actor, file: SeriesFile, since: Meeting, *, because: str, at: datetime
) -> None:
    """M4: these are off. A calendar that has days behind keeps them; any other gets a CANCEL."""
    may_manage_series(actor, *file.managing).insist()
    if because not in CANCELLED_BECAUSE:
        raise RuleBroken("because", "Välj ett av alternativen.")
    rest, had = rest_of(file, since, at), having(actor, file.series)
    whole = len(rest) == len(file.on_now)
    said_anew(file.series, at=at)
    for meeting in rest:
        meeting.cancelled_at, meeting.cancelled_because = at, because
        meeting.sequence += 1
        give_back(meeting)
        _leave(actor, meeting, at)
    if whole:
        file.series.cancelled_at = at
    record(actor, "series cancelled", file.series)
    post.tell(actor, file.series, had & _users(rest), at=at)


def _leave(actor: Actor, meeting: Meeting, at: datetime) -> None:
    """Letters about this day stop; whoever has it by itself gets a CANCEL of it."""
    asked = [one for one in meeting.participants if one.is_in]
    hold_back(actor, meeting, asked, because=CALLED_OFF, at=at)
    alone = [one for one in asked if not one.in_series]
    call_off(actor, meeting, alone, because=CALLED_OFF, at=at)


def _users(meetings: Iterable[Meeting]) -> set[UUID]:
    """Everybody who has any of them as a part of the series."""
    people = (one for meeting in meetings for one in meeting.participants)
    return {one.user_id for one in people if one.user_id and one.in_series and one.is_in}


def _staff(meeting: Meeting) -> set[UUID]:
    return {one.user_id for one in meeting.participants if one.user_id and one.is_in}
