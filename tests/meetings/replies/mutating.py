"""Messages gone wrong: real ones with bytes, lines and words changed, from a seed."""

from collections.abc import Callable
from random import Random

WORDS = [
    *("METHOD:REPLY", "METHOD:COUNTER", "METHOD:REQUEST", "METHOD:CANCEL", "METHOD:", "METHOD"),
    *("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED", "PARTSTAT=X", "PARTSTAT=", 'PARTSTAT="', "RSVP=;"),
    *("ATTENDEE:mailto:a@b.example", "ATTENDEE;", "ATTENDEE:", "ATTENDEE;CN=\u0000:x", "UID:"),
    *("SEQUENCE:-1", "SEQUENCE:99999999999999999999", "SEQUENCE:1.5", "SEQUENCE:x", "SEQUENCE:"),
    *("DTSTAMP:00000000T000000Z", "DTSTAMP:20261301T256199Z", "DTSTAMP;VALUE=DATE:20260101"),
    *("DTSTAMP;TZID=Nowhere/Land:20260101T000000", "DTSTAMP:", "DTSTAMP:99991231T235959Z"),
    *("RRULE:FREQ=SECONDLY;COUNT=2147483647", "RRULE:FREQ=", "RECURRENCE-ID:20260101T000000Z"),
    *(
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:",
    ),
    *("Content-Type: text/calendar; charset=idna", "Content-Type: text/calendar; charset=\u00e5"),
    *("Content-Type: multipart/mixed; boundary=", "Content-Type: message/rfc822", "Content-Type:"),
    *("Content-Transfer-Encoding: x-uuencode", "Content-Transfer-Encoding: base64", "Subject: \r"),
    *("Content-Transfer-Encoding: zip", "Content-Type: text/calendar; charset*0*=x''%ff\"; a"),
    *("Content-Disposition: attachment; filename*=utf-9''%00.ics", "MIME-Version: 9", "\r\n\r\n"),
    *("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Action: failed"),
    *("X" * 2000, ":" * 300, ";" * 300, '"' * 51, "\\" * 99, "\t", "\u2028", "\x00\x01\x7f"),
]


def _bytes(raw: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(raw) + 1)
    return raw[:at] + dice.randbytes(dice.randrange(6)) + raw[at + dice.randrange(6) :]


def _word(raw: bytes, dice: Random) -> bytes:
    word, at = dice.choice(WORDS).encode("utf-8", "replace"), dice.randrange(len(raw) + 1)
    return raw[:at] + word + raw[at:]


def _line(raw: bytes, dice: Random) -> bytes:
    """A line taken out, doubled, changed for a word, or moved."""
    lines = raw.split(b"\r\n")
    at = dice.randrange(len(lines))
    taken = lines.pop(at)
    how = dice.randrange(4)
    if how == 1:
        lines[at:at] = [taken, taken]
    elif how == 2:
        lines.insert(at, dice.choice(WORDS).encode("utf-8", "replace"))
    elif how == 3:
        lines.insert(dice.randrange(len(lines) + 1), taken)
    return b"\r\n".join(lines)


def _cut(raw: bytes, dice: Random) -> bytes:
    return raw[: dice.randrange(len(raw) + 1)]


def _swap(raw: bytes, dice: Random) -> bytes:
    """Colons for semicolons, line ends for others, capitals for small."""
    old, new = dice.choice([(b":", b";"), (b"\r\n", b"\n"), (b"=", b":"), (b"\r\n", b"\r\n ")])
    return raw.replace(old, new, dice.randrange(1, 4))


HOW: list[Callable[[bytes, Random], bytes]] = [_bytes, _word, _line, _line, _cut, _swap]


def mutated(raw: bytes, dice: Random) -> bytes:
    """One to five things wrong."""
    for _ in range(dice.randrange(1, 6)):
        raw = dice.choice(HOW)(raw, dice)
    return raw
