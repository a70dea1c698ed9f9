"""RFC 5546 3.2.3: what a REPLY says, read from a message. Pure; nothing is taken but facts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import Message
from typing import Any

from icalendar import Calendar

from casework.kit.clock import STOCKHOLM
from casework.letters.incoming.parts import Unreadable, decoded, leaves
from casework.meetings.post.invitation import PARTSTAT

REPLY = "REPLY"
LARGEST = 64 * 1024  # characters of a calendar part
COMPONENTS = 30
KINDS = ("text/calendar", "application/ics")
ANSWER_OF = {partstat: answer for answer, partstat in PARTSTAT.items()}


@dataclass(frozen=True)
class Reply:
    """One person's answer. `partstat` is None when it is no answer of our three."""

    uid: str
    sequence: int
    stamp: datetime
    address: str
    partstat: str | None
    delegated: bool = False
    recurs_on: date | None = None

    @property
    def answer(self) -> str | None:
        """kommer, kan_inte or annan_tid."""
        return None if self.delegated else ANSWER_OF.get(self.partstat or "")


def reply_in(message: Message) -> Reply | None:
    """The reply in a message, or None when it holds none. Raises Unreadable."""
    for part in leaves(message):
        if part.get_content_type() in KINDS or part.get_filename("").lower().endswith(".ics"):
            return read(decoded(part))
    return None


def read(text: str) -> Reply | None:
    """The reply of a calendar, or None when its METHOD is another. Raises Unreadable."""
    if len(text) > LARGEST or text.upper().count("BEGIN:") > COMPONENTS:
        raise Unreadable("too large")
    if "\x00" in text:
        raise Unreadable("no text")  # and PostgreSQL keeps none
    try:
        whole = Calendar.from_ical(text)
        if str(whole.get("METHOD", "")).upper() != REPLY:
            return None
        (event,) = whole.walk("VEVENT")
        return _facts(event)
    except Exception as fault:  # the library says no in many ways
        raise Unreadable(type(fault).__name__) from fault


def _facts(event: Any) -> Reply:
    attendee = event["ATTENDEE"]
    if isinstance(attendee, list):
        raise Unreadable("several attendees")
    params = attendee.params
    recurs = event.get("RECURRENCE-ID")
    return Reply(
        uid=str(event["UID"]),
        sequence=int(event.get("SEQUENCE", 0)),
        stamp=_moment(event["DTSTAMP"]),
        address=str(attendee),
        partstat=str(params.get("PARTSTAT", "")).upper() or None,
        delegated="DELEGATED-TO" in params or "DELEGATED-FROM" in params,
        recurs_on=_day(recurs.dt) if recurs is not None else None,
    )


def _day(value: date) -> date:
    """The day in Stockholm of a RECURRENCE-ID; a clock without a zone is Stockholm's."""
    if not isinstance(value, datetime):
        return value
    return value.astimezone(STOCKHOLM).date() if value.tzinfo else value.date()


def _moment(value: Any) -> datetime:
    """RFC 5545 3.8.7.2: DTSTAMP is in UTC; where the Z is missing, it is meant."""
    if not isinstance(value.dt, datetime):
        raise Unreadable("no moment")
    return value.dt if value.dt.tzinfo else value.dt.replace(tzinfo=UTC)
