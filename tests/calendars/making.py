"""Calendars to read, and rows of the room."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from casework.authorities.models import User
from casework.calendars.models import BusyTime, CalendarSource
from casework.kit import clock
from tests import build

ADDRESS = "https://kalender.example/hemlig-nyckel/kalender.ics"


def event(start: str, end: str = "", *more: str, uid: str = "1") -> str:
    """`start` and `end` as after the word, such as ";TZID=Europe/Stockholm:20261130T090000"."""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", f"DTEND{end}" if end else ""]
    return "\r\n".join([*(line for line in lines if line), *more, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def here(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment of a Swedish clock."""
    return clock.moment(day, time(hour, minute))


def utc(text: str) -> datetime:
    """11-30 09:00 of 2026 or, with the year, of any; in UTC."""
    return datetime.fromisoformat(text if text[:1] == "2" else f"2026-{text}").replace(tzinfo=UTC)


def at_nine(day: date, **more: Any) -> bytes:
    """Busy from nine to ten on that day, with words that are nobody's business."""
    on = f"{day:%Y%m%d}"
    lines = [f"{name.upper()}:{value}" for name, value in more.items()]
    zone = ";TZID=Europe/Stockholm:"
    return calendar(event(f"{zone}{on}T090000", f"{zone}{on}T100000", *lines))


def kept_calendar(of: User | None = None, *, uploaded: bool = False, **more: Any) -> CalendarSource:
    """Somebody's address or file; of nobody who signs in, unless told."""
    at = clock.now()
    due = {} if uploaded else {"next_due": at}
    said = {"user_id": (of or build.user()).id, "uploaded": uploaded, "added_at": at}
    row = CalendarSource(**{**said, **due, **more})
    row.address = None if uploaded else ADDRESS
    return build.kept(row)


def busy(source: CalendarSource, day: date, hour: int, hours: int = 1) -> BusyTime:
    start = here(day, hour)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=hours)}
    return build.kept(BusyTime(source_id=source.id, user_id=source.user_id, **times))
