"""F1, F5: which moments of a calendar are busy, to the minute."""

from datetime import date, timedelta

import pytest

from casework.calendars.reading.busy import busy
from casework.calendars.reading.refusing import CalendarUnreadable
from tests.calendars.making import calendar, event, here, utc

FIRST, LAST = utc("10-01 00:00"), utc("2027-04-30 00:00")
STHLM = ";TZID=Europe/Stockholm:"
OUTLOOK = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def read(*parts, first=FIRST, last=LAST):
    return busy(calendar(*parts), first, last)


def starts(*parts, **window):
    return [f"{start:%m-%d %H:%M}" for start, _ in read(*parts, **window).busy]


@pytest.mark.parametrize(
    ("start", "end", "moments"),
    [
        (f"{STHLM}20261130T090000", f"{STHLM}20261130T103000", ("11-30 08:00", "11-30 09:30")),
        (":20261130T090000Z", ":20261130T103000Z", ("11-30 09:00", "11-30 10:30")),
        (":20261130T090000", ":20261130T103000", ("11-30 08:00", "11-30 09:30")),
        (
            ";TZID=America/New_York:20261130T090000",
            ";TZID=America/New_York:20261130T100000",
            ("11-30 14:00", "11-30 15:00"),
        ),
        (
            ';TZID="W. Europe Standard Time":20261130T090000',
            ";TZID=W. Europe Standard Time:20261130T100000",
            ("11-30 08:00", "11-30 09:00"),
        ),
        (
            ";TZID=FLE Standard Time:20261130T090000",
            ";TZID=FLE Standard Time:20261130T100000",
            ("11-30 07:00", "11-30 08:00"),
        ),
        (
            ';TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien":20261130T090000',
            "",
            None,
        ),
        (
            ";TZID=/freeassociation.sourceforge.net/Europe/Helsinki:20261130T090000",
            ":20261130T080000Z",
            ("11-30 07:00", "11-30 08:00"),
        ),
        (
            ";TZID=Ingenstans:20261130T090000",
            ";TZID=Ingenstans:20261130T100000",
            ("11-30 08:00", "11-30 09:00"),
        ),
    ],
)
def test_f1_a_time_is_a_moment_whatever_its_zone_is_called(start, end, moments):
    """A time without a zone is a Swedish clock; so is one in a zone that nobody knows."""
    found = read(event(start, end)).busy
    assert found == ([tuple(map(utc, moments))] if moments else [])


def test_f1_an_all_day_event_is_the_swedish_day():
    days = read(event(";VALUE=DATE:20261025"), event(";VALUE=DATE:20270328", uid="2")).busy
    assert days == [
        (utc("10-24 22:00"), utc("10-25 23:00")),  # twenty-five hours
        (utc("2027-03-27 23:00"), utc("2027-03-28 22:00")),  # twenty-three
    ]
    [(start, end)] = read(event(";VALUE=DATE:20261221", ";VALUE=DATE:20261224")).busy
    assert (start, end) == (here(date(2026, 12, 21), 0), here(date(2026, 12, 24), 0))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        # the clock says nine before and after the change in October, and in March
        ("20261023", ["10-23 07:00", "10-24 07:00", "10-25 08:00", "10-26 08:00"]),
        ("20270326", ["03-26 08:00", "03-27 08:00", "03-28 07:00", "03-29 07:00"]),
    ],
)
def test_f1_a_series_keeps_its_clock_over_both_changes(first, expected):
    for zone in (STHLM, ":", ";TZID=W. Europe Standard Time:"):
        lasting = ("DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")
        assert starts(event(f"{zone}{first}T090000", "", *lasting)) == expected, zone
    in_utc = starts(event(f":{first}T070000Z", "", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"))
    assert {one[-5:] for one in in_utc} == {"07:00"}


def test_f1_a_zone_that_the_calendar_defines_itself():
    zone = ";TZID=Customized Time Zone:"
    lasting = ("DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")
    found = starts(OUTLOOK, event(f"{zone}20261023T090000", "", *lasting))
    assert found == ["10-23 07:00", "10-24 07:00", "10-25 08:00", "10-26 08:00"]
    wrong = OUTLOOK.replace("+0100", "+9900")  # then it is a Swedish clock
    assert starts(wrong, event(f"{zone}20261130T090000", "", "DURATION:PT1H")) == ["11-30 08:00"]


def test_f1_the_hours_of_the_nights_when_clocks_change():
    twice = starts(event(f"{STHLM}20261025T023000", f"{STHLM}20261025T034500"))
    never = starts(event(f"{STHLM}20270328T023000", "", "DURATION:PT1H"))
    assert (twice, never) == (["10-25 00:30"], ["03-28 01:30"])


def test_f1_one_of_a_series_moved_taken_out_or_called_off():
    series = event(
        f"{STHLM}20261201T090000",
        f"{STHLM}20261201T100000",
        "RRULE:FREQ=WEEKLY;UNTIL=20261231",
        f"EXDATE{STHLM}20261208T090000",
    )
    moved = event(
        f"{STHLM}20261216T130000",
        f"{STHLM}20261216T150000",
        f"RECURRENCE-ID{STHLM}20261215T090000",
    )
    off = event(
        f"{STHLM}20261222T090000",
        f"{STHLM}20261222T100000",
        "RECURRENCE-ID:20261222T080000Z",
        "STATUS:CANCELLED",
    )
    expected = ["12-01 08:00", "12-16 12:00", "12-29 08:00"]
    assert starts(series, moved, off) == expected
    assert starts(off, moved, series) == expected
    into = starts(series, moved, off, first=utc("12-16 00:00"), last=utc("12-17 00:00"))
    assert into == ["12-16 12:00"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", ["12-01", "12-03", "12-08"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", ["12-01", "12-15", "12-29"]),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", ["12-01", "01-05", "02-02"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", ["12-01", "12-31", "01-31", "02-28"]),
        ("FREQ=DAILY;UNTIL=20261203T080000Z", ["12-01", "12-02", "12-03"]),
        ("FREQ=DAILY;UNTIL=20261203T075959Z", ["12-01", "12-02"]),
        ("FREQ=DAILY;COUNT=-1;UNTIL=20261202", ["12-01", "12-02"]),
    ],
)
def test_f1_rules_of_repetition(rule, expected):
    found = starts(event(f"{STHLM}20261201T090000", "", "DURATION:PT45M", f"RRULE:{rule}"))
    assert [one[:5] for one in found] == expected


def test_f1_dates_of_their_own_and_of_their_own_length():
    more = ("DURATION:PT1H", f"RDATE{STHLM}20261203T140000,20261204T140000")
    assert starts(event(f"{STHLM}20261201T090000", "", *more)) == [
        *("12-01 08:00", "12-03 13:00", "12-04 13:00")
    ]
    period = "RDATE;VALUE=PERIOD:20261203T140000Z/PT3H"
    found = read(event(f"{STHLM}20261201T090000", "", "DURATION:PT1H", period)).busy
    assert found[1] == (utc("12-03 14:00"), utc("12-03 17:00"))


@pytest.mark.parametrize(
    "free",
    [
        *("TRANSP:TRANSPARENT", "STATUS:CANCELLED", "status:cancelled"),
        *("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"),
    ],
)
def test_f1_what_takes_no_time_is_not_busy(free):
    assert starts(event(f"{STHLM}20261201T090000", f"{STHLM}20261201T100000", free)) == []


@pytest.mark.parametrize("taking", ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "STATUS:CONFIRMED"])
def test_f1_what_may_take_time_is_busy(taking):
    assert starts(event(f"{STHLM}20261201T090000", f"{STHLM}20261201T100000", taking))


def test_f1_free_and_busy_as_some_servers_publish_it():
    lines = (
        "FREEBUSY:20261201T080000Z/PT1H,20261201T100000Z/20261201T110000Z",
        "FREEBUSY;FBTYPE=FREE:20261202T080000Z/PT8H",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261203T080000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261204T080000Z/PT1H",
    )
    found = read("BEGIN:VFREEBUSY", *lines, "END:VFREEBUSY").busy
    assert [start for start, _ in found] == [
        *map(utc, ("12-01 08:00", "12-01 10:00", "12-03 08:00", "12-04 08:00"))
    ]


def test_f1_what_touches_is_one_and_what_sticks_out_is_cut():
    one = event(":20261201T080000Z", ":20261201T090000Z")
    two = event(":20261201T090000Z", ":20261201T100000Z", uid="2")
    over = event(":20260101T000000Z", ":20261001T030000Z", uid="3")
    assert read(one, two, over).busy == [
        (FIRST, utc("10-01 03:00")),
        (utc("12-01 08:00"), utc("12-01 10:00")),
    ]


def test_f5_one_event_that_nobody_can_read_is_left_out_and_counted():
    good = event(f"{STHLM}20261201T090000", f"{STHLM}20261201T100000", uid="2")
    for bad in (":igår", ":20261301T090000Z", ":20261201T250000Z", ":00000101T000000Z"):
        found = read(event(bad, ":20261201T100000Z"), good)
        assert (len(found.busy), found.unread) == (1, 1), bad
    for bad in ("RRULE:FREQ=OFTA", "RRULE:FREQ=DAILY;INTERVAL=0", "DURATION:-PT1H"):
        assert read(event(f"{STHLM}20261201T090000", "", bad), good).unread == 1, bad


def test_f5_a_folded_line_and_letters_of_another_alphabet_are_read():
    text = calendar(event(f"{STHLM}20261201T090000", f"{STHLM}20261201T100000", "SUMMARY:Möte"))
    folded = text.replace(b"T090000", b"T09\r\n 0000")
    for data in (folded, text.decode().encode("latin-1"), b"\xef\xbb\xbf" + text):
        assert len(busy(data, FIRST, LAST).busy) == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<!doctype html><title>Logga in</title>", "web_page"),
        (b"PK\x03\x04", "no_calendar"),
        (b"\x1f\x8b\x08", "no_calendar"),
        (calendar().decode().encode("utf-16"), "no_calendar"),
        (calendar("X-A:\0"), "no_calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no_calendar"),
        (calendar(event(":20261201T090000Z"))[:-20], "broken"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "broken"),
    ],
)
def test_f5_what_is_no_calendar_is_refused_with_a_sentence(data, why):
    with pytest.raises(CalendarUnreadable) as refused:
        busy(data, FIRST, LAST)
    assert refused.value.why == why
    assert str(refused.value).endswith(".")


def test_f1_the_window_ends_where_it_ends():
    daily = event(f"{STHLM}20200101T090000", "", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    found = read(daily, first=utc("12-01 00:00"), last=utc("12-31 00:00")).busy
    assert len(found) == 30
    assert all(end - start == timedelta(hours=1) for start, end in found)
