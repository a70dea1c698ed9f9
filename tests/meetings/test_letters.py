"""M3, M4, M8, AC19–AC21: what leaves the house about a meeting, over a real SMTP conversation."""

from datetime import timedelta

import pytest
from flask import current_app
from icalendar import Calendar
from sqlalchemy import select

from casework.cases.models import Event
from casework.cases.queries import case_for
from casework.consents.models import Consent
from casework.consents.signals import impact_asked, withdrawn
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible
from casework.kit.swedish import time_span
from casework.letters.models import Letter
from casework.letters.sending import Sent, send_due
from casework.meetings import links
from casework.meetings.outside import remind
from casework.meetings.queries import history
from casework.meetings.service import answering, changing
from casework.meetings.service.booking import Guest
from tests import build
from tests.conftest import CONFIG, acting
from tests.letters.mailbox import open_mailbox
from tests.meetings.making import meeting, participant, reached, slot

GUEST = Guest("God man", "godman@utanfor.example")


@pytest.fixture
def mailbox(world, monkeypatch):  # noqa: ARG001  the database first
    with open_mailbox() as box:
        monkeypatch.setitem(current_app.config, "SMTP_URL", box.url)
        yield box


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


def change(world, row, when):
    new = changing.NewTime(when, None, "Telefon", "AF Provlunda")
    changing.change(acting(world.user("host")), reached(world, "host", row), new, at=clock.now())


def withdraw(world, case, who=None):
    """What the consents room does, signal and all."""
    consent = session.scalars(
        select(Consent).where(Consent.series_id == case.consent_series_id)
    ).one()
    unit = world.unit(who) if who else None
    build.withdrawal(consent, world.user("soc"), unit)
    withdrawn.send(
        consent,
        actor=acting(world.user("soc")),
        unit_id=unit.id if unit else None,
        on=clock.today(),
        at=clock.now(),
    )


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
    host = acting(world.user("host"))
    mine = participant(world, row, "af")
    answering.answer(
        acting(world.user("af")),
        reached(world, "af", row),
        mine,
        answer="kommer",
        line=None,
        at=clock.now(),
    )
    old = (row.starts_at, row.ends_at)
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
    [(time, user, room)] = history(host, reached(world, "host", row))
    assert (time.starts_at, time.ends_at) == old
    assert (time.asked_by, user.id, room) == ("AF Provlunda", host.user_id, None)


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


def test_m8_ac21_consent_withdrawn_while_the_letter_waits_stops_it(world, mailbox):
    """Even when nothing but the consent itself was changed: rendering asks once more."""
    case = build.case(world)
    meeting(world, case)
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    build.withdrawal(consent, world.user("soc"), world.unit("fk"))
    got = sent(mailbox)
    assert set(got) == {world.user(w).email for w in ("host", "soc", "af")}
    stopped = session.scalars(select(Letter).where(Letter.stopped_at.is_not(None))).one()
    assert stopped.receiver == "FK Provlunda"
    assert stopped.trouble == "Samtycket omfattar inte mottagaren."


def test_m8_ac21_a_unit_whose_consent_is_withdrawn_is_called_off_and_the_others_go_on(
    world, mailbox
):
    case = build.case(world)
    row = meeting(world, case)
    sent(mailbox)
    withdraw(world, case, "fk")
    got = sent(mailbox)
    assert list(got) == [world.user("fk").email]
    assert calendar_of(got[world.user("fk").email])["METHOD"] == "CANCEL"
    assert row.is_on
    assert {p.unit_id for p in reached(world, "host", row).asked} == {
        world.unit(key).id for key in ("host", "soc", "af")
    }
    with pytest.raises(NotVisible):
        reached(world, "fk", row)


def test_m8_whole_consent_withdrawn_cancels_coming_meetings_and_not_past_ones(world, mailbox):
    case = build.case(world)
    past = meeting(
        world,
        case,
        at=clock.now() - timedelta(days=9),
        when=slot(clock.today() - timedelta(days=2)),
    )
    row = meeting(world, case, guests=(GUEST,))
    sent(mailbox)
    withdraw(world, case)
    got = sent(mailbox)
    assert set(got) == {world.user(w).email for w in ("host", "soc", "af", "fk")} | {GUEST.address}
    assert all(calendar_of(one)["METHOD"] == "CANCEL" for one in got.values())
    assert not row.is_on
    assert past.is_on


def test_c4_the_impact_on_meetings_is_told_beforehand(world):
    case = build.case(world)
    row = meeting(world, case)
    consent = session.scalars(select(Consent)).one()
    asked = {"actor": acting(world.user("soc")), "on": clock.today()}

    def lines(unit_id):
        found = [
            one for _, many in impact_asked.send(consent, unit_id=unit_id, **asked) for one in many
        ]
        return [(one.heading, " ".join(one.lines)) for one in found if one.icon == "fk:calendar"]

    [(heading, said)] = lines(world.unit("fk").id)
    assert heading == "Enheten avbokas från ett möte"
    assert time_span(row.starts_at, row.ends_at) in said
    assert "En person från enheten får en avbokning." in said
    assert lines(None)[0][0] == "Ett möte ställs in"
    assert lines(world.unit("psykiatri").id) == []


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
    assert remind(row.starts_at - timedelta(days=2, minutes=1)) == 0
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
