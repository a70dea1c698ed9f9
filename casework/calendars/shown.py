"""What the page "Min kalender" is written with. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from casework.calendars.models import CalendarSource
from casework.calendars.queries import Times
from casework.calendars.reading.busy import together
from casework.kit import clock
from casework.kit.swedish import clock_time, counted, first_upper, local_day, long_date, short_date

SHOWN = timedelta(days=28)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Card:
    """One calendar. F6: of an address only the host is shown."""

    id: UUID
    uploaded: bool
    host: str
    state: str
    was_read: bool
    trouble: str | None
    left_out: str


@dataclass(frozen=True)
class Page:
    """One's calendars, and when one is busy by them, day by day."""

    cards: list[Card]
    days: list[tuple[date, list[str]]]


def page(sources: Sequence[CalendarSource], times: Mapping[UUID, Times], at: datetime) -> Page:
    """The four weeks from now on."""
    soon = {one.id: together(times.get(one.id, ()), at, at + SHOWN) for one in sources}
    whole = together((one for found in soon.values() for one in found), at, at + SHOWN)
    return Page([card(one, soon[one.id], at) for one in sources], by_day(whole))


def card(source: CalendarSource, times: Times, at: datetime) -> Card:
    host = "" if source.uploaded else urlsplit(source.address).hostname or ""
    return Card(
        id=source.id,
        uploaded=source.uploaded,
        host=host,
        state=state(source, len(times), at),
        was_read=source.read_at is not None,
        trouble=source.trouble,
        left_out=left_out(source.unread),
    )


def state(source: CalendarSource, found: int, at: datetime) -> str:
    """When it was read, what came of it, and how far it reaches."""
    if source.read_at is None:
        return "Kalendern är inte hämtad än."
    read = f"{'Lästes in' if source.uploaded else 'Hämtades'} {ago(source.read_at, at)}"
    times = counted(found, "upptagen tid", "upptagna tider")
    if not source.uploaded or source.reaches_to is None:
        return f"{read}: {times} de närmaste fyra veckorna."
    reaches = long_date(source.reaches_to)
    return f"{read}: {times} de närmaste fyra veckorna. Den gäller till och med {reaches}."


def ago(then: datetime, at: datetime) -> str:
    """nyss, för 12 minuter sedan, för tre timmar sedan, den 25 november"""
    gone = at - then
    if gone < timedelta(minutes=1):
        return "nyss"
    if gone < HOUR:
        return f"för {counted(gone // timedelta(minutes=1), 'minut', 'minuter')} sedan"
    if gone < DAY:
        return f"för {counted(gone // HOUR, 'timme', 'timmar')} sedan"
    return f"den {short_date(then)}"


def left_out(unread: int) -> str:
    if not unread:
        return ""
    events = first_upper(counted(unread, "händelse", "händelser"))
    return f"{events} gick inte att läsa och räknas inte som upptagen tid."


def by_day(times: Sequence[tuple[datetime, datetime]]) -> list[tuple[date, list[str]]]:
    """Each Swedish day with its times in words: 09.00–10.00, or the whole day."""
    days: dict[date, list[str]] = {}
    for start, end in times:
        day = local_day(start)
        while (begins := clock.moment(day, time(0))) < end:
            ends = clock.moment(day + DAY, time(0))
            days.setdefault(day, []).append(_on_day(start, end, begins, ends))
            day += DAY
    return sorted(days.items())


def _on_day(start: datetime, end: datetime, begins: datetime, ends: datetime) -> str:
    if start <= begins and end >= ends:
        return "hela dagen"
    last = "24.00" if end >= ends else clock_time(end)
    return f"{clock_time(max(start, begins))}–{last}"
