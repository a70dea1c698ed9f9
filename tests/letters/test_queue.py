"""M4, M8: the outbox as a queue: whose letter it is, which goes first, and what each costs."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import update

from casework.kit import clock, db
from casework.kit.db import session
from casework.letters import queries
from casework.letters.models import Letter
from casework.letters.postmen import Later
from casework.letters.rounds import Round
from casework.letters.rules import FEW, LEASE, may_be_written
from casework.letters.sending import RENDERERS, Sent, send_due
from casework.meetings.post.posting import REQUEST
from casework.meetings.service import changing
from tests import build
from tests.conftest import acting
from tests.letters.posting import posted, render
from tests.meetings.making import meeting, participant, reached, slot
from tests.meetings.post import event_of, sent
from tests.statements import counted

NOW = clock.now()


class Slow:
    """A postman who, while he carries the first letter, lets something happen."""

    def __init__(self, meanwhile) -> None:
        self.meanwhile, self.carried = meanwhile, []

    def carry(self, message, address) -> None:  # noqa: ARG002
        self.carried.append(address)
        if len(self.carried) == 1:
            self.meanwhile()


def round_with(carrier) -> Round:
    return Round(NOW, carrier, RENDERERS, current_app.config)


def fresh(letter) -> Letter:
    session.expire_all()
    return session.get_one(Letter, letter.id)


@pytest.fixture
def letters(world, monkeypatch):
    monkeypatch.setitem(RENDERERS, "prov", render)
    return [posted(world, f"n{n}@ame.example", at=NOW) for n in range(3)]


def change_others(letters, carrier, **values) -> None:
    """What somebody else does to those that were not carried yet, and commits."""
    for one in letters:
        if str(one.address) not in carrier.carried:
            session.execute(update(Letter).where(Letter.id == one.id).values(**values))
    session.commit()


def test_m8_a_letter_that_another_round_has_taken_meanwhile_is_left_to_it(letters):
    """The lease ran out while a slow server was talked to."""

    carrier = Slow(lambda: change_others(letters, carrier, claimed_by="another"))
    assert round_with(carrier).run(100) == Sent(sent=1)
    assert len(carrier.carried) == 1
    claimed = sorted(str(fresh(one).claimed_by) for one in letters)
    assert claimed == ["None", "another", "another"]


def test_m8_the_lease_begins_anew_just_before_each_letter_is_handed_over(letters):
    seen = []

    def look():
        seen.extend(fresh(one).claimed_until for one in letters)

    turn = round_with(Slow(look))
    turn.began -= 120  # two minutes have gone since the round began, and a claim of then is old
    turn.run(100)
    assert max(seen) >= NOW + timedelta(seconds=119) + LEASE


def test_m8_few_letters_are_held_at_a_time(world, monkeypatch):
    monkeypatch.setitem(RENDERERS, "prov", render)
    many = [posted(world, f"n{n}@ame.example", at=NOW) for n in range(FEW + 5)]
    held = []
    carrier = Slow(lambda: held.extend(one for one in many if fresh(one).claimed_by))
    assert round_with(carrier).run(100).sent == len(many)
    assert len(held) == FEW


def test_m8_a_letter_that_was_stopped_meanwhile_is_not_sent(letters):
    carrier = Slow(lambda: change_others(letters, carrier, stopped_at=NOW))
    assert round_with(carrier).run(100) == Sent(sent=1)


@pytest.mark.usefixtures("mailbox")
def test_m8_a_claim_by_a_clock_that_ran_ahead_holds_nothing_up(letters):
    for letter in letters:
        letter.claimed_by, letter.claimed_until = "ahead", NOW + timedelta(days=1)
        letter.created_at = letter.not_before = NOW + timedelta(days=1)
    db.seal_and_commit()
    assert send_due(NOW).sent == 3


def test_m8_a_round_that_began_a_little_later_is_not_taken_for_one_that_ran_ahead(letters):
    later = NOW + timedelta(seconds=30)
    for letter in letters:
        letter.claimed_by, letter.claimed_until = "another", later + LEASE
    session.commit()
    assert queries.due(NOW, 10) == []


def test_m4_while_a_letter_is_on_its_way_a_later_one_to_the_same_receiver_waits(world):
    row = meeting(world, build.case(world), ("af",))
    db.seal_and_commit()
    (first,) = queries.due(clock.now(), 10)
    first.claimed_by, first.claimed_until = "one", clock.now() + LEASE
    first.handed_at = clock.now()
    session.commit()
    host = acting(world.user("host"))
    changing.cancel(host, reached(world, "host", row), because="annat", at=clock.now())
    db.seal_and_commit()
    first = fresh(first)
    first.stopped_at = None  # as if the cancelling had not seen it
    session.commit()
    assert queries.due(clock.now(), 10) == []
    assert len(queries.due(clock.now() + 3 * LEASE, 10)) == 2


def test_m4_an_older_invitation_is_not_sent_after_a_newer_one(world, mailbox):
    row = meeting(world, build.case(world), ("af",))
    db.seal_and_commit()
    (old,) = queries.due(clock.now(), 10)
    old.not_before = clock.now() + timedelta(hours=1)  # it was put off
    new = changing.NewTime(slot(hour=14), None, "Telefon", "AF")
    changing.change(acting(world.user("host")), reached(world, "host", row), new, at=clock.now())
    old.stopped_at = None
    assert len(sent(mailbox)) == 1
    assert sent(mailbox, clock.now() + timedelta(hours=2)) == {}
    assert fresh(old).trouble == "Ett senare brev om samma möte går i stället."


def test_m4_dropped_after_data_then_moved_gets_one_update_and_no_older_invitation(world, mailbox):
    mailbox.answers = ["drop"]
    row = meeting(world, build.case(world), ("af",))
    sent(mailbox)
    new = changing.NewTime(slot(hour=14), None, "Telefon", "AF")
    changing.change(acting(world.user("host")), reached(world, "host", row), new, at=clock.now())
    got = sent(mailbox, clock.now() + timedelta(hours=1))
    assert [event_of(one)["SEQUENCE"] for one in got.values()] == [1]


def test_m4_what_may_have_arrived_is_called_off_and_what_was_refused_is_not(world, mailbox):
    mailbox.answers = ["drop", "451 later"]
    row = meeting(world, build.case(world), ("af", "fk"))
    sent(mailbox)
    unsure = {world.user(key).email for key in ("af", "fk")}
    host = acting(world.user("host"))
    changing.cancel(host, reached(world, "host", row), because="annat", at=clock.now())
    got = sent(mailbox, clock.now() + timedelta(hours=1))
    assert len(got) == 1
    assert set(got) < unsure


def test_m8_the_first_tries_go_before_what_was_put_off(letters, world):
    for letter in letters:
        letter.attempts = 3
    db.seal_and_commit()
    posted(world, "ny@ame.example", at=NOW)
    carrier = Slow(lambda: None)
    round_with(carrier).run(1)
    assert carrier.carried == ["ny@ame.example"]


def test_m8_three_in_a_row_without_a_line_end_the_round(world, monkeypatch):
    monkeypatch.setitem(RENDERERS, "prov", render)
    for number in range(8):
        posted(world, f"n{number}@d{number}.example", at=NOW)

    class Broken:
        def carry(self, message, address) -> None:  # noqa: ARG002
            raise Later("Bröts.", lost=True)

    done = round_with(Broken()).run(100)
    assert (done, done.down) == (Sent(failed=3), "Bröts.")
    assert [one.attempts for one in session.query(Letter)].count(0) == 5


MOST = 14  # of one invitation: ask for it, what it is about and whether it may go; say that it went


@pytest.mark.usefixtures("mailbox")
def test_m8_what_one_letter_costs_does_not_grow_with_how_many_there_are(world):
    case = build.case(world)
    people = [build.user(world.unit("af")) for _ in range(FEW * 2)]

    class Crowd:
        def user(self, key):
            return people[int(key)] if key.isdigit() else world.user(key)

    meeting(Crowd(), case, tuple(str(n) for n in range(FEW)), when=slot(hour=9, minutes=60))
    db.seal_and_commit()
    with counted() as few:
        assert send_due(clock.now()).sent == FEW
    for hour in (10, 13, 14):
        keys = tuple(str(n) for n in range(FEW * 2))
        meeting(Crowd(), case, keys, when=slot(hour=hour, minutes=60))
    db.seal_and_commit()
    with counted() as many:
        assert send_due(clock.now(), 1000).sent == FEW * 6
    assert len(few) / FEW <= MOST
    assert len(many) / (FEW * 6) <= MOST


def test_m4_a_letter_knows_whether_a_newer_one_of_the_kinds_exists(world):
    row = meeting(world, build.case(world), ("af",))
    db.seal_and_commit()
    (letter,) = queries.due(clock.now(), 10)
    assert letter.receiver_id == participant(world, row, "af").id
    assert not queries.has_newer(letter, (REQUEST,))
    other = posted(world, at=clock.now(), about_id=letter.about_id)
    assert not queries.has_newer(letter, (REQUEST, other.kind)), "another receiver's"


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("anna.ek@kommun.example", True),
        ("anna+mote@kommun.example", True),
        ("åsa@kommun.example", True),
        ("", False),
        ("anna", False),
        ("@kommun.example", False),
        ("anna@", False),
        ("a b@kommun.example", False),
        ("a@x.example, b@x.example", False),
        ("a@x.example\r\nBcc: b@x.example", False),
        ("Anna <a@x.example>", False),
        ("a@x.example\x00", False),
    ],
)
def test_ac19_only_what_is_one_address_is_written_to(address, may):
    assert may_be_written(address) is may
