"""Reading the letters of a journey: in Python, and in ical.js as a calendar would."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Any

from icalendar import Calendar

from casework.kit import assets
from tests.meetings.test_calendar import read_with_ical_js

LINK = re.compile(r"https?://\S+/svar/\S+")


@dataclass(frozen=True)
class Event:
    """What a calendar reads in a letter."""

    method: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str


def part(message: Message, kind: str) -> bytes:
    """The content of the one part of that kind."""
    found = [one for one in message.walk() if one.get_content_type() == kind]
    assert found, f"no {kind} in {message['Subject']}"
    return found[0].get_payload(decode=True)  # type: ignore[return-value]


def in_python(message: Message) -> Event:
    whole = Calendar.from_ical(part(message, "text/calendar"))
    (one,) = whole.walk("VEVENT")
    return Event(
        str(whole["METHOD"]),
        str(one["UID"]),
        int(one["SEQUENCE"]),
        one.start,
        one.end,
        str(one["LOCATION"]),
    )


def in_ical_js(message: Message) -> Event:
    path = (assets.MODULES / "ical.js" / "dist" / "ical.js").as_uri()
    (one,) = read_with_ical_js(path, part(message, "text/calendar"))
    return Event(
        one["method"],
        one["uid"],
        one["sequence"],
        datetime.fromisoformat(one["start"]),
        datetime.fromisoformat(one["end"]),
        one["location"],
    )


def link(message: Message) -> str:
    """The address by which the receiver answers without signing in."""
    found = LINK.search(part(message, "text/plain").decode())
    assert found, "no link to answer by"
    return found[0].rstrip(".")


def everything(message: Message) -> str:
    """Every header and every part, decoded, and the raw letter: where a secret would show."""
    texts = [f"{name}: {value}" for name, value in message.items()]
    texts += [
        (one.get_payload(decode=True) or b"").decode(errors="replace")
        for one in message.walk()
        if not one.is_multipart()
    ]
    return "\n".join([*texts, message.as_string()])


def holds_none_of(messages: list[Any], canaries: list[str]) -> None:
    """M3: no letter says any of this, whatever its case."""
    for message in messages:
        said = everything(message).casefold()
        told = [word for word in canaries if word.casefold() in said]
        assert not told, (message["Subject"], message["To"], told)
