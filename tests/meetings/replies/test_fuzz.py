"""Done-when 7: what strangers send to the mailbox breaks nothing and changes PARTSTAT at most.

400 messages; with CASEWORK_LONG=1 20,000.
"""

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter

import pytest
from sqlalchemy import select, text

from casework.kit import clock, db
from casework.kit.db import session
from casework.letters.incoming.mailboxes import LARGEST
from casework.letters.incoming.parts import Unreadable
from casework.meetings.models import Participant
from casework.meetings.replies.rounds import Seen, read_replies, see_to
from casework.tables import Base
from tests import build
from tests.meetings.making import meeting
from tests.meetings.post import GUEST, sent
from tests.meetings.replies.mutating import mutated
from tests.meetings.replies.shapes import SHAPES, apple, calendar, outlook

MESSAGES = 20_000 if os.environ.get("CASEWORK_LONG") == "1" else 400
MAY_CHANGE = {"participants": {"answer", "answered_at", "answered_sequence"}}
TRAIL = {"audit_entries", "audit_head"}


def everything():
    """Every value of every table that an answer may not change."""
    session.expire_all()
    found = {}
    for name, table in Base.metadata.tables.items():
        if name not in TRAIL:
            may = MAY_CHANGE.get(name, ())
            columns = [f'"{one.name}"' for one in table.columns if one.name not in may]
            rows = session.execute(text(f"SELECT {', '.join(columns)} FROM {name}"))
            found[name] = sorted(map(repr, rows.all()))
    return found


@pytest.fixture
def asked(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,))
    sent(mailbox)
    return row, world.user("af").email


def replies(asked):
    """Message after message, each newer than the one before."""
    row, address = asked
    dice, now = Random(7), datetime.now(UTC)
    for number in range(MESSAGES):
        partstat = dice.choice(["ACCEPTED", "DECLINED", "TENTATIVE"])
        stamp = now + timedelta(seconds=number * 800 // MESSAGES)
        to = dice.choice([address, GUEST.address])
        said = calendar(row, to, partstat=partstat, stamp=stamp)
        if dice.random() < 0.5:
            said = mutated(said.encode(), dice).decode("utf-8", "replace")
            yield dice.choice(list(SHAPES.values()))(said, to)
        else:
            yield mutated(dice.choice(list(SHAPES.values()))(said, to), dice)


def outcome(raw, at):
    """As the round does it, but for its net: what it would catch there fails the test."""
    try:
        with db.writing():
            return see_to(raw, at)
    except Unreadable:
        return "unreadable"


def test_m5_fuzzed_replies_are_answers_or_nothing(asked):
    before, at = everything(), clock.now()
    session.rollback()
    began = perf_counter()
    found = Counter(outcome(raw, at) for raw in replies(asked))
    seconds = perf_counter() - began
    assert found.total() == MESSAGES
    assert set(found) == {"taken", "left", "unreadable"}
    assert found["taken"] > MESSAGES / 100, found
    assert everything() == before
    print(f"{MESSAGES} fuzzed replies: {dict(found)}, {seconds:.0f} s")  # noqa: T201


def deep(levels: int, inside: bytes) -> bytes:
    """A message in a message in a message …"""
    head = b"Content-Type: message/rfc822\r\n\r\n"
    return b"From: a@b.example\r\n" + head * levels + inside


def nested(levels: int, inside: bytes) -> bytes:
    parts = [b"From: a@b.example\r\n"]
    for level in range(levels):
        parts.append(
            b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level)
        )
    return b"".join(parts) + inside


def bombs(asked):
    """{name: message}"""
    row, address = asked
    good = calendar(row, address)
    return mail_bombs(outlook(good, address)) | {
        name: apple(text, address) for name, text in calendar_bombs(good, address).items()
    }


def mail_bombs(inner):
    return {
        "deep mail": deep(5000, inner),
        "deep parts": nested(2000, inner),
        "fifty parts deep": nested(50, b"Content-Type: text/plain\r\n\r\nx"),
        "header flood": b"X-Flood: 1\r\n" * 40_000 + inner,
        "a long header": b"X-Flood: " + b"a" * 400_000 + b"\r\n" + inner,
        "folded for ever": b"X-Flood: 1\r\n" + b" x\r\n" * 100_000 + inner,
    }


def calendar_bombs(good, address):
    event = good[good.index("BEGIN:VEVENT") : good.index("END:VCALENDAR")]
    rule = "RRULE:FREQ=SECONDLY;COUNT=2147483647\r\nX-S:"
    return {
        "10 MB": good.replace("SUMMARY:", "SUMMARY:" + "x" * 10_000_000),
        "a large part": good.replace("SUMMARY:", "SUMMARY:" + "x" * 100_000),
        "deep calendar": "BEGIN:VCALENDAR\r\n" * 3000 + good,
        "deep events": good.replace("UID:", "BEGIN:VEVENT\r\n" * 29 + "UID:", 1),
        "many events": good.replace("END:VCALENDAR", event * 500),
        "line breaks in it": good.replace(f"mailto:{address}", f"mailto:{address}\\nBCC:b@x.y"),
        "a huge rule": good.replace("SUMMARY:", rule),
    }


HARMLESS = {"header flood", "a long header", "folded for ever", "a huge rule"}


def test_m5_bombs_cost_little_and_count_as_nothing(asked, tmp_path):
    before, at = everything(), clock.now()
    session.rollback()
    (tmp_path / "new").mkdir()
    for number, (name, raw) in enumerate(bombs(asked).items()):
        (tmp_path / "new" / f"{number:02}").write_bytes(raw)
        began = perf_counter()
        found = read_replies(f"maildir:{tmp_path}", at)
        assert found.taken == 0 or name in HARMLESS, name
        assert found.taken + found.left + found.unreadable == 1, name
        assert perf_counter() - began < 20, f"{name} held up everything"
    assert everything() == before


def test_m5_the_largest_that_is_read_still_counts(asked, tmp_path):
    row, address = asked
    raw = outlook(calendar(row, address), address)
    raw = b"X-Long: " + b"a" * (LARGEST - len(raw) - 10) + b"\r\n" + raw
    assert len(raw) == LARGEST
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(raw)
    (tmp_path / "new" / "2").write_bytes(raw + b"\r\n")
    assert read_replies(f"maildir:{tmp_path}", clock.now()) == Seen(taken=1, left=1)
    one = session.scalars(select(Participant).where(Participant.answer == "kommer")).all()
    assert len(one) == 2, "AF, and the coordinator who booked"


def test_nothing_of_a_message_is_logged_or_said(asked, tmp_path, caplog):
    row, address = asked
    (tmp_path / "new").mkdir()
    for number, raw in enumerate(replies((row, address))):
        if number == 40:
            break
        (tmp_path / "new" / f"{number:02}").write_bytes(raw)
    said = str(read_replies(f"maildir:{tmp_path}", clock.now())) + caplog.text
    for word in (address, GUEST.address, row.uid, row.code, "Kanarie"):
        assert word not in said
