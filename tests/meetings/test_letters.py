"""M3, M4, M8, AC19–AC21: what leaves the house about a meeting, over a real SMTP conversation."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from casework.cases.models import Event
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed
from casework.kit.swedish import time_span
from casework.letters.models import Letter
from casework.letters.sending import Sent, send_due
from casework.meetings.doing.unsigned import remind
from casework.meetings.post import links
from casework.meetings.queries import history
from casework.meetings.service import answering, changing
from tests import build
from tests.conftest import CONFIG, acting
from tests.meetings.making import meeting, participant, reached, slot
from tests.meetings.post import GUEST, calendar_of, event_of, part, sent


def change(world, row, when):
    new = changing.NewTime(when, None, "Telefon", "AF Provlunda")
    changing.change(acting(world.user("host")), reached(world, "host", row), new, at=clock.now())


def test_m3_an_invitation_has_three_parts_a_code_and_a_link(world, mailbox):
    room = build.room("Hörnellgatan 17, plan 2")
    row = meeting(world, build.case(world), room_id=room.id, guests=(GUEST,))
    got = sent(mailbox)
    assert set(got) == {world.user(w).email for w in ("host", "soc", "af", "fk")} | {GUEST.address}
    af = got[world.user("af").email]
    assert af["Subject"] == f"Inbjudan till möte {row.code}"
    assert got[world.user("soc").email]["Subject"] == f"Kallelse till möte {row.code}"
    kinds = [one.get_content_type() for one in af.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert part(af, "text/calendar").get_param("method") == "REQUEST"
    text = part(af, "text/plain").get_content()
    assert time_span(row.starts_at, row.ends_at) in text
    link = text.split("/svar/")[1].split()[0]
    mine = participant(world, row, "af")
    assert links.read(CONFIG["SECRET_KEY"], link) == mine.id
    event = event_of(af)
    assert (event["UID"], event["SEQUENCE"]) == (row.uid, 0)
    assert event["ATTENDEE"] == f"mailto:{world.user('af').email}"
    assert event["ORGANIZER"] == f"mailto:{CONFIG['MAIL_FROM']}"
    assert event.start == row.starts_at
    assert event.end == row.ends_at


def test_ac19_no_name_number_reference_or_case_text_leaves_the_house(world, mailbox):
    person = build.person(world.user("soc"), "Linn Kanarieson", number="19800101-0000")
    case = build.case(world, person=person)
    row = meeting(world, case, agenda="Kanarie i agendan", individual=True, guests=(GUEST,))
    change(world, row, slot(hour=14))
    got = sent(mailbox)
    changing.cancel(
        acting(world.user("host")), reached(world, "host", row), because="annat", at=clock.now()
    )
    got |= {f"{to} again": one for to, one in sent(mailbox).items()}
    assert len(got) == 10
    secrets = ("kanarie", "linn", "19800101", case.reference.lower(), str(case.id))
    for message in got.values():
        parts = [p.get_payload(decode=True) for p in message.walk() if not p.is_multipart()]
        whole = " ".join([*map(str, message.values()), *(p.decode() for p in parts)]).lower()
        assert row.code.lower() in whole
        assert [one for one in secrets if one in whole] == []


def test_m4_a_change_keeps_the_uid_raises_the_sequence_and_asks_everyone_again(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,))
    first = sent(mailbox)
    mine = participant(world, row, "af")
    answering.answer(
        acting(world.user("af")),
        reached(world, "af", row),
        mine,
        answer="kommer",
        line=None,
        at=clock.now(),
    )
    change(world, row, slot(hour=14))
    second = sent(mailbox)
    assert set(second) == set(first)
    for to, message in second.items():
        event = event_of(message)
        assert event["UID"] == event_of(first[to])["UID"]
        assert event["SEQUENCE"] == 1
        assert event.start == row.starts_at
        assert message["Subject"] == f"Ny tid för möte {row.code}"
    assert participant(world, row, "af").answer is None


def test_m6_every_time_is_kept_with_who_asked_for_the_change(world):
    row = meeting(world, build.case(world))
    db.seal_and_commit()
    old, host = (row.starts_at, row.ends_at), acting(world.user("host"))
    change(world, row, slot(hour=14))
    change(world, row, slot(hour=15))
    [(first, user, room), (second, *_)] = history(host, reached(world, "host", row))
    assert (first.starts_at, first.ends_at) == old
    assert (first.asked_by, user.id, room) == ("AF Provlunda", host.user_id, None)
    assert second.starts_at == slot(hour=14).starts_at
    assert row.starts_at == slot(hour=15).starts_at


def test_m4_a_change_before_the_first_letter_went_sends_one_letter_only(world, mailbox):
    row = meeting(world, build.case(world))
    change(world, row, slot(hour=14))
    got = sent(mailbox)
    assert len(mailbox.got) == 4
    assert {event_of(one)["SEQUENCE"] for one in got.values()} == {1}


def test_m4_a_cancellation_goes_to_everyone_who_ever_got_it_and_nobody_else(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,))
    mailbox.refused = {GUEST.address}
    first = sent(mailbox)
    mailbox.refused = set()
    changing.cancel(
        acting(world.user("host")), reached(world, "host", row), because="forhinder", at=clock.now()
    )
    got = sent(mailbox)
    assert set(got) == set(first) == {world.user(w).email for w in ("host", "soc", "af", "fk")}
    for message in got.values():
        assert calendar_of(message)["METHOD"] == "CANCEL"
        event = event_of(message)
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (row.uid, 1, "CANCELLED")
    lines = [one.sentence for one in session.scalars(select(Event))]
    assert any("ställdes in" in line for line in lines)


def test_m4_cancelled_before_anything_went_nobody_hears_of_it(world, mailbox):
    row = meeting(world, build.case(world))
    changing.cancel(
        acting(world.user("host")), reached(world, "host", row), because="forhinder", at=clock.now()
    )
    assert sent(mailbox) == {}
    assert all(one.stopped_at for one in session.scalars(select(Letter)))


def test_m4_one_who_is_taken_out_hears_it_alone(world, mailbox):
    row = meeting(world, build.case(world))
    sent(mailbox)
    changing.remove(
        acting(world.user("host")),
        reached(world, "host", row),
        participant(world, row, "fk"),
        at=clock.now(),
    )
    got = sent(mailbox)
    assert list(got) == [world.user("fk").email]
    assert calendar_of(got[world.user("fk").email])["METHOD"] == "CANCEL"
    assert row.is_on
    change(world, row, slot(hour=14))
    later = sent(mailbox)
    assert world.user("fk").email not in later
    assert {event_of(one)["SEQUENCE"] for one in later.values()} == {2}


@pytest.mark.parametrize("who", ["soc", "af"])
def test_only_the_coordinator_changes_and_cancels(world, who):
    row = meeting(world, build.case(world))
    file = reached(world, who, row)
    with pytest.raises(NotAllowed):
        changing.cancel(acting(world.user(who)), file, because="annat", at=clock.now())
    with pytest.raises(NotAllowed):
        changing.remove(acting(world.user(who)), file, file.asked[0], at=clock.now())


def test_m5_those_who_have_not_answered_are_reminded_once_two_days_before(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,), individual=True)
    sent(mailbox)
    af = participant(world, row, "af")
    answering.answer(
        acting(world.user("af")),
        reached(world, "af", row),
        af,
        answer="kan_inte",
        line=None,
        at=clock.now(),
    )
    session.flush()
    assert remind(row.starts_at - timedelta(days=3)) == 0
    assert remind(row.starts_at - timedelta(days=2)) == 3
    assert remind(row.starts_at - timedelta(days=1)) == 0
    got = sent(mailbox, row.starts_at - timedelta(days=2))
    assert set(got) == {world.user("soc").email, world.user("fk").email, GUEST.address}
    assert {one["Subject"] for one in got.values()} == {f"Påminnelse: svara om möte {row.code}"}


def test_ac20_a_booking_stands_though_the_server_is_away(world, monkeypatch):
    monkeypatch.setitem(current_app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    row = meeting(world, build.case(world))
    db.seal_and_commit()
    assert send_due(clock.now()) == Sent(failed=1)
    assert reached(world, "af", row)
