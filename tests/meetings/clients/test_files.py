"""Done when 1: real calendars agree to the minute on what our files say. Without a database."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from casework.kit.clock import STOCKHOLM
from casework.meetings.post.invitation import (
    CANCEL,
    REQUEST,
    Happening,
    Organiser,
    Receiver,
    Rule,
    calendar,
    series,
)
from tests.meetings.clients.itip import Inbox
from tests.meetings.clients.programs import Shown
from tests.meetings.clients.seen import ME, SERVICE, Seen, seen

STAMP = datetime(2026, 9, 1, 8, tzinfo=UTC)
US, TO = Organiser(SERVICE, "Samverkansstöd"), Receiver(ME)


def here(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


def happening(starts: date, ends: date, uid: str = "en@casework", **more) -> Happening:
    said = {"sequence": 0, "code": "M-4H8TN", "place": "Hörnellgatan 17; plan 2", "stamp": STAMP}
    return Happening(uid=uid, starts_at=starts, ends_at=ends, **{**said, **more})


# both sides of both changes of clocks, and the hour that comes twice, as moments
AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)
SINGLE = [
    (here(date(2026, 10, 23), 10), 90),
    (here(AUTUMN, 1, 59), 30),
    (here(AUTUMN, 3), 90),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60),  # 2.30 summer time, until 2.30 winter time
    (datetime(2026, 10, 25, 1, 15, tzinfo=UTC), 30),  # a quarter past two for the second time
    (here(date(2026, 10, 26), 10), 90),
    (here(date(2027, 3, 26), 10), 90),
    (here(SPRING, 1, 30), 90),  # over the change
    (here(SPRING, 3), 60),
    (here(date(2027, 3, 29), 10), 90),
]


def received(*texts: bytes) -> list[bytes]:
    inbox = Inbox()
    for text in texts:
        inbox.receive(text)
    return inbox.files


def single() -> tuple[list[bytes], list[Seen]]:
    files, expected = [], []
    for number, (at, minutes) in enumerate(SINGLE):
        starts = at.astimezone(UTC)
        ends = starts + timedelta(minutes=minutes)
        one = happening(starts, ends, f"{number}@casework")
        files += received(calendar(REQUEST, one, US, TO))
        expected.append(seen("Möte M-4H8TN", starts, ends))
    return files, sorted(expected)


def whole_days() -> tuple[list[bytes], list[Seen]]:
    files, expected = [], []
    for day in (AUTUMN, SPRING):
        one = happening(day, day + timedelta(days=1), f"{day}@casework")
        files += received(calendar(REQUEST, one, US, TO))
        same = day.isoformat()
        expected.append(Seen("Möte M-4H8TN", same, same, SERVICE, "NEEDS-ACTION"))
    return files, expected


FIRST = date(2026, 10, 13)  # a Tuesday; every second week over both changes until 13 April
DAYS = [FIRST + timedelta(weeks=2 * n) for n in range(14)]
RED, MOVED = date(2026, 12, 22), date(2026, 11, 24)


def a_series(sequence: int = 0, hour: int = 9) -> bytes:
    """Two days are apart: one is left out, one is the day after, at another hour, answered."""
    more = {"uid": "alla@casework", "code": "S-7KQ2P", "sequence": sequence}
    first = happening(here(FIRST, hour), here(FIRST, hour + 2), **more)
    day = MOVED + timedelta(days=1)
    apart = happening(here(day, 13), here(day, 15), recurs_at=here(MOVED, hour), **more)
    rule = Rule(2, here(DAYS[-1], hour), (here(RED, hour),))
    no = Receiver(ME, "kan_inte")
    return series(REQUEST, first, rule, [(apart, no)], US, Receiver(ME, "kommer"))


def all_seen(hour: int = 9) -> list[Seen]:
    title, day = "Möte S-7KQ2P", MOVED + timedelta(days=1)
    usual = [
        seen(title, here(d, hour), here(d, hour + 2), "ACCEPTED")
        for d in DAYS
        if d not in (RED, MOVED)
    ]
    return sorted([*usual, seen(title, here(day, 13), here(day, 15), "DECLINED")])


def a_day(day: date, sequence: int) -> bytes:
    """Called off: one day of the series."""
    more = {"uid": "alla@casework", "code": "S-7KQ2P", "sequence": sequence}
    one = happening(here(day, 9), here(day, 11), recurs_at=here(day, 9), **more)
    return calendar(CANCEL, one, US, Receiver(ME, None, False))


def all_off(sequence: int) -> bytes:
    more = {"uid": "alla@casework", "code": "S-7KQ2P", "sequence": sequence}
    whole = happening(here(FIRST, 9), here(FIRST, 11), **more)
    return calendar(CANCEL, whole, US, Receiver(ME, None, False))


def moved_again(sequence: int, hour: int) -> bytes:
    """Only the moved day, at another hour."""
    more = {"uid": "alla@casework", "code": "S-7KQ2P", "sequence": sequence}
    day = MOVED + timedelta(days=1)
    one = happening(here(day, hour), here(day, hour + 2), recurs_at=here(MOVED, 9), **more)
    return calendar(REQUEST, one, US, TO)


def but(*gone: date, added: tuple[Seen, ...] = ()) -> list[Seen]:
    """The whole series without some days, and with others."""
    starts = {seen("", here(day, 9), here(day, 9)).starts for day in gone}
    moved = seen("", here(MOVED + timedelta(days=1), 13), here(MOVED, 9)).starts
    starts |= {moved} if MOVED in gone else set()
    return sorted([one for one in all_seen() if one.starts not in starts] + list(added))


def faulty(fault: str) -> list[bytes]:
    return [FAULTS[fault](received(a_series())[0])]


FAULTS = {
    # the rule in UTC: right in summer, an hour wrong in winter
    "no time zone": lambda text: (
        text.replace(b";TZID=Europe/Stockholm", b"")
        .replace(b"T090000", b"T070000Z")
        .replace(b"T110000\r", b"T090000Z\r")
        .replace(b"T130000", b"T120000Z")
        .replace(b"T150000\r", b"T140000Z\r")
    ),
    "no day left out": lambda text: re.sub(rb"\r\nEXDATE[^\r]*", b"", text),
    "the day after is lost": lambda text: re.sub(
        rb"(RECURRENCE-ID[^:]*:20261124T)09", rb"\g<1>10", text
    ),
}
LATER = seen("Möte S-7KQ2P", here(MOVED + timedelta(days=1), 15), here(date(2026, 11, 25), 17))
OLDER = a_series(1, 10).replace(b"DTSTAMP:20260901T080000Z", b"DTSTAMP:20260901T075900Z")

# {what the story is: (the files it leaves, what is to be seen)}
CASES: dict[str, tuple[list[bytes], list[Seen]]] = {
    "single": single(),
    "whole-days": whole_days(),
    "series": (received(a_series()), all_seen()),
    "updated": (received(a_series(), a_series(1, 10)), all_seen(10)),
    "older-comes-last": (received(a_series(1, 10), a_series()), all_seen(10)),
    "twice-in-a-second": (received(a_series(2), a_series(1, 13), a_series(3, 10)), all_seen(10)),
    "one-updated": (received(a_series(), moved_again(1, 15)), but(MOVED, added=(LATER,))),
    "one-called-off": (received(a_series(), a_day(DAYS[4], 1)), but(DAYS[4])),
    "the-moved-called-off": (received(a_series(), a_day(MOVED, 1)), but(MOVED)),
    "all-called-off": (received(a_series(), a_day(DAYS[4], 1), all_off(2)), []),
    "called-off-comes-first": (received(all_off(2), a_series(1)), []),
}
# planted: what each program must not take for right
PLANTED: dict[str, tuple[list[bytes], list[Seen]]] = {
    **{fault.replace(" ", "-"): (faulty(fault), all_seen()) for fault in FAULTS},
    "sequence-not-raised": (received(a_series(1), OLDER), all_seen(10)),
}
PROGRAMS = ("ical.js", "node-ical", "khal", "radicale")


@pytest.fixture(scope="module", params=PROGRAMS)
def shown(request, programs) -> Shown:
    """All of it at once: a program is started once."""
    files = {name: texts for name, (texts, _) in (CASES | PLANTED).items()}
    return programs[request.param].show(files)


@pytest.mark.parametrize("case", CASES)
def test_m4_real_calendars_show_what_was_meant(shown, case):
    assert shown[case] == CASES[case][1]


@pytest.mark.parametrize("fault", PLANTED)
def test_real_calendars_show_a_planted_fault(shown, fault):
    assert shown[fault] != PLANTED[fault][1]
