"""F5: a calendar that is made to hurt is refused with a sentence, soon and in little room."""

import os
from time import monotonic

import pytest

from casework.calendars import apart
from casework.calendars.reading.busy import busy
from casework.calendars.reading.refusing import SENTENCES, CalendarUnreadable
from casework.calendars.reading.repeating import Steps, tamed
from tests.calendars.making import calendar, event, utc

FIRST, LAST = utc("11-28 00:00"), utc("2027-01-27 00:00")
SOON = apart.SECONDS + 5  # the clock of the parent, and a machine that has more to do
LONG = os.environ.get("CASEWORK_LONG") == "1"
SLOW = {"no such days", "no such years", "9,000 events at once"}  # seconds each, and alike
Z = "20261201T090000Z"


def repeated(rule, start=Z, *more, uid="1"):
    return event(f":{start}", "", "DURATION:PT1H", f"RRULE:{rule}", *more, uid=uid)


def many(times, make):
    return calendar(*(make(str(number)) for number in range(times)))


ZONE = "BEGIN:VTIMEZONE\r\nTZID:Min{0}\r\n{1}END:VTIMEZONE"
PART = (
    "BEGIN:STANDARD\r\nDTSTART:19000101T0000{0:02}\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=MO\r\nEND:STANDARD\r\n"
)
HOURS = ",".join(map(str, range(24)))
MINUTES = ",".join(map(str, range(60)))
BOMBS = {
    "each second": calendar(repeated("FREQ=SECONDLY")),
    "each second since 1970": calendar(repeated("FREQ=SECONDLY;COUNT=9", "19700101T000000Z")),
    "each minute": calendar(repeated("FREQ=MINUTELY;INTERVAL=1")),
    "each minute of each day": calendar(repeated(f"FREQ=DAILY;BYHOUR={HOURS};BYMINUTE={MINUTES}")),
    "a second of each hour": calendar(repeated(f"FREQ=HOURLY;BYSECOND={MINUTES}")),
    "hours on no day": calendar(repeated("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30")),
    "no such day": calendar(repeated("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "19000101T000000Z")),
    "no such days": many(300, lambda n: repeated("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=n)),
    "no such years": many(3000, lambda n: repeated("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", uid=n)),
    "a thousand series of years": many(
        1000, lambda n: repeated("FREQ=DAILY", "19900101T000000Z", uid=n)
    ),
    "dense series": many(5000, lambda n: repeated("FREQ=HOURLY", uid=n)),
    "a flood of dates": calendar(event(f":{Z}", "", f"RDATE:{','.join([Z] * 11_000)}")),
    "a flood of exceptions": calendar(
        repeated("FREQ=DAILY", Z, *(f"EXDATE:{','.join([Z] * 1000)}" for _ in range(11)))
    ),
    "from here on, for ever": calendar(
        repeated("FREQ=HOURLY"),
        *(event(f":{Z}", "", f"RECURRENCE-ID;RANGE=THISANDFUTURE:{Z}") for _ in range(9000)),
    ),
    "100,000 events": b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 80_000,
    "9,000 events at once": many(9000, lambda n: event(f":{Z}", "", "DURATION:PT1H", uid=n)),
    "a deep nest": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 140_000,
    "a nest of alarms": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VALARM\r\n" * 140_000,
    "an endless line": b"BEGIN:VCALENDAR\r\nX-A:" + b"a" * 2_000_000,
    "an endless folded line": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\nDTSTART:" + b"\n 2" * 600_000,
    "endless lines": b"BEGIN:VCALENDAR\n" + b"\n" * 2_000_000,
    "10 MB": b"BEGIN:VCALENDAR\r\n" + b"a" * 10_000_000,
    "a flood of free and busy": b"BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\n"
    + b"FREEBUSY:20261201T000000Z/PT1M\n" * 60_000,
    "entities": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'aaa'>]><a>&a;&a;</a>",
    "nothing but zeros": b"\0" * 2_000_000,
}
# what is read, but soon and with nothing much to show for it
HEAVY = {
    "endless parameters": calendar(f"BEGIN:VEVENT\r\nDTSTART{';A=B,C' * 20_000}:{Z}\r\nEND:VEVENT"),
    "a thousand million times": calendar(repeated("FREQ=DAILY;COUNT=99999999999")),
    "a century": calendar(event(":19260101T000000Z", ":20990101T000000Z")),
    "a century again and again": calendar(
        event(":19260101T000000Z", ":20990101T000000Z", "RRULE:FREQ=DAILY")
    ),
    "picking from the year": calendar(
        repeated("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-366,366", "19000101T000000Z")
    ),
    "zones of its own": calendar(
        *(ZONE.format(n, "".join(PART.format(s) for s in range(3))) for n in range(60)),
        *(event(f";TZID=Min{n}:20261201T090000", "", uid=str(n)) for n in range(60)),
    ),
}


@pytest.mark.parametrize("name", [name for name in BOMBS if LONG or name not in SLOW])
def test_f5_a_bomb_is_refused_in_time_and_in_little_room(name):
    began = monotonic()
    with pytest.raises(CalendarUnreadable) as refused:
        apart.read(BOMBS[name], FIRST, LAST)
    assert monotonic() - began < SOON
    assert str(refused.value) in SENTENCES.values()


@pytest.mark.parametrize("name", HEAVY)
def test_f5_what_is_heavy_and_honest_is_read_in_time(name):
    began = monotonic()
    assert len(apart.read(HEAVY[name], FIRST, LAST).busy) < 70
    assert monotonic() - began < SOON


def test_f5_the_process_dies_when_it_takes_too_long_or_too_much(monkeypatch):
    """The wall behind the counting: whatever the library does, its process ends."""
    loop, hoard = "while True: pass", "x = 'a' * (900 * 1024 * 1024)"
    for deed, seconds in ((loop, 20), (hoard, 20), ("import time; time.sleep(60)", 1)):
        code = f"from reading.child import _limit; _limit(); {deed}"
        monkeypatch.setattr(apart, "CODE", f"import sys; sys.path.insert(0, sys.argv[1])\n{code}")
        if deed == loop:
            monkeypatch.setattr(apart, "CODE", apart.CODE.replace("; while", "\nwhile"))
        monkeypatch.setattr(apart, "SECONDS", seconds)
        began = monotonic()
        with pytest.raises(CalendarUnreadable) as refused:
            apart.read(calendar(), FIRST, LAST)
        assert refused.value.why == "too_slow"
        assert monotonic() - began < seconds + 5


def test_f5_only_numbers_and_known_words_are_taken_from_the_process(monkeypatch):
    said = (
        '{"why": "<b>"}',
        '{"busy": [["a", 1]]}',
        '{"busy": [[1e99, 2]], "unread": 0}',
        "x",
        "[]",
    )
    for text in said:
        monkeypatch.setattr(apart, "CODE", f"print({text!r})")
        with pytest.raises(CalendarUnreadable) as refused:
            apart.read(calendar(), FIRST, LAST)
        assert refused.value.why == "broken", text


def test_f5_the_process_and_the_function_say_the_same():
    data = calendar(repeated("FREQ=WEEKLY;BYDAY=TU,TH"), event(":igår", uid="2"))
    assert apart.read(data, FIRST, LAST) == busy(data, FIRST, LAST)


def test_f5_the_process_knows_nothing_of_the_house():
    code = "import sys; sys.path.insert(0, sys.argv[1]); import reading.busy, reading.child\n"
    check = "print([n for n in sys.modules if n.startswith(('casework', 'sqlalchemy', 'flask'))])"
    done = apart.subprocess.run(
        [apart.sys.executable, "-I", "-c", code + check, str(apart.FOLDER)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


WALLS = {
    **dict.fromkeys(("each second", "hours on no day", "a second of each hour"), "too_heavy"),
    **dict.fromkeys(("100,000 events", "a flood of dates", "endless lines"), "too_many"),
    **{"10 MB": "too_big", "a deep nest": "broken", "entities": "web_page"},
}


@pytest.mark.parametrize(("name", "why"), WALLS.items())
def test_f5_what_can_be_counted_is_refused_by_counting(name, why):
    """The process that dies is the last wall; these do not come as far."""
    with pytest.raises(CalendarUnreadable) as refused:
        busy(BOMBS[name], FIRST, LAST)
    assert refused.value.why == why


def test_f5_all_rules_of_a_calendar_share_their_steps():
    steps = Steps()
    for _ in range(20):
        assert tamed("FREQ=DAILY", "19900101T000000Z", LAST, steps)
    steps.take(steps.left)
    with pytest.raises(CalendarUnreadable, match="upprepas för tätt"):
        tamed("FREQ=DAILY", "19900101T000000Z", LAST, steps)


def test_f5_whatever_goes_wrong_is_a_refusal():
    """A window without a zone cannot be compared with anything: somebody's fault, whosever."""
    told = calendar("BEGIN:VFREEBUSY", f"FREEBUSY:{Z}/PT1H", "END:VFREEBUSY")
    with pytest.raises(CalendarUnreadable):
        busy(told, FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None))
