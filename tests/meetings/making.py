"""Makers for the stories about meetings."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from casework.cases.models import Case
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.meetings.models import Meeting, MeetingSeries, Participant
from casework.meetings.queries import MeetingFile, meeting_for
from casework.meetings.queries.series import SeriesFile, series_for
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking, book
from casework.meetings.service.series import book_series
from tests import build
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


def series(
    world: Any,
    first: date,
    *,
    times: int = 5,
    every: int = 2,
    hour: int = 9,
    who: tuple[str, ...] = ("host", "soc", "af", "fk"),
    but: tuple[date, ...] = (),
    at: datetime | None = None,
    **more: Any,
) -> tuple[MeetingSeries, list[Meeting]]:
    """Two hours at a time, as the page books it, without some of the days."""
    host, now = acting(world.user("host")), at or clock.now()
    if "room_id" not in more:
        more.setdefault("place", "Telefon")
    days = [first + timedelta(weeks=every * n) for n in range(times)]
    users = [world.user(key).id for key in who]
    bookings = [
        Booking("genomgang", slot(day, hour, 120), users, **more) for day in days if day not in but
    ]
    made = book_series(host, bookings, every=every, on=clock.local(now).date(), at=now)
    session.flush()
    return made


def series_file(world: Any, who: str, row: MeetingSeries) -> SeriesFile:
    return series_for(acting(world.user(who)), row.id, clock.today())


def lone_series(world: Any, code: str = "") -> MeetingSeries:
    """Sittings that come back, of the coordinator alone; as rows, whatever is booked."""
    host, now = world.user("host"), clock.now()
    starts = clock.local(now + timedelta(days=9))
    of = {"kind": "genomgang", "place": "Telefon", "booked_at": now}
    of |= {"organiser_id": host.id, "organiser_unit_id": host.unit_id}
    names = {"code": f"S-A{code}", "uid": f"{uuid4()}@test"}
    rule = {"every": 2, "first_on": starts.date(), "starts": starts.time(), "minutes": 60}
    row = build.kept(MeetingSeries(changed_at=now, **names, **rule, **of))
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    in_it = {"series_id": row.id, "recurs_on": starts.date()}
    one = {"code": f"M-SER{code}", "uid": f"{uuid4()}@test"}
    meeting = build.kept(Meeting(**one, **of, **times, **in_it))
    of_host = {"user_id": host.id, "unit_id": host.unit_id, "in_series": True}
    build.kept(Participant(meeting_id=meeting.id, **of_host))
    return row


def miswritten(token: str) -> str:
    """A signed token with one sign of its signature wrong; not the last, whose end says nothing."""
    text, dot, signature = token.rpartition(".")
    return f"{text}{dot}{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
