"""F1: only the lines that tell when somebody is busy go on; the rest is dropped unread.

Titles, places, people and descriptions never reach the calendar library, and neither do the nests
and endless lines that could be hidden in them. RFC 5545, 3.1 (folding) and 3.6 (components).
"""

import re
from dataclasses import dataclass, field

from .refusing import CalendarUnreadable

BYTES = 2 * 1024 * 1024
LINES = 300_000
EVENTS = 10_000
DEEPEST = 8
LONGEST = 200_000  # of one line; only lists of dates come near
_OF_AN_EVENT = "DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID UID SEQUENCE STATUS TRANSP"
WANTED = {
    "VEVENT": {*_OF_AN_EVENT.split(), "X-MICROSOFT-CDO-BUSYSTATUS"},
    "VFREEBUSY": {"FREEBUSY"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"},
}
WANTED["DAYLIGHT"] = WANTED["STANDARD"]
# Events stand in a calendar, the parts of a zone in a zone; the like elsewhere is not looked at.
PLACES = {
    **dict.fromkeys(("VEVENT", "VFREEBUSY", "VTIMEZONE"), "VCALENDAR"),
    **dict.fromkeys(("STANDARD", "DAYLIGHT"), "VTIMEZONE"),
}
NAME = re.compile(r"[A-Za-z0-9-]+")
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)", re.DOTALL)
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')


@dataclass(frozen=True)
class Line:
    """One property: `DTSTART;TZID=Europe/Stockholm:20261130T090000`."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Part:
    """One component with the lines that were wanted of it. `sound`: each was well formed."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    sound: bool = True

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def said(self, name: str) -> str:
        """The value in capitals, or nothing."""
        line = self.first(name)
        return line.value.strip().upper() if line else ""


def sift(data: bytes) -> list[Part]:
    """The events, busy times and time zones of all calendars in `data`."""
    walk = _Walk()
    for text in _lines(data):
        walk.take(text)
    if walk.open or not walk.calendars:
        raise CalendarUnreadable("broken" if walk.open else "no_calendar")
    return walk.found


def _lines(data: bytes) -> list[str]:
    """Unfolded, as text. What is no UTF-8 can only stand in texts that are dropped anyway."""
    if len(data) > BYTES:
        raise CalendarUnreadable("too_big")
    if not data.strip():
        raise CalendarUnreadable("empty")
    plain = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if plain.startswith(b"<"):
        raise CalendarUnreadable("web_page")
    if b"\0" in plain or not plain[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise CalendarUnreadable("no_calendar")
    plain = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if plain.count(b"\n") > LINES:
        raise CalendarUnreadable("too_many")
    plain = plain.replace(b"\n ", b"").replace(b"\n\t", b"")
    return plain.decode("utf-8", errors="replace").split("\n")


class _Walk:
    """Where in the nest of components one is, and what was found so far."""

    def __init__(self) -> None:
        self.open: list[Part] = []
        self.found: list[Part] = []
        self.calendars = 0
        self.events = 0

    def take(self, text: str) -> None:
        name = NAME.match(text)
        word = name.group().upper() if name else ""
        if word == "BEGIN":
            self._begin(text[6:].strip().upper())
        elif word == "END":
            self._end(text[4:].strip().upper())
        elif self.open and word in WANTED.get(self.open[-1].kind, ()):
            self._note(text)

    def _begin(self, kind: str) -> None:
        around = self.open[-1] if self.open else None
        if len(self.open) >= DEEPEST or (around is None) != (kind == "VCALENDAR"):
            raise CalendarUnreadable("broken")
        part = Part(kind)
        self.calendars += around is None
        self.open.append(part)
        if around is None or PLACES.get(kind) != around.kind:
            part.kind = kind if around is None else f"IN {around.kind}: {kind}"[:80]
            return
        self._count(kind)
        (around.parts if around.kind == "VTIMEZONE" else self.found).append(part)

    def _count(self, kind: str) -> None:
        self.events += kind != "VTIMEZONE"
        if self.events > EVENTS:
            raise CalendarUnreadable("too_many")

    def _end(self, kind: str) -> None:
        if not self.open or self.open.pop().kind.rpartition(": ")[2] != kind[:80]:
            raise CalendarUnreadable("broken")

    def _note(self, text: str) -> None:
        part = self.open[-1]
        read = LINE.fullmatch(text) if len(text) <= LONGEST else None
        if read is None:
            part.sound = False
            return
        given = {n.upper(): v.strip('"') for n, v in PARAMETER.findall(read[2])}
        if value := read[3].strip():  # "EXDATE:" without a date says nothing
            part.lines.append(Line(read[1].upper(), given, value))
