"""Makers for the stories about meetings."""

from datetime import date, datetime, time, timedelta
from typing import Any

from casework.cases.models import Case
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.meetings.models import Meeting, Participant
from casework.meetings.queries import MeetingFile, meeting_for
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking, book
from tests.conftest import acting


def slot(day: date | None = None, hour: int = 10, minutes: int = 90) -> Slot:
    start = clock.moment(day or add_working_days(clock.today(), 5), time(hour))
    return Slot(start, start + timedelta(minutes=minutes))


def meeting(
    world: Any,
    case: Case | None,
    who: tuple[str, ...] = ("host", "soc", "af", "fk"),
    *,
    at: datetime | None = None,
    when: Slot | None = None,
    **more: Any,
) -> Meeting:
    """A meeting that the coordinator booked the way the page does it."""
    host, now = acting(world.user("host")), at or clock.now()
    today = clock.local(now).date()
    file = case_for(host, case.id, today) if case else None
    if "room_id" not in more:
        more.setdefault("place", "Telefon")
    booking = Booking(
        kind=more.pop("kind", "samarbetsmote"),
        slot=when or slot(),
        user_ids=[world.user(key).id for key in who],
        **more,
    )
    made = book(host, file, booking, on=today, at=now)
    session.flush()
    return made


def reached(world: Any, who: str, row: Meeting) -> MeetingFile:
    return meeting_for(acting(world.user(who)), row.id, clock.today())


def participant(world: Any, row: Meeting, who: str) -> Participant:
    file = reached(world, "host", row)
    return next(p for p in file.participants if p.user_id == world.user(who).id)
