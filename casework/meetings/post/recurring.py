"""M4: a series as iCalendar, for one receiver: the days they are in, as a rule and what differs.

All of it is told by the meetings themselves. The rule goes from the receiver's first day to their
last; days between that they are not in are left out, and what has another time, place or answer
than the rest stands apart. So what has been is written as it was, whatever happens to the rest.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from casework.kit import clock
from casework.letters.models import Letter
from casework.meetings.models import Meeting, MeetingSeries
from casework.meetings.post.invitation import (
    CANCEL,
    REQUEST,
    Happening,
    Organiser,
    Receiver,
    Repeated,
    Rule,
    calendar,
)
from casework.meetings.post.invitation import series as written
from casework.meetings.queries.series import PostedSeries
from casework.meetings.rules import slot_of
from casework.meetings.rules.series import left_out, usual_answer


def one_of_series(happening: Happening, series: MeetingSeries, meeting: Meeting) -> Happening:
    """One day: under the UID and the count of the series, named by the day it has in it."""
    more = {"uid": series.uid, "code": series.code, "recurs_at": _by_rule(series, meeting)}
    return replace(happening, sequence=series.sequence, **more)


def whole(about: PostedSeries, letter: Letter, description: str, organiser: Organiser) -> bytes:
    """Every day that the receiver is in, also those behind them."""
    series = about.series
    days = [day for meeting, _, _ in about.times if (day := meeting.recurs_on)]
    answers = [(meeting.starts_at, one.answer) for meeting, one, _ in about.times]
    usual = usual_answer(answers, letter.created_at)
    to = Receiver(str(letter.address), usual)
    first = _happening(about, days[0], letter.created_at, description)
    apart = [
        (_as_it_is(first, series, meeting, place), whose)
        for meeting, one, place in about.times
        if differs(about, meeting, place) or one.answer != usual
        for whose in [replace(to, answer=one.answer)]
    ]
    return written(REQUEST, first, _rule(series, days), apart, organiser, to)


def published(about: PostedSeries, description: str) -> Repeated:
    """M4: the same to subscribe to, under the same names and count as the letters have."""
    series = about.series
    days = [day for meeting, _, _ in about.times if (day := meeting.recurs_on)]
    first = _happening(about, days[0], series.changed_at, description)
    apart = [
        _as_it_is(first, series, meeting, place)
        for meeting, _, place in about.times
        if differs(about, meeting, place)
    ]
    return Repeated(first, _rule(series, days), apart)


def called_off(about: PostedSeries, letter: Letter, organiser: Organiser) -> bytes:
    """M4: nothing of it is left for this one; the whole UID goes from the calendar."""
    series = about.series
    happening = _happening(about, series.first_on, letter.created_at, "")
    to = Receiver(str(letter.address), None, False)
    return calendar(CANCEL, happening, organiser, to)


def _rule(series: MeetingSeries, days: Sequence[date]) -> Rule:
    out = tuple(_start(series, day) for day in left_out(days, series.every))
    return Rule(series.every, _start(series, days[-1]), out)


def days_left_out(about: PostedSeries, ahead: Sequence[Meeting]) -> list[date]:
    """Days of the rule that the receiver is not in, from now to their last."""
    days = [day for meeting in ahead if (day := meeting.recurs_on)]
    return left_out(days, about.series.every)


def _happening(about: PostedSeries, day: date, stamp: datetime, description: str) -> Happening:
    series = about.series
    slot = slot_of(day, series.starts, series.minutes)
    return Happening(
        uid=series.uid,
        sequence=series.sequence,
        code=series.code,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=about.place,
        stamp=stamp,
        description=description,
        booked_at=series.booked_at,
    )


def _as_it_is(first: Happening, series: MeetingSeries, meeting: Meeting, place: str) -> Happening:
    times = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    return replace(first, **times, place=place, recurs_at=_by_rule(series, meeting))


def differs(about: PostedSeries, meeting: Meeting, place: str) -> bool:
    """It has another time or place than by the rule."""
    ends = meeting.starts_at + timedelta(minutes=about.series.minutes)
    by_rule = (_by_rule(about.series, meeting), ends, about.place)
    return (meeting.starts_at, meeting.ends_at, place) != by_rule


def _by_rule(series: MeetingSeries, meeting: Meeting) -> datetime:
    return _start(series, meeting.recurs_on or series.first_on)


def _start(series: MeetingSeries, day: date) -> datetime:
    return clock.moment(day, series.starts)
