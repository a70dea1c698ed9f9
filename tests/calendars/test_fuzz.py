"""F5: calendars bent out of shape: read or refused, never anything else.

Some hundred here; with CASEWORK_LONG=1 20,000. The seeds are files of the calendar libraries' own
tests, which hold most of what programs have written over the years, and some of ours.
"""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import icalendar
import recurring_ical_events

from casework.calendars.reading.busy import Read, busy
from casework.calendars.reading.refusing import CalendarUnreadable
from casework.calendars.reading.series import Interval
from tests.calendars.making import calendar, event
from tests.calendars.test_bombs import BOMBS, HEAVY

LONG = os.environ.get("CASEWORK_LONG") == "1"
TIMES = 20_000 if LONG else 400
DAYS = timedelta(days=60)
YEAR = re.compile(rb"DTSTART[^\n:]*:(19[89]\d|20[0-9]\d)(0\d|1[0-2])")
FOLDERS = (
    Path(recurring_ical_events.__file__).parent / "test" / "calendars",
    *(Path(icalendar.__file__).parent / "tests" / name for name in ("calendars", "events")),
    *(Path(icalendar.__file__).parent / "tests" / name for name in ("freebusy", "timezones")),
)
WORDS = (
    *(b"FREQ=SECONDLY", b"FREQ=YEARLY", b"FREQ=HOURLY", b"INTERVAL=0", b"COUNT=-1", b"COUNT=99999"),
    *(b"BYDAY=-9MO", b"BYSETPOS=0", b"BYMONTH=13", b"BYYEARDAY=-366", b"BYWEEKNO=54", b"UNTIL="),
    *(b"UNTIL=20190101", b"UNTIL=00000000T000000Z", b"RANGE=THISANDFUTURE", b";VALUE=DATE"),
    *(b";VALUE=PERIOD", b";TZID=", b";TZID=Europe/Stockholm", b";TZID=\"", b"Z", b"T", b"/", b",,"),
    *(b"-P1D", b"P99999W", b"PT0S", b"P", b"99999999T999999Z", b"00010101T000000", b"\x00", b"\r"),
    *(b"\n ", b"\r\n\t", b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"END:VCALENDAR\n", b"\xff\xfe"),
    *(b"RDATE:", b"EXDATE:", b"RRULE:", b"RECURRENCE-ID:", b"DTSTART:", b"DURATION:", b"FREEBUSY:"),
    *(b"9" * 400, b"-" * 50, b"%s%n", b"\xe2\x80\xae", b"BEGIN:VTIMEZONE\n", b"TZOFFSETTO:+9999\n"),
)  # fmt: skip


def seeds() -> list[bytes]:
    files = sorted(path for folder in FOLDERS for path in folder.glob("*.ics"))
    found = [_whole(path.read_bytes()) for path in files]
    ours = calendar(
        event(":20190105T090000", "", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE"),
        event(":20190109T090000", "", "DURATION:PT2H", "RECURRENCE-ID:20190109T080000Z"),
        event(";VALUE=DATE:20190110", "", "EXDATE;VALUE=DATE:20190110", uid="2"),
    )
    small = [data for data in (*BOMBS.values(), *HEAVY.values()) if len(data) < 2000]
    return [ours] * 20 + [data for data in found if len(data) < 60_000] + small


def _whole(data: bytes) -> bytes:
    """Some of them are an event alone."""
    around = not data.lstrip().startswith(b"BEGIN:VCALENDAR")
    return b"BEGIN:VCALENDAR\r\n%b\r\nEND:VCALENDAR\r\n" % data.strip() if around else data


def window_of(data: bytes, random: Random) -> Interval:
    """Where something happens in it, most of the time."""
    year, month = random.choice(YEAR.findall(data) or [(b"2019", b"01")])
    first = datetime(int(year), max(1, int(month)), 1, tzinfo=UTC)
    return first, first + DAYS


def bent(data: bytes, others: list[bytes], random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 2, 3, 5, 9))):
        data = random.choice(BENDS)(data, others, random)
    return data


def _at(data: bytes, random: Random) -> int:
    return random.randint(0, len(data))


def _word(data, _others, random):
    at = _at(data, random)
    return data[:at] + random.choice(WORDS) + data[at + random.choice((0, 0, 1, 4)) :]


def _after_a_mark(data, _others, random):
    """A word where one is read: after a colon, a semicolon, an equals sign or a line's end."""
    places = [n for n, one in enumerate(data) if one in b":;=\n"] or [0]
    at = random.choice(places) + 1
    return data[:at] + random.choice(WORDS) + data[at + random.choice((0, 0, 2, 8)) :]


def _byte(data, _others, random):
    at = _at(data, random)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut(data, _others, random):
    at = _at(data, random)
    return data[:at] + data[at + random.randint(1, 60) :]


def _short(data, _others, random):
    return data[: _at(data, random)]


def _lines(data, _others, random):
    lines = data.splitlines(keepends=True) or [b""]
    at = random.randrange(len(lines))
    again = lines[at : at + random.randint(1, 5)] * random.randint(1, 4)
    return b"".join([*lines[:at], *again, *random.sample(lines, min(3, len(lines))), *lines[at:]])


def _digits(data, _others, random):
    places = [n for n, one in enumerate(data) if one in b"0123456789"] or [0]
    at = random.choice(places)
    return data[:at] + random.choice(b"0123456789").to_bytes() + data[at + 1 :]


def _crossed(data, others, random):
    other = random.choice(others)
    return data[: _at(data, random)] + other[_at(other, random) :]


BENDS = (
    _word,
    _after_a_mark,
    _after_a_mark,
    _byte,
    _cut,
    _short,
    _lines,
    _digits,
    _digits,
    _crossed,
)


def test_f5_a_bent_calendar_is_read_or_refused_and_nothing_else(record_property):
    random, found = Random(20261128), seeds()
    read = refused = with_times = 0
    for _ in range(TIMES):
        seed = random.choice(found)
        first, last = window_of(seed, random)
        try:
            one = busy(bent(seed, found, random), first, last)
        except CalendarUnreadable:
            refused += 1
            continue
        assert isinstance(one, Read)
        assert all(first <= start < end <= last for start, end in one.busy)
        read, with_times = read + 1, with_times + bool(one.busy)
    record_property("read, refused, with times", f"{read} {refused} {with_times}")
    assert min(read, refused) > TIMES / 10, (read, refused)
    assert with_times > TIMES / 50
