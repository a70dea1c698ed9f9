"""M5, M8: answers by e-mail count only when they fit, and change nothing but PARTSTAT."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.cases.models import Case
from casework.kit import clock, db
from casework.kit.db import session
from casework.letters import queries as outbox
from casework.letters import service
from casework.letters.models import Letter
from casework.letters.sending import send_due
from casework.meetings.doing.unsigned import answer_by_link
from casework.meetings.models import Meeting, Participant
from casework.meetings.replies.rounds import Seen, read_replies
from casework.meetings.service import changing
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, participant, reached, slot
from tests.meetings.post import GUEST, sent
from tests.meetings.replies.shapes import SHAPES, apple, bounce, calendar, outlook
from tests.meetings.test_withdrawal import withdraw


@pytest.fixture
def box(tmp_path):
    """deliver(raw) puts a message in the mailbox and has it read."""
    folder = tmp_path / "Maildir"

    def deliver(*raws: bytes, at: datetime | None = None) -> Seen:
        (folder / "new").mkdir(parents=True, exist_ok=True)
        for raw in raws:
            number = len(list(folder.glob("*/*")))
            (folder / "new" / f"{number:04}.test").write_bytes(raw)
        db.seal_and_commit()
        return read_replies(f"maildir:{folder}", at or clock.now())

    deliver.folder = folder
    return deliver


@pytest.fixture
def asked(world, mailbox):
    """A meeting whose invitations have gone, AF's address and AF's participant."""
    row = meeting(world, build.case(world), guests=(GUEST,))
    sent(mailbox)
    return row, world.user("af").email, participant(world, row, "af").id


def answer(participant_id):
    session.expire_all()
    return session.get(Participant, participant_id).answer


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("partstat", "says"),
    [("ACCEPTED", "kommer"), ("DECLINED", "kan_inte"), ("TENTATIVE", "annan_tid")],
)
def test_m5_a_reply_of_every_program_is_an_answer(asked, box, shape, partstat, says):
    row, address, mine = asked
    raw = SHAPES[shape](calendar(row, address.upper(), partstat=partstat), address)
    assert box(raw) == Seen(taken=1)
    assert answer(mine) == says
    one = session.get(Participant, mine)
    assert one.answer_line is None, "COMMENT is not taken"
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.action, entry.subject_id) == ("meeting answered by mail", mine)
    assert (entry.user_id, entry.case_id) == (None, session.get(Meeting, row.id).case_id)


def test_m5_somebody_outside_answers_from_the_address_the_letter_went_to(asked, box):
    row, _address, _mine = asked
    assert box(apple(calendar(row, GUEST.address), "annan@x.example")) == Seen(taken=1)
    guest = session.scalars(select(Participant).where(Participant.external_role.is_not(None)))
    assert guest.one().answer == "kommer"


NOT = {
    "another method": {"method": "COUNTER"},
    "a request": {"method": "REQUEST"},
    "no method": {"method": ""},
    "another uid": {"uid": "b2b2@casework"},
    "another address": {"address": "nagon@annan.example"},
    "nobody's answer": {"partstat": "NEEDS-ACTION"},
    "delegated": {"partstat": "DELEGATED"},
    "delegated to": {"params": 'DELEGATED-TO="mailto:b@x.example";'},
    "delegated from": {"params": 'DELEGATED-FROM="mailto:b@x.example";'},
    "an occurrence": {"event": "RECURRENCE-ID:20261201T090000Z\n"},
    "from tomorrow": {"stamp": datetime.now(UTC) + timedelta(days=1)},
    "no such scheme": {"scheme": "tel:"},
}


@pytest.mark.parametrize("why", NOT)
def test_m5_what_does_not_fit_does_not_count(asked, box, why):
    row, address, mine = asked
    assert box(outlook(calendar(row, address, **NOT[why]), address)) == Seen(left=1)
    assert answer(mine) is None


def test_m5_two_attendees_two_events_and_nonsense_do_not_count(asked, box):
    row, address, mine = asked
    other = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@x.example\n"
    good = calendar(row, address)
    event = good[good.index("BEGIN:VEVENT") : good.index("END:VCALENDAR")]
    raws = [
        outlook(calendar(row, address, event=other), address),
        outlook(good.replace("END:VCALENDAR", f"{event}END:VCALENDAR"), address),
        b"",
        b"\xff\xfe",
        outlook("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n", address),
    ]
    found = box(*raws)
    assert found.taken == 0
    assert found.left + found.unreadable == len(raws)
    assert answer(mine) is None


def test_m5_an_answer_to_an_old_time_does_not_count(world, asked, box, mailbox):
    row, address, mine = asked
    old = outlook(calendar(row, address), address)
    new = changing.NewTime(slot(hour=14), None, "Telefon", "AF")
    changing.change(acting(world.user("host")), reached(world, "host", row), new, at=clock.now())
    assert box(old) == Seen(left=1), "the new invitation has not even gone"
    sent(mailbox)
    row = session.get(Meeting, row.id)
    assert box(old) == Seen(left=1)
    assert box(outlook(calendar(row, address), address)) == Seen(taken=1)
    assert answer(mine) == "kommer"


def test_m5_taking_one_out_raises_the_sequence_and_the_others_answers_still_count(
    world, asked, box
):
    row, address, mine = asked
    reply = outlook(calendar(row, address), address)
    file = reached(world, "host", row)
    fk = participant(world, row, "fk")
    changing.remove(acting(world.user("host")), file, fk, at=clock.now())
    assert box(reply) == Seen(taken=1)
    assert answer(mine) == "kommer"


def test_m5_the_latest_answer_counts_whichever_way_it_came_and_replay_does_nothing(asked, box):
    row, address, mine = asked
    now = datetime.now(UTC).replace(microsecond=0)
    second = outlook(calendar(row, address, partstat="DECLINED", stamp=now), address)
    first = outlook(calendar(row, address, stamp=now - timedelta(minutes=1)), address)
    assert box(second, first) == Seen(taken=1, left=1)
    assert answer(mine) == "kan_inte"
    before = session.query(AuditEntry).count()
    assert box(second) == Seen(left=1)
    assert session.query(AuditEntry).count() == before
    one, held = session.get(Participant, mine), session.get(Meeting, row.id)
    answer_by_link(one, held, answer="kommer", line=None, at=now + timedelta(minutes=1))
    db.seal_and_commit()
    assert box(second) == Seen(left=1)
    assert answer(mine) == "kommer"


def test_m5_a_clock_that_runs_ahead_gives_no_way_back_to_an_old_answer(asked, box):
    row, address, mine = asked
    ahead = datetime.now(UTC) + timedelta(minutes=10)
    raw = outlook(calendar(row, address, partstat="DECLINED", stamp=ahead), address)
    assert box(raw) == Seen(taken=1)
    one, held = session.get(Participant, mine), session.get(Meeting, row.id)
    answer_by_link(one, held, answer="kommer", line=None, at=clock.now())
    db.seal_and_commit()
    assert box(raw) == Seen(left=1)
    assert answer(mine) == "kommer"


def test_m5_m8_over_off_out_and_uncovered_do_not_count(world, asked, box):
    row, address, mine = asked
    raw = outlook(calendar(row, address), address)
    assert box(raw, at=row.ends_at) == Seen(left=1)
    withdraw(world, session.get(Case, row.case_id), "af")
    assert box(raw) == Seen(left=1)
    guest = outlook(calendar(row, GUEST.address), GUEST.address)
    file = reached(world, "host", session.get(Meeting, row.id))
    changing.cancel(acting(world.user("host")), file, because="annat", at=clock.now())
    assert box(guest) == Seen(left=1)
    assert answer(mine) is None


def test_m8_one_who_has_moved_to_another_unit_does_not_answer_for_the_old(world, asked, box):
    row, address, mine = asked
    world.user("af").unit_id = world.unit("ame").id
    assert box(outlook(calendar(row, address), address)) == Seen(left=1)
    assert answer(mine) is None


def test_m5_an_invitation_that_never_went_cannot_be_answered(world, box):
    row = meeting(world, build.case(world))
    address = world.user("af").email
    assert box(outlook(calendar(row, address), address)) == Seen(left=1)


def test_m5_every_message_is_marked_and_not_read_again(asked, box):
    row, address, _mine = asked
    assert box(b"skrap", outlook(calendar(row, address), address)) == Seen(taken=1, left=1)
    assert list((box.folder / "new").iterdir()) == []
    assert {one.name[-4:] for one in (box.folder / "cur").iterdir()} == {":2,S"}
    assert box() == Seen()


def test_m8_a_letter_that_came_back_stands_on_the_desk_and_can_be_sent_again(
    world,
    asked,  # noqa: ARG001  its letters have gone
    box,
    mailbox,
):
    letter = session.scalars(select(Letter).where(Letter.receiver == "AF Provlunda")).one()
    message = next(one for one in mailbox.read if one["To"] == world.user("af").email)
    assert box(bounce(message, "delayed")) == Seen(left=1)
    assert box(bounce(message)) == Seen(came_back=1)
    assert box(bounce(message)) == Seen(left=1)
    session.expire_all()
    [task] = outbox.tasks(acting(world.user("host")), clock.today())
    assert task.sentence.startswith("Brevet till AF Provlunda om M-")

    letter = session.get(Letter, letter.id)
    assert letter.trouble.startswith("Brevet kom i retur")
    service.try_again(acting(world.user("host")), letter, at=clock.now())
    db.seal_and_commit()
    assert send_due(clock.now()).sent == 1


def test_a_bounce_with_somebody_elses_message_id_touches_nothing(
    asked,  # noqa: ARG001  its letters have gone
    box,
):
    forged = {"To": "x@y.example", "Message-ID": f"<20200101T000000-{'0' * 32}@test.example>"}
    letter = session.scalars(select(Letter)).first()
    late = {"To": "x", "Message-ID": f"<20200101T000000-{letter.id.hex}@test.example>"}
    assert box(bounce(forged), bounce(late)) == Seen(left=2)
    assert not session.scalars(select(Letter).where(Letter.failed_at.is_not(None))).all()
