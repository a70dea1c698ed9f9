"""A series is booked, answered, and gets other people. Other times, calling off: rest.py."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.kit import clock
from casework.kit.codes import readable
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import local_day
from casework.meetings.doing.checks import insist_free, on_its_day
from casework.meetings.doing.moves import rest_of
from casework.meetings.doing.parties import is_summoned
from casework.meetings.doing.series import answer_days, said_anew
from casework.meetings.doing.times import give_back, take
from casework.meetings.models import Meeting, MeetingSeries, Participant
from casework.meetings.policy import may_answer, may_book, may_manage_series
from casework.meetings.post import series as post
from casework.meetings.post.posting import call_off, hold_back
from casework.meetings.queries import users_by_id
from casework.meetings.queries.series import SeriesFile
from casework.meetings.rules import Slot
from casework.meetings.rules.series import check_rule
from casework.meetings.service.booking import Booking, book

NOT_IN = "Personen är inte längre med i serien."


def book_series(
    actor: Actor, bookings: Sequence[Booking], *, every: int, on: date, at: datetime
) -> tuple[MeetingSeries, list[Meeting]]:
    """M2, M4: all of these days or none, one object in everybody's calendar, one letter to each."""
    may_book(actor, None, on).insist()
    bookings = sorted(bookings, key=lambda one: one.slot)
    check_rule([local_day(one.slot.starts_at) for one in bookings], every)
    series = _series(actor, bookings[0], every, at)
    session.add(series)
    made = [_one(actor, series, booking, on, at) for booking in bookings]
    record(actor, "series booked", series)
    post.ask(actor, series, bookings[0].user_ids, at=at)
    return series, made


def _series(actor: Actor, first: Booking, every: int, at: datetime) -> MeetingSeries:
    starts = clock.local(first.slot.starts_at)
    length = first.slot.ends_at - first.slot.starts_at
    return MeetingSeries(
        code=readable("S"),
        uid=f"{uuid4()}@casework",
        kind=first.kind,
        every=every,
        first_on=starts.date(),
        starts=starts.time(),
        minutes=length // timedelta(minutes=1),
        room_id=first.room_id,
        place=None if first.room_id else first.place,
        organiser_id=actor.user_id,
        organiser_unit_id=actor.unit_id,
        sequence=0,
        booked_at=at,
        changed_at=at,
    )


def _one(actor: Actor, series: MeetingSeries, booking: Booking, on: date, at: datetime) -> Meeting:
    """M2: what was taken meanwhile is said with its day."""
    day = local_day(booking.slot.starts_at)
    with on_its_day(booking.slot):
        made = book(actor, None, booking, on=on, at=at, in_series=True)
    made.series_id, made.recurs_on = series.id, day
    return made


def answer_series(
    actor: Actor, file: SeriesFile, answers: Mapping[UUID, str], line: str | None, *, at: datetime
) -> None:
    """M5: one answer to all that lies ahead, or another to some of the days."""
    may_answer(actor, actor.user_id, may_manage_series(actor, *file.managing)).insist()
    for one in answer_days(actor, file.mine(actor, at), answers, line, at=at):
        record(actor, "meeting answered", one)


def add_people(
    actor: Actor, file: SeriesFile, since: Meeting, user_ids: Collection[UUID], *, at: datetime
) -> None:
    """M2, M4: these are in from here on. Nobody else hears of it; what has been stays as it was."""
    may_manage_series(actor, *file.managing).insist()
    users = [one for one in users_by_id(actor, user_ids).values() if not one.left_at]
    if not users or len(users) < len(set(user_ids)):
        raise RuleBroken("people", "Välj minst en person som fortfarande arbetar här.")
    let_in = {
        user.id for meeting in rest_of(file, since, at) for user in _new(actor, meeting, users, at)
    }
    if not let_in:
        raise RuleBroken("people", "De du valde är redan med på alla de här mötena.")
    said_anew(file.series, at=at)
    record(actor, "people added to series", file.series)
    post.ask(actor, file.series, let_in, at=at)


def _new(actor: Actor, meeting: Meeting, users: list[User], at: datetime) -> list[User]:
    """Those who are let in to one of the days, not having been in it."""
    before = {one.user_id: one for one in meeting.participants}
    new = [user for user in users if not (user.id in before and before[user.id].is_in)]
    slot = Slot(meeting.starts_at, meeting.ends_at)
    with on_its_day(slot, "people"):
        insist_free(actor, new, None, slot, at=at, but=meeting.id)
    for user in new:
        _let_in(meeting, user, before.get(user.id), at)
    meeting.sequence += 1
    take(meeting, [user.id for user in new], None)
    return new


def _let_in(meeting: Meeting, user: User, again: Participant | None, at: datetime) -> None:
    one = again or Participant(meeting_id=meeting.id, user_id=user.id)
    one.unit_id, one.summoned, one.in_series = user.unit_id, is_summoned(user), True
    one.removed_at = one.answer = one.answered_at = one.answer_line = one.reminded_at = None
    one.answered_sequence, one.asked_at = None, at
    session.add(one)


def remove_person(
    actor: Actor, file: SeriesFile, since: Meeting, user_id: UUID, *, at: datetime
) -> None:
    """M4: one person is not in from here on, and is told; what they were at stays theirs."""
    may_manage_series(actor, *file.managing).insist()
    out = [
        (meeting, one)
        for meeting in rest_of(file, since, at)
        for one in meeting.participants
        if one.user_id == user_id and one.is_in
    ]
    if not out:
        raise RuleBroken("person", "Personen är inte med på de här mötena. Välj någon annan.")
    for meeting, one in out:
        one.removed_at = at
        meeting.sequence += 1
        give_back(meeting, [user_id])
        _not_there(actor, meeting, one, at)
    said_anew(file.series, at=at)
    record(actor, "person removed from series", file.series)
    post.tell(actor, file.series, [user_id], at=at)


def _not_there(actor: Actor, meeting: Meeting, one: Participant, at: datetime) -> None:
    """What waits about the day stops; a day that they had by itself is called off by itself."""
    stop = hold_back if one.in_series else call_off
    stop(actor, meeting, [one], because=NOT_IN, at=at)
