"""AC20, AC21, AC25, M4, M8: bookings in a storm; many senders; a sender killed at the worst moment.

60 bookings and 4 senders; with CASEWORK_LONG=1 a thousand, and 12.
"""

import os
import signal
from collections import Counter, defaultdict
from time import sleep

import pytest
from flask import current_app
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.kit import clock
from casework.kit.db import session
from casework.letters.models import Letter
from casework.meetings.service import changing
from tests import build
from tests.conftest import acting
from tests.letters.misbehaving import (
    BadServer,
    Senders,
    Told,
    as_a_calendar_would,
    bad_server,
    command,
    senders,
)
from tests.letters.storm import Storm, arrived, never_older, until_not_busy, waiting
from tests.meetings.making import meeting, reached, slot

LONG = os.environ.get("CASEWORK_LONG") == "1"
BOOKINGS, BATCHES = (1000, 40) if LONG else (60, 7)
SENDERS, LETTERS = (12, 600) if LONG else (4, 60)


def one_letter_each(messages: list[Told]) -> list[tuple]:
    """M4, AC20: what one receiver is told of one meeting at one SEQUENCE is one letter."""
    letters = defaultdict(set)
    for one in messages:
        letters[one.to, one.uid, one.sequence, one.method].add((one.message_id, one.starts_at))
    return [key for key, told in letters.items() if len(told) > 1]


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    with senders(tmp_path_factory.mktemp("senders")) as made:
        yield made


@pytest.fixture
def many(nursery, world):  # noqa: ARG001  the database first
    """Where senders are started; none outlives its test."""
    yield nursery
    for process in list(nursery.running):
        nursery.end(process, signal.SIGKILL)


def test_ac20_ac21_m4_every_receiver_ends_with_exactly_one_current_event(world, many, tmp_path):
    with bad_server(tmp_path) as server:
        storm = Storm(world, server, many, BOOKINGS)
        storm.run(BATCHES)
        got = arrived(server)
        seen = as_a_calendar_would(got)
        wanted = storm.stands()
        assert len(wanted) > BOOKINGS
        assert {key: one.starts_at for key, one in seen.items()} == wanted
        assert never_older(got) == []
        assert one_letter_each(got) == []
        after = got[storm.before_withdrawal :]
        gone = storm.of_the_withdrawn()
        assert gone
        asked = {(one.to, one.uid) for one in after if one.method == "REQUEST"}
        assert not asked & gone
        letters = storm.letters()
        assert letters["failed_at"] == refused()
        assert storm.moved
        assert storm.killed
        report(f"{BOOKINGS} bookings, {storm.moved} moved, {storm.killed} senders killed", got)


def refused() -> int:
    """Every letter to the address that does not exist, given up; and no other."""
    failed = session.scalars(select(Letter).where(Letter.failed_at.is_not(None)))
    addresses = Counter(str(one.address) for one in failed)
    assert set(addresses) <= {"borta@utanfor.example"}
    return addresses.total()


def report(what: str, got: list[Told]) -> None:
    twice = len(got) - len({one.message_id for one in got})
    said = f"{what}: {len(got)} messages, {twice} of them again under the same Message-ID"
    print(said)  # noqa: T201


def test_m8_many_processes_send_from_one_outbox_and_nothing_goes_twice(world, many, tmp_path):
    people = [build.user(world.unit("af")) for _ in range(LETTERS // 2)]
    case = build.case(world)
    for number in range(2):
        ids = _Crowd(world, people)
        when = slot(hour=9 + 2 * number, minutes=60)
        meeting(ids, case, tuple(ids.keys), when=when)
    session.commit()
    session.remove()
    with bad_server(tmp_path) as server:
        working = [many.start(server.url, lease=60, seconds=20) for _ in range(SENDERS)]
        while until_not_busy(waiting):
            sleep(0.2)
        ends = [many.end(one) for one in working]
        assert [code for code, _said in ends] == [0] * SENDERS
        got = arrived(server)
        assert len(got) == len({one.message_id for one in got}) == LETTERS
        worked = sum(" sent" in said for _code, said in ends)
        assert worked > 1, "one of them did all of it"
        report(f"{SENDERS} senders, {worked} of which sent", got)


class _Crowd:
    def __init__(self, world, people) -> None:
        self.world, self.people = world, {f"p{n}": one for n, one in enumerate(people)}
        self.keys = list(self.people)

    def user(self, key):
        return self.people.get(key) or self.world.user(key)


def killed_in_data(server: BadServer, many: Senders) -> None:
    """A sender that has handed a letter over and waits for the answer, then kill -9."""
    server.does("hang after data")
    process = many.start(server.url, lease=2, seconds=20)
    while not server.got:
        sleep(0.05)
    many.end(process, signal.SIGKILL)
    server.does()


def test_ac25_killed_between_data_and_commit_the_same_letter_goes_again(world, many, tmp_path):
    row = meeting(world, build.case(world), ("af",))
    session.commit()
    before = session.scalar(select(func.count(AuditEntry.seq)))
    session.remove()
    with bad_server(tmp_path) as server:
        killed_in_data(server, many)
        letter = session.scalars(select(Letter)).one()
        assert letter.waits
        assert letter.claimed_by
        assert letter.may_have_arrived
        session.remove()
        until_nothing_waits(server, many)
        first, *again = arrived(server)
        assert again == [first], "the same Message-ID, UID, SEQUENCE and time"
    assert session.scalars(select(Letter)).one().sent_at
    assert session.scalar(select(func.count(AuditEntry.seq))) == before
    assert first.uid == row.uid


def test_ac25_m4_called_off_after_a_sender_died_in_the_middle_of_its_letter(world, many, tmp_path):
    """It may have arrived, so the cancellation goes, though nothing was ever marked as sent."""
    row = meeting(world, build.case(world), ("af",))
    session.commit()
    session.remove()
    with bad_server(tmp_path) as server:
        killed_in_data(server, many)
        file = reached(world, "host", row)
        changing.cancel(acting(world.user("host")), file, because="annat", at=clock.now())
        session.commit()
        session.remove()
        until_nothing_waits(server, many)
        assert [one.method for one in arrived(server)] == ["REQUEST", "CANCEL"]


def until_nothing_waits(server: BadServer, many: Senders) -> None:
    process = many.start(server.url, lease=2, seconds=20)
    while until_not_busy(waiting):
        sleep(0.1)
    assert many.end(process)[0] == 0


def test_m8_told_to_end_it_finishes_its_letter_and_lets_go_of_the_others(world, tmp_path):
    """The command itself, as systemd runs it."""
    for number in range(2):
        meeting(world, build.case(world), when=slot(hour=9 + 2 * number, minutes=60))
    addresses = {world.user(key).email for key in ("host", "soc", "af", "fk")}
    session.commit()
    session.remove()
    with bad_server(tmp_path / "post") as server:
        server.does(slow={address.partition("@")[2]: 0.3 for address in addresses})
        process = command("send-mail", "--watch", server=server.url, data=tmp_path)
        while not server.got:
            sleep(0.05)
        process.send_signal(signal.SIGTERM)
        said, complained = process.communicate(timeout=60)
        assert (process.returncode, complained) == (0, "")
        rows = list(session.scalars(select(Letter)))
        sent = [one for one in rows if one.sent_at]
        assert 0 < len(sent) == len(server.got) < len(rows)
        assert not [one for one in rows if one.claimed_by]
        assert said == f"{len(sent)} sent, 0 put off, 0 stopped.\n"
        assert not [one for one in addresses if one in said]


def test_ac20_booking_and_cancelling_never_call_the_mail_server(
    world, sign_in, tmp_path, monkeypatch
):
    row = meeting(world, build.case(world))
    client = sign_in(world.user("host"))
    with bad_server(tmp_path) as server:
        server.does("hang")
        monkeypatch.setitem(current_app.config, "SMTP_URL", server.url)
        done = client.post(f"/moten/{row.id}/stall-in", data={"because": "forhinder"})
        assert done.status_code == 302
        case = build.case(world)
        session.commit()
        made = client.post(f"/moten/boka?arende={case.id}", data=typed(world))
        assert made.status_code == 302, made.get_data(as_text=True)
        assert server.connections == 0
    assert session.scalar(select(func.count(Letter.id)).where(Letter.stopped_at.is_(None))) == 3


def typed(world) -> dict:
    when = clock.local(slot().starts_at)
    return {
        "people": [str(world.user(key).id) for key in ("host", "soc", "af")],
        "kind": "samarbetsmote",
        "minutes": "90",
        "slot": when.strftime("%Y-%m-%dT%H:%M"),
        "place": "Telefon",
    }
