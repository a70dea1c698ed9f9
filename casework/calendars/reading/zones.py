"""A time zone that a calendar defines itself: only where its name says nothing to us.

RFC 5545, 3.6.5. Of a definition only its offsets and yearly rules are taken, and it gets a name
made of what it says, since the library remembers zones by name.
"""

from collections.abc import Iterator
from hashlib import sha256

from .dates import TIME, Malformed, naive, zone_named
from .repeating import parts_of
from .sifting import Part

ZONES = 20
PARTS = 60
DATES = 300
LAST = "20380101T000000Z"  # as far as the library itself looks
BY = ("BYMONTH", "BYDAY", "BYMONTHDAY")
OFFSET = ("TZOFFSETFROM", "TZOFFSETTO")


def own_zones(parts: list[Part]) -> dict[str, list[str]]:
    """{TZID: lines of its definition}, of those that the database does not know."""
    found = {}
    for part in parts:
        tzid = part.first("TZID")
        if tzid is None or zone_named(tzid.value):
            continue
        try:
            body = [line for one in part.parts[:PARTS] for line in _part(one)]
        except Malformed:
            continue  # its times are then Swedish clocks, as those without a zone
        name = f"own-{sha256(repr(body).encode()).hexdigest()[:16]}"
        if body and len(found) < ZONES:
            found[tzid.value] = ["BEGIN:VTIMEZONE", f"TZID:{name}", *body, "END:VTIMEZONE"]
    return found


def _part(part: Part) -> Iterator[str]:
    begins = part.first("DTSTART")
    if not part.sound or begins is None or not TIME.fullmatch(begins.value):
        raise Malformed("DTSTART")
    yield f"BEGIN:{part.kind}"
    yield f"DTSTART:{begins.value[:15]}"
    for name in OFFSET:
        yield f"{name}:{_offset(part, name)}"
    rule = part.first("RRULE")
    if rule:
        yield f"RRULE:{_yearly(rule.value)}"
    dates = [one for line in part.all("RDATE") for one in line.value.split(",")][:DATES]
    if dates and not rule:
        yield f"RDATE:{','.join(f'{naive(one):%Y%m%dT%H%M%S}' for one in dates)}"
    yield f"END:{part.kind}"


def _offset(part: Part, name: str) -> str:
    said = part.said(name)
    sound = said[:1] in ("+", "-") and said[1:].isdigit() and len(said) in (5, 7)
    if not sound or int(said[1:3]) > 14 or int(said[3:5]) > 59:
        raise Malformed(name)
    return said[:5]


def _yearly(rule: str) -> str:
    parts = parts_of(rule)
    if parts.get("FREQ") != "YEARLY":
        raise Malformed("RRULE")
    kept = [f"{name}={parts[name]}" for name in BY if name in parts]
    return ";".join(["FREQ=YEARLY", *kept, f"UNTIL={LAST}"])
