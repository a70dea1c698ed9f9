"""M3, M4: a meeting as iCalendar. No name, number or case text: a code, a time, a place, a link.

RFC 5545 (the format), RFC 5546 (REQUEST, CANCEL, PUBLISH). The time zone is written with yearly
rules, since some calendars read a list of single dates wrong. Whoever receives it is the only
ATTENDEE: who else is asked, and what they answered, is told in the house and nowhere outside (M3).
No alarms: each calendar reminds as its owner has set it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress
from icalendar.prop import vText

from casework.kit.clock import STOCKHOLM

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PARTSTAT = {"kommer": "ACCEPTED", "kan_inte": "DECLINED", "annan_tid": "TENTATIVE"}
PRODUCT = "-//casework//SV"


@dataclass(frozen=True)
class Happening:
    """What every receiver may know of a meeting.

    `starts_at` and `ends_at` are moments, or whole days: then `ends_at` is the day after the last.
    `stamp` is when this was said: a higher sequence is newer, then a later stamp. `recurs_at` is
    when one meeting of a series had been by its rule, and says which of them this is.
    """

    uid: str
    sequence: int
    code: str
    starts_at: date
    ends_at: date
    place: str
    stamp: datetime
    description: str = ""
    booked_at: datetime | None = None
    recurs_at: datetime | None = None


@dataclass(frozen=True)
class Rule:
    """How a series comes back: every so many weeks until a last start, without some of them."""

    every: int
    until: datetime
    left_out: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Receiver:
    """The one that this copy is for. Nobody else stands in it."""

    address: str
    answer: str | None = None
    asked: bool = True


@dataclass(frozen=True)
class Organiser:
    """The service: the address that answers come to, and its name in a calendar."""

    address: str
    name: str = ""


def calendar(method: str, happening: Happening, organiser: Organiser | str, to: Receiver) -> bytes:
    """One meeting for one receiver, `method` REQUEST or CANCEL; `organiser` is our address.

    With `recurs_at` it is one of a series, and says nothing of the others.
    """
    return _wrapped(method, [_scheduled(method, happening, organiser, to)])


def series(
    method: str,
    happening: Happening,
    rule: Rule,
    apart: Sequence[tuple[Happening, Receiver]],
    organiser: Organiser | str,
    to: Receiver,
) -> bytes:
    """A whole series: `happening` is its first time, and `apart` those that are not as the rule.

    Times are written on Stockholm's clock: at nine it stays, also when the clocks change.
    """
    first = _repeated(_scheduled(method, happening, organiser, to), rule)
    others = [_scheduled(method, one, organiser, whose) for one, whose in apart]
    return _wrapped(method, [first, *others])


def _repeated(first: Event, rule: Rule) -> Event:
    repeats = {"freq": "weekly", "interval": rule.every, "until": rule.until.astimezone(UTC)}
    first.add("rrule", repeats)
    for moment in rule.left_out:
        first.add("exdate", moment.astimezone(STOCKHOLM))
    return first


def _scheduled(
    method: str, happening: Happening, organiser: Organiser | str, to: Receiver
) -> Event:
    event = _published(happening, organiser)
    event.add("attendee", _attendee(to))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("last-modified", happening.stamp)
    if happening.booked_at:
        event.add("created", happening.booked_at)
    return event


@dataclass(frozen=True)
class Repeated:
    """A whole series to subscribe to: its first time, its rule, and what is not as that."""

    first: Happening
    rule: Rule
    apart: Sequence[Happening] = ()


def feed(
    happenings: Iterable[Happening], series: Iterable[Repeated], organiser: Organiser | str
) -> bytes:
    """Many meetings to subscribe to, in the order given, and series. RFC 5546 3.2.1: who calls is
    told, who is called is not."""
    events = [_published(one, organiser) for one in happenings]
    for one in series:
        events.append(_repeated(_published(one.first, organiser), one.rule))
        events += [_published(day, organiser) for day in one.apart]
    return _wrapped(PUBLISH, events)


def _published(happening: Happening, organiser: Organiser | str) -> Event:
    event = _event(happening)
    event.add("organizer", _organiser(organiser))
    if happening.recurs_at:
        event.add("recurrence-id", happening.recurs_at.astimezone(STOCKHOLM))
    return event


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
    _add_times(event, one.starts_at, one.ends_at)
    event.add("summary", f"Möte {one.code}")
    event.add("location", one_line(one.place))
    if one.description:
        event.add("description", one.description)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event


def _add_times(event: Event, starts: date, ends: date) -> None:
    """Moments on Stockholm's clock where it says which they are; whole days as they are."""
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        zone = UTC if _twice(starts) or _twice(ends) else STOCKHOLM
        starts, ends = starts.astimezone(zone), ends.astimezone(zone)
    event.add("dtstart", starts)
    event.add("dtend", ends)


def _twice(moment: datetime) -> bool:
    """In the hour of October that comes twice: a local clock would not say which of them."""
    wall = moment.astimezone(STOCKHOLM)
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def one_line(text: str) -> str:
    """Line breaks and control characters become spaces: nothing can start a header of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _mailto(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{address}")


def _organiser(who: Organiser | str) -> vCalAddress:
    one = _mailto(who if isinstance(who, str) else who.address)
    if isinstance(who, Organiser) and who.name:
        one.params["CN"] = vText(one_line(who.name))
    return one


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
