"""F2: two of the contact persons have uploaded their calendar, so that the picture shows more."""

from datetime import date, timedelta

from casework.calendars import apart, service
from casework.calendars.rules import window
from casework.demo.stage import Stage

# who; and what each week holds: title, weekday, from, until, every how many weeks
WEEKS = (
    ("af", "Enhetsmöte", 0, "0830", "1000", 1),
    ("af", "Arbetsgivarbesök", 2, "1300", "1600", 2),
    ("af", "Jour i kundmottagningen", 3, "0800", "1200", 1),
    ("soc", "Ärendedragning", 1, "0900", "1130", 1),
    ("soc", "Handledning", 3, "1300", "1500", 2),
    ("soc", "Hembesök", 4, "0930", "1130", 1),
)


def uploaded(stage: Stage) -> None:
    for key in ("af", "soc"):
        with stage.on(stage.today) as at:
            asked = window(at)
            read = apart.read(_file(key, stage.today), asked.first, asked.last)
            service.add_file(stage.actor(key), read=read, at=at)


def _file(key: str, today: date) -> bytes:
    monday = today - timedelta(days=today.weekday())
    events = [
        _event(monday + timedelta(days=weekday), title, start, end, weeks)
        for who, title, weekday, start, end, weeks in WEEKS
        if who == key
    ]
    return "\r\n".join(["BEGIN:VCALENDAR", *events, "END:VCALENDAR", ""]).encode()


def _event(day: date, title: str, start: str, end: str, weeks: int) -> str:
    zone, on = "TZID=Europe/Stockholm", f"{day:%Y%m%d}"
    return "\r\n".join(
        (
            *("BEGIN:VEVENT", f"UID:{title}", f"SUMMARY:{title}"),
            f"DTSTART;{zone}:{on}T{start}00",
            f"DTEND;{zone}:{on}T{end}00",
            *(f"RRULE:FREQ=WEEKLY;INTERVAL={weeks}", "END:VEVENT"),
        )
    )
