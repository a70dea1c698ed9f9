"""What of the meetings waits for somebody, or is coming."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from casework.access import Actor
from casework.authorities.models import Room, Unit
from casework.kit import clock
from casework.kit.db import session
from casework.kit.swedish import counted, listed, local_day, short_date
from casework.kit.tasks import COORDINATOR, INDIVIDUAL, OUTSIDE, Coming, Task, Waits
from casework.meetings.models import Meeting, Participant
from casework.meetings.queries import meetings_of, place_of
from casework.meetings.rules import ANNAN_TID, KAN_INTE, KINDS, WORK

MINUTES_WITHIN = timedelta(days=60)


def _starts(day: date) -> datetime:
    """The first moment of a Swedish day."""
    return clock.moment(day, time(0))


def tasks(actor: Actor, on: date) -> list[Task]:
    """M5, M7: invitations to answer; for the organiser, noes, minutes, interpreters. Three."""
    return [*_to_answer(actor, on), *_to_see_to(actor, on), *_to_interpret(actor, on)]


def unanswered(actor: Actor, on: date) -> list[Meeting]:
    """The invitations that the actor has not answered, the nearest first. One statement."""
    query = (
        meetings_of(actor, on)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(
            Participant.user_id == actor.user_id,
            Participant.answer.is_(None),
            Participant.removed_at.is_(None),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at >= _starts(on),
        )
    )
    return list(session.scalars(query.order_by(Meeting.starts_at)))


def _to_answer(actor: Actor, on: date) -> list[Task]:
    alone, together = [], defaultdict(list)
    for meeting in unanswered(actor, on):
        (together[meeting.series_id] if meeting.series_id else alone).append(meeting)
    alone += [few[0] for few in together.values() if len(few) == 1]
    many = [_answer_all(found) for found in together.values() if len(found) > 1]
    return [*(_answer(meeting) for meeting in alone), *many]


def _answer_all(found: list[Meeting]) -> Task:
    """Several of one series are answered on one page."""
    day = local_day(found[0].starts_at)
    number = counted(len(found), *_NAMES.get(found[0].kind, ("möte", "möten"))).capitalize()
    return Task(
        due=day,
        sentence=f"{number} från {short_date(day)} väntar på ditt svar.",
        button="Svara",
        endpoint="meetings.answer_series",
        args={"series_id": found[0].series_id},
        ref=f"{found[0].code} med flera",
    )


_NAMES = {"genomgang": ("ärendegenomgång", "ärendegenomgångar")}


def _answer(meeting: Meeting) -> Task:
    day = local_day(meeting.starts_at)
    return Task(
        due=day,
        sentence=f"{KINDS[meeting.kind]} {meeting.code} {short_date(day)} väntar på ditt svar.",
        button="Svara",
        endpoint="meetings.answer",
        args={"meeting_id": meeting.id},
        ref=meeting.code,
    )


def _to_see_to(actor: Actor, on: date) -> list[Task]:
    today = _starts(on)
    noes = _answers_no()
    ahead = and_(noes > 0, Meeting.starts_at >= today)
    query = (
        meetings_of(actor, on)
        .add_columns(noes)
        .where(
            Meeting.organiser_id == actor.user_id,
            Meeting.cancelled_at.is_(None),
            or_(ahead, _without_minutes(today)),
        )
    )
    return [_see_to(meeting, no, today) for meeting, no in session.execute(query)]


def _to_interpret(actor: Actor, on: date) -> list[Task]:
    """E4: interpreters who do not know yet of a meeting ahead, or that it is called off."""
    told, is_off = Meeting.interpreter_told_at, Meeting.cancelled_at.is_not(None)
    query = meetings_of(actor, on).where(
        Meeting.organiser_id == actor.user_id,
        Meeting.starts_at >= _starts(on),
        or_(
            and_(~is_off, Meeting.interpreter, told.is_(None)),
            and_(is_off, told.is_not(None)),
        ),
    )
    return [_interpret(one, on) for one in session.scalars(query.order_by(Meeting.starts_at))]


def _interpret(meeting: Meeting, on: date) -> Task:
    day = local_day(meeting.starts_at)
    what = "Tolk ska beställas till" if meeting.is_on else "Tolken ska avbokas från"
    said = f"{what} möte {meeting.code} {short_date(day)}."
    return _task(min(day, on + timedelta(days=1)), said, "Visa mötet", "meetings.show", meeting)


def _answers_no() -> Any:
    """How many of a meeting have said that the time does not suit them."""
    return (
        select(func.count())
        .where(
            Participant.meeting_id == Meeting.id,
            Participant.answer.in_((KAN_INTE, ANNAN_TID)),
            Participant.removed_at.is_(None),
        )
        .correlate(Meeting)
        .scalar_subquery()
    )


def _see_to(meeting: Meeting, noes: int, today: datetime) -> Task:
    day = local_day(meeting.starts_at)
    if meeting.starts_at >= today:
        who = counted(noes, "person", "personer")
        said = f"{who.capitalize()} har svarat att tiden för möte {meeting.code} inte passar."
        return _task(day, said, "Visa mötet", "meetings.show", meeting)
    said = f"Möte {meeting.code} {short_date(day)} saknar godkända anteckningar."
    return _task(day, said, "Skriv anteckningar", "meetings.minutes", meeting)


def _task(due: date, sentence: str, button: str, endpoint: str, meeting: Meeting) -> Task:
    args = {"meeting_id": meeting.id}
    return Task(due, sentence, button, endpoint, args, ref=meeting.code)


def waits(actor: Actor, on: date) -> list[Waits]:
    """M5, M7: answers to meetings ahead, and minutes of those that were. One statement.

    Of a meeting ahead one row for each who is silent, of one behind a row for each who was there.
    """
    today = _starts(on)
    ahead = and_(Meeting.starts_at >= today, Participant.answer.is_(None))
    rows = session.execute(
        meetings_of(actor, on)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .outerjoin(Unit, Unit.id == Participant.unit_id)
        .with_only_columns(
            *(Meeting.id, Meeting.case_id, Meeting.code, Meeting.starts_at),
            *(Unit.short_name, Participant.is_individual, Unit.coordinates),
        )
        .where(
            Meeting.case_id.is_not(None),
            Participant.removed_at.is_(None),
            Meeting.cancelled_at.is_(None),
            or_(ahead, _without_minutes(today)),
        )
        .order_by(Meeting.starts_at, Meeting.id, Unit.position)
    )
    found = groupby(rows, key=lambda row: row[:4])
    return [_waits(*key[1:], [_who(*row[4:]) for row in some], today) for key, some in found]


def _without_minutes(today: datetime) -> ColumnElement[bool]:
    return and_(
        Meeting.ends_at < today,
        Meeting.ends_at >= today - MINUTES_WITHIN,
        Meeting.approved_at.is_(None),
        Meeting.kind.not_in(("genomgang", WORK)),
    )


def _who(unit: str | None, is_individual: bool, coordinates: bool | None) -> str:
    """A unit, or a word for somebody who has none: never a name, nor what they are to anybody."""
    if is_individual or unit is None:
        return INDIVIDUAL if is_individual else OUTSIDE
    return COORDINATOR if coordinates else unit


def _waits(case_id: Any, code: str, at: datetime, silent: list[str], today: datetime) -> Waits:
    day = local_day(at)
    if at < today:
        said = f"Godkända anteckningar från möte {code} {short_date(day)}"
        return Waits(case_id, said, (COORDINATOR,), day)
    whose = tuple(dict.fromkeys(silent))
    words = listed(one if one not in (INDIVIDUAL, OUTSIDE) else one.lower() for one in whose)
    return Waits(case_id, f"Svar om möte {code} {short_date(day)}: {words}", whose, day)


def coming(actor: Actor, on: date, until: date) -> list[Coming]:
    """The actor's own meetings up to and including `until`. One statement."""
    query = (
        meetings_of(actor, on)
        .add_columns(Room)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(
            Participant.user_id == actor.user_id,
            Participant.removed_at.is_(None),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at >= _starts(on),
            Meeting.starts_at < _starts(until + timedelta(days=1)),
        )
        .order_by(Meeting.starts_at)
    )
    return [_coming(meeting, room) for meeting, room in session.execute(query)]


def _coming(meeting: Meeting, room: Room | None) -> Coming:
    return Coming(
        day=local_day(meeting.starts_at),
        label=f"{KINDS[meeting.kind]} {meeting.code}",
        endpoint="meetings.show",
        args={"meeting_id": meeting.id},
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=place_of(meeting, room),
    )
