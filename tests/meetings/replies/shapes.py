"""Answers as different programs write them, in our own words: after what each is seen to send."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

CALENDAR = """BEGIN:VCALENDAR
PRODID:{product}
VERSION:2.0
METHOD:{method}
{more}BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}
DTSTART:{starts:%Y%m%dT%H%M%SZ}
DTEND:{ends:%Y%m%dT%H%M%SZ}
ORGANIZER;CN=Samverkansstöd:mailto:samverkansstod@test.example
ATTENDEE;{params}PARTSTAT={partstat}{quote}:{scheme}{address}
SUMMARY:{summary}
COMMENT:Kanariekommentaren tas inte med
{event}END:VEVENT
END:VCALENDAR
"""


def calendar(row: Any, to: str, **more: Any) -> str:
    """A REPLY to one meeting. A keyword takes the place of what a program would write."""
    said: dict[str, Any] = {
        "product": "-//Program//SV",
        "method": "REPLY",
        "uid": row.uid,
        "sequence": row.sequence,
        "stamp": datetime.now(UTC) + timedelta(seconds=5),
        "starts": row.starts_at,
        "ends": row.ends_at,
        "params": "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;",
        "partstat": "ACCEPTED",
        "quote": "",
        "scheme": "mailto:",
        "address": to,
        "summary": f"Möte {row.code}",
        "more": "",
        "event": "",
        **more,
    }
    return CALENDAR.format(**said).replace("\n", "\r\n")


def _headers(address: str, kind: str) -> str:
    return (
        f"From: Någon <{address}>\r\nTo: samverkansstod@test.example\r\n"
        "Subject: =?utf-8?q?Accepterat=3A_M=C3=B6te?=\r\nMIME-Version: 1.0\r\n"
        f"Message-ID: <svar@{address.partition('@')[2]}>\r\nContent-Type: {kind}\r\n"
    )


def outlook(text: str, address: str) -> bytes:
    """An alternative with the calendar in base64, method and charset beside it."""
    part = b64encode(text.encode()).decode()
    folded = "\r\n".join(part[n : n + 76] for n in range(0, len(part), 76))
    return (
        _headers(address, 'multipart/alternative;\r\n boundary="_000_LM"')
        + '\r\n--_000_LM\r\nContent-Type: text/plain; charset="iso-8859-1"\r\n'
        + "Content-Transfer-Encoding: quoted-printable\r\n\r\nJag kommer g=E4rna\r\n"
        + '--_000_LM\r\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\r\n'
        + f"Content-Transfer-Encoding: base64\r\n\r\n{folded}\r\n--_000_LM--\r\n"
    ).encode()


def gmail(text: str, address: str) -> bytes:
    """A mixed message: the calendar as an alternative, and once more as a file."""
    body = text.encode()
    start = _headers(address, 'multipart/mixed; boundary="00001a"') + (
        '\r\n--00001a\r\nContent-Type: multipart/alternative; boundary="00001b"\r\n'
        '\r\n--00001b\r\nContent-Type: text/plain; charset="UTF-8"\r\n\r\nSvar\r\n'
        '--00001b\r\nContent-Type: text/calendar; charset="UTF-8"; method=REPLY\r\n'
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    middle = (
        "\r\n--00001b--\r\n--00001a\r\n"
        'Content-Type: application/ics; name="invite.ics"\r\n'
        'Content-Disposition: attachment; filename="invite.ics"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    end = "\r\n--00001a--\r\n"
    return start.encode() + body + middle.encode() + b64encode(body) + end.encode()


def apple(text: str, address: str) -> bytes:
    """The calendar alone, in quoted-printable, with soft line breaks."""
    quoted = text.replace("=", "=3D").replace("ö", "=C3=B6").replace("å", "=C3=A5")
    kind = "text/calendar;\r\n charset=utf-8; method=REPLY; name=svar.ics"
    head = _headers(address, kind) + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    return (head + quoted).encode()


def plain_file(text: str, address: str) -> bytes:
    """An .ics that calls itself nothing in particular, in UTF-16."""
    kind = 'multipart/mixed; boundary="x"'
    head = _headers(address, kind) + (
        '\r\n--x\r\nContent-Type: application/octet-stream; charset="utf-16"; name="svar.ics"\r\n'
        'Content-Disposition: attachment; filename="svar.ics"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + b64encode(text.encode("utf-16")) + b"\r\n--x--\r\n"


SHAPES = {"outlook": outlook, "gmail": gmail, "apple": apple, "file": plain_file}


def bounce(message: Any, action: str = "failed") -> bytes:
    """RFC 3464: what a mail server says of a letter that it could not deliver."""
    return (
        "From: MAILER-DAEMON@relay.example\r\nTo: samverkansstod@test.example\r\n"
        "Subject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n'
        "\r\n--b\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n"
        f"\r\nFinal-Recipient: rfc822; {message['To']}\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {message['Message-ID']}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()
