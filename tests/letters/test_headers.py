"""AC19, M3: line breaks and the like in what people wrote start no header and no line of their own.

Every kind of letter goes over a real SMTP conversation, and what arrived is read as bytes.
"""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.letters.models import Letter
from casework.letters.postmen.answers import ODD_ADDRESS
from casework.letters.sending import RENDERERS, plain_letter, send_due
from casework.meetings.doing.unsigned import remind
from casework.meetings.models import Participant
from casework.meetings.service import changing
from casework.meetings.service.booking import Guest
from tests import build
from tests.access.sparing import databases  # noqa: F401
from tests.conftest import acting
from tests.letters.posting import posted
from tests.meetings.making import meeting, reached, series, slot
from tests.meetings.post import part
from tests.polls.making import poll, three
from tests.polls.making import slot as poll_slot

BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00", "\\n")
EVIL = [f"Plan 2{line}Bcc: alla@ond.example{line}{line}BEGIN:VALARM{line}X:1" for line in BREAKS]
HEADERS = {
    *("subject", "mime-version", "content-type", "from", "to", "date", "message-id"),
    "auto-submitted",
}
PROPERTIES = {
    *("BEGIN", "END", "VERSION", "PRODID", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART"),
    *("DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "CLASS", "TRANSP", "ORGANIZER", "ATTENDEE"),
    *(
        "STATUS",
        "CREATED",
        "LAST-MODIFIED",
        "RECURRENCE-ID",
        "EXDATE",
        "TZID",
        "TZNAME",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "RRULE",
    ),
}


def check(raw: bytes) -> str:
    """The headers are ours, one of each; the calendar has only lines of ours. The subject."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    names = [line.split(b":")[0].decode().lower() for line in re.split(rb"\n(?![ \t])", head)]
    ours = [one for one in names if one not in ("x-peer", "x-mailfrom", "x-rcptto")]
    assert sorted(ours) == sorted(HEADERS), ours
    message = message_from_bytes(raw, policy=policy.default)
    if message.get_content_type() != "multipart/alternative":
        return str(message["Subject"])
    kinds = [one.get_content_type() for one in message.iter_parts()]
    assert kinds in (
        ["text/plain", "text/html", "text/calendar"],
        ["text/plain", "text/html"],
    )
    if "text/calendar" in kinds:
        whole = part(message, "text/calendar").get_payload(decode=True).decode()
        lines = whole.replace("\r\n ", "").strip().split("\r\n")
        found = {re.split("[:;]", line)[0] for line in lines}
        assert found <= PROPERTIES, found - PROPERTIES
        assert not [line for line in lines if not all(c.isprintable() for c in line)]
        assert "BEGIN:VALARM" not in lines
    return str(message["Subject"])


@pytest.fixture
def said(mailbox):
    """One round: what arrived, as bytes."""

    def said(at=None) -> list[bytes]:
        db.seal_and_commit()
        mailbox.got.clear()
        send_due(at or clock.now())
        return list(mailbox.got)

    return said


def later_letters(world, row, evil, said) -> list[str]:
    """Moved to an evil place, reminded, called off."""
    host = acting(world.user("host"))
    new = changing.NewTime(slot(hour=14), None, evil, "AF")
    changing.change(host, reached(world, "host", row), new, at=clock.now())
    subjects = [check(raw) for raw in said()]
    soon = row.starts_at - (row.starts_at - clock.now()) / 1000
    assert remind(soon) == 4
    subjects += [check(raw) for raw in said(soon)]
    changing.cancel(host, reached(world, "host", row), because="annat", at=clock.now())
    return subjects + [check(raw) for raw in said()]


@pytest.mark.parametrize("evil", EVIL, ids=map(repr, BREAKS))
def test_ac19_no_letter_of_a_meeting_grows_a_header_or_a_line(world, said, evil):
    """Room, place and role; asked, moved, reminded, called off."""
    evil = evil.replace("\x00", "\x01")  # PostgreSQL keeps none
    guests = (Guest(evil, "gm@utanfor.example"),)
    row = meeting(world, build.case(world), room_id=build.room(evil).id, guests=guests)
    subjects = [check(raw) for raw in said()]
    assert len(subjects) == 5
    subjects += later_letters(world, row, evil, said)
    assert len(subjects) == 19
    code = row.code
    assert set(subjects) == {
        f"Kallelse till möte {code}",
        f"Inbjudan till möte {code}",
        f"Ny tid för möte {code}",
        f"Påminnelse: svara om möte {code}",
        f"Möte {code} är inställt",
    }


@pytest.mark.parametrize("line", BREAKS, ids=map(repr, BREAKS))
def test_ac19_an_address_with_a_break_in_it_is_written_to_by_no_letter(world, said, line):
    """Whatever let it into the database: a letter of any kind stays, and the others go."""
    row = meeting(world, build.case(world), guests=(Guest("God man", "gm@utanfor.example"),))
    guest = session.scalars(select(Participant).where(Participant.external_role.is_not(None))).one()
    letter = session.scalars(select(Letter).where(Letter.receiver_id == guest.id)).one()
    letter.address = f"gm@utanfor.example{line}Bcc: alla@ond.example"
    got = said()
    assert len(got) == 4
    assert {check(raw) for raw in got} == {
        f"Kallelse till möte {row.code}",
        f"Inbjudan till möte {row.code}",
    }
    row = session.get(Letter, letter.id)
    assert (row.sent_at, bool(row.failed_at), row.trouble) == (None, True, ODD_ADDRESS)


@pytest.mark.parametrize("line", BREAKS, ids=map(repr, BREAKS))
def test_ac19_a_plain_letter_holds_no_break_in_its_subject(world, said, line, monkeypatch):
    """Those of the other rooms are all written by this one."""
    evil = f"Något väntar{line}Bcc: alla@ond.example"
    monkeypatch.setitem(RENDERERS, "prov", lambda _letter: plain_letter(evil, evil, "Logga in:"))
    posted(world, at=clock.now())
    for raw in said():
        assert "\n" not in check(raw)
        assert b"\nBcc:" not in raw.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("evil", EVIL, ids=map(repr, BREAKS))
def test_ac19_nor_does_a_letter_of_a_series_or_a_poll(world, said, evil):
    evil = evil.replace("\x00", "\x01")  # PostgreSQL keeps none
    of, made = series(world, add_working_days(clock.today(), 12), place=evil)
    assert {of.code in check(raw) for raw in said()} == {True}
    host = acting(world.user("host"))
    changing.cancel(host, reached(world, "host", made[1]), because="annat", at=clock.now())
    assert {check(raw) for raw in said()} == {f"Möte {made[1].code} är inställt"}
    times = three(*(poll_slot(20, hour) for hour in (8, 10, 14)), room_id=build.room(evil).id)
    row = poll(world, build.case(world), proposed=times)
    assert {check(raw) for raw in said()} == {f"Vilka tider passar? {row.code}"}


def test_ac19_every_kind_of_letter_is_one_of_those_above():
    """A new kind that is not tested above is written by plain_letter."""
    above = ("meeting.", "series.", "poll.")
    others = {kind for kind in RENDERERS if not kind.startswith(above)}
    written = {RENDERERS[kind].__code__.co_names for kind in others - {"prov"}}
    assert written
    assert all("plain_letter" in names for names in written)
