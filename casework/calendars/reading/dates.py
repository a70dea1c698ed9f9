"""Dates, times, lengths and time zones of a calendar file, written the one way we hand on.

RFC 5545: 3.3.4 DATE, 3.3.5 DATE-TIME, 3.3.6 DURATION, 3.3.9 PERIOD, 3.2.19 TZID. A time without a
zone is a Swedish clock.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

HERE = "Europe/Stockholm"
STOCKHOLM = ZoneInfo(HERE)
YEARS = range(1900, 2200)
DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
TIME = re.compile(r"(\d{8})T(\d\d)(\d\d)(\d\d)(Z?)", re.IGNORECASE)
LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?",
    re.IGNORECASE,
)
PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")


class Malformed(ValueError):
    """One value cannot be read; its event is left out and counted."""


def day_of(text: str) -> date:
    """The day that a DATE or a DATE-TIME names, whatever its zone."""
    found = DAY.fullmatch(text[:8])
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Malformed("day")
    return day


def is_day(text: str) -> bool:
    return len(text) == 8


def naive(text: str) -> datetime:
    """As the clock says, whatever its zone. Raises Malformed."""
    day = day_of(text)
    if is_day(text):
        return datetime.combine(day, time())
    found = TIME.fullmatch(text)
    if not found:
        raise Malformed("time")
    try:
        hour, minute, second = map(int, found.group(2, 3, 4))
        return datetime.combine(day, time(hour, minute, second))
    except ValueError:
        raise Malformed("time") from None


def in_utc(text: str) -> datetime:
    """A DATE-TIME as a moment: with Z in UTC, without it a Swedish clock."""
    zone = UTC if text[-1:].upper() == "Z" else STOCKHOLM
    return naive(text).replace(tzinfo=zone).astimezone(UTC)


def length(text: str) -> timedelta:
    """A DURATION that is not negative. Raises Malformed."""
    found = LENGTH.fullmatch(text)
    if not found or found[1] == "-" or not any(found.groups()[1:]):
        raise Malformed("length")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def period(text: str) -> tuple[datetime, datetime]:
    """`start/end` or `start/duration`, as moments."""
    start, _, end = text.partition("/")
    begins = in_utc(start)
    return begins, begins + length(end) if end[:1].upper() in "+P" else in_utc(end)


def zone_named(tzid: str) -> str | None:
    """The name in the time zone database of what calendars call it, or None.

    Outlook says "W. Europe Standard Time"; others put their own address before the name.
    """
    plain = tzid.strip().strip("/")
    if "stockholm" in plain.casefold():
        return HERE
    ends = plain.split("/")
    tried = (plain, WINDOWS_TO_OLSON.get(plain), "/".join(ends[-2:]), "/".join(ends[-3:]))
    return next((name for name in tried if name and _exists(name)), None)


def _exists(name: str) -> bool:
    if not PLAIN_NAME.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # the last is "not found"
        return False
    return True
