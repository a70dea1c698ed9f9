"""M3, M4: a meeting as iCalendar. No name, number or case text: a code, a time, a place, a link.

RFC 5545 (the format), RFC 5546 (REQUEST, CANCEL, PUBLISH). The time zone is written with yearly
rules, since some calendars read a list of single dates wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress
from icalendar.prop import vText

from casework.kit.clock import STOCKHOLM

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PARTSTAT = {"kommer": "ACCEPTED", "kan_inte": "DECLINED", "annan_tid": "TENTATIVE"}
PRODUCT = "-//casework//SV"


@dataclass(frozen=True)
class Happening:
    """What every receiver may know of a meeting."""

    uid: str
    sequence: int
    code: str
    starts_at: datetime
    ends_at: datetime
    place: str
    stamp: datetime
    description: str = ""


@dataclass(frozen=True)
class Receiver:
    """The one that this copy is for. Nobody else stands in it."""

    address: str
    answer: str | None = None
    asked: bool = True


def calendar(method: str, happening: Happening, organiser: str, to: Receiver) -> bytes:
    """One meeting for one receiver, `method` REQUEST or CANCEL; `organiser` is our address."""
    event = _event(happening)
    event.add("organizer", _mailto(organiser))
    event.add("attendee", _attendee(to))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    return _wrapped(method, [event])


def feed(happenings: Iterable[Happening]) -> bytes:
    """Many meetings to subscribe to, in the order given."""
    return _wrapped(PUBLISH, [_event(one) for one in happenings])


def _wrapped(method: str, events: list[Event]) -> bytes:
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", method)
    whole.add_component(_time_zone())
    for event in events:
        whole.add_component(event)
    return bytes(whole.to_ical())


def _event(one: Happening) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamp)
    zone = UTC if _twice(one.starts_at) or _twice(one.ends_at) else STOCKHOLM
    event.add("dtstart", one.starts_at.astimezone(zone))
    event.add("dtend", one.ends_at.astimezone(zone))
    event.add("summary", f"Möte {one.code}")
    event.add("location", one_line(one.place))
    if one.description:
        event.add("description", one.description)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event


def _twice(moment: datetime) -> bool:
    """In the hour of October that comes twice: a local clock would not say which of them."""
    wall = moment.astimezone(STOCKHOLM)
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def one_line(text: str) -> str:
    """Line breaks and control characters become spaces: nothing can start a header of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _mailto(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{address}")


def _attendee(to: Receiver) -> vCalAddress:
    one = _mailto(to.address)
    one.params["CUTYPE"] = vText("INDIVIDUAL")
    one.params["ROLE"] = vText("REQ-PARTICIPANT")
    one.params["PARTSTAT"] = vText(PARTSTAT.get(to.answer or "", "NEEDS-ACTION"))
    one.params["RSVP"] = vText("TRUE" if to.asked else "FALSE")
    return one


def _time_zone() -> Timezone:
    """Central European time: summer from the last Sunday of March to the last of October."""
    zone = Timezone()
    zone.add("tzid", "Europe/Stockholm")
    summer = _half(TimezoneDaylight(), "CEST", datetime(1981, 3, 29, 2), (1, 2), 3)  # noqa: DTZ001
    winter = _half(TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), (2, 1), 10)  # noqa: DTZ001
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _half(half: Any, name: str, start: datetime, hours: tuple[int, int], month: int) -> Any:
    half.add("tzname", name)
    half.add("dtstart", start)
    half.add("tzoffsetfrom", timedelta(hours=hours[0]))
    half.add("tzoffsetto", timedelta(hours=hours[1]))
    half.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
    return half
