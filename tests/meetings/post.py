"""What was sent, read back as a mail program and a calendar read it."""

from icalendar import Calendar

from casework.kit import clock, db
from casework.letters.sending import send_due
from casework.meetings.service.booking import Guest

GUEST = Guest("God man", "godman@utanfor.example")


def sent(mailbox, at=None):
    """The letters of one round, by receiver."""
    db.seal_and_commit()
    mailbox.got.clear()
    send_due(at or clock.now())
    return {one["To"]: one for one in mailbox.read}


def part(message, kind):
    return next(one for one in message.walk() if one.get_content_type() == kind)


def calendar_of(message):
    return Calendar.from_ical(part(message, "text/calendar").get_payload(decode=True))


def event_of(message):
    return calendar_of(message).walk("VEVENT")[0]
