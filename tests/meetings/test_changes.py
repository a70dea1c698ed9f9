"""M4, M5: a change tells exactly those it concerns: who got a letter, and that nobody else did."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.meetings.models import Participant
from casework.meetings.service import adding, answering, changing
from casework.meetings.service.adding import More
from casework.meetings.service.booking import Guest
from casework.meetings.service.changing import NewTime
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, participant, reached, slot
from tests.meetings.post import GUEST, calendar_of, event_of, part, sent


def change(world, row, when=None, place="Telefon", at=None):
    when = when or changing._slot(row)
    new = NewTime(when, None, place, "AF Provlunda")
    host = acting(world.user("host"))
    changing.change(host, reached(world, "host", row), new, at=at or clock.now())
    session.flush()


def answered(world, row, who, answer="kommer", at=None):
    actor = acting(world.user(who))
    file = reached(world, who, row)
    mine = file.mine(actor)
    answering.answer(actor, file, mine, answer=answer, line=None, at=at or clock.now())
    session.flush()
    return mine


def more(world, row, *who, **rest):
    file = reached(world, "host", row)
    wanted = More([world.user(key).id for key in who], **rest)
    count = adding.invite_more(acting(world.user("host")), file, wanted, at=clock.now())
    session.flush()
    return count


def remove(world, row, who):
    host, one = acting(world.user("host")), participant(world, row, who)
    changing.remove(host, reached(world, "host", row), one, at=clock.now())
    session.flush()


def cancel(world, row, at=None):
    file = reached(world, "host", row)
    host = acting(world.user("host"))
    changing.cancel(host, file, because="forhinder", at=at or clock.now())
    session.flush()


def mails(world, *who):
    return {world.user(key).email for key in who}


def test_m4_another_time_asks_everyone_again(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,))
    sent(mailbox)
    answered(world, row, "af")
    change(world, row, slot(hour=14))
    got = sent(mailbox)
    assert set(got) == mails(world, "host", "soc", "af", "fk") | {GUEST.address}
    assert {one["Subject"] for one in got.values()} == {f"Ny tid för möte {row.code}"}
    assert participant(world, row, "af").answer is None
    event = event_of(got[world.user("af").email])
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_m4_another_place_tells_everyone_and_answers_stand(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,))
    sent(mailbox)
    answered(world, row, "af")
    change(world, row, place="Video")
    got = sent(mailbox)
    assert set(got) == mails(world, "host", "soc", "af", "fk") | {GUEST.address}
    assert participant(world, row, "af").answer == "kommer"
    af, fk = got[world.user("af").email], got[world.user("fk").email]
    assert af["Subject"] == fk["Subject"] == f"Ny plats för möte {row.code}"
    for one, rsvp, state in ((af, "FALSE", "ACCEPTED"), (fk, "TRUE", "NEEDS-ACTION")):
        event = event_of(one)
        assert (event["SEQUENCE"], event["LOCATION"]) == (1, "Video")
        assert event["ATTENDEE"].params["RSVP"] == rsvp
        assert event["ATTENDEE"].params["PARTSTAT"] == state
    words = [part(one, "text/plain").get_content() for one in (af, fk)]
    assert ["/svar/" in text for text in words] == [False, True]


def test_m4_another_place_before_the_first_letter_went_is_in_that_letter(world, mailbox):
    row = meeting(world, build.case(world))
    change(world, row, place="Video")
    got = sent(mailbox)
    assert len(mailbox.got) == 4
    assert {(event_of(one)["LOCATION"], event_of(one)["SEQUENCE"]) for one in got.values()} == {
        ("Video", 1)
    }
    assert got[world.user("af").email]["Subject"] == f"Inbjudan till möte {row.code}"


def test_m4_two_changes_of_place_before_the_letter_goes_are_one_letter(world, mailbox):
    row = meeting(world, build.case(world))
    sent(mailbox)
    change(world, row, place="Video")
    change(world, row, place="Biblioteket")
    got = sent(mailbox)
    assert len(mailbox.got) == 4
    assert {event_of(one)["LOCATION"] for one in got.values()} == {"Biblioteket"}


def test_m4_nothing_changed_tells_nobody_and_the_agenda_is_nobodys_letter(world, mailbox):
    row = meeting(world, build.case(world))
    sent(mailbox)
    with pytest.raises(RuleBroken, match="är som förut"):
        change(world, row)
    changing.write_agenda(acting(world.user("host")), reached(world, "host", row), "Något nytt")
    assert sent(mailbox) == {}
    assert (row.agenda, row.sequence) == ("Något nytt", 0)
    with pytest.raises(NotAllowed):
        changing.write_agenda(acting(world.user("af")), reached(world, "af", row), "Mitt")


def test_m4_only_those_who_are_added_get_a_letter(world, mailbox):
    case = build.case(world)
    row = meeting(world, case, ("host", "soc"))
    sent(mailbox)
    answered(world, row, "soc")
    guest = Guest("Studievägledare", "syv@utanfor.example")
    assert more(world, row, "af", "soc", guests=(guest,), individual=True) == 2
    got = sent(mailbox)
    assert set(got) == mails(world, "af") | {guest.address}
    assert {one["Subject"] for one in got.values()} == {f"Inbjudan till möte {row.code}"}
    assert {event_of(one)["SEQUENCE"] for one in got.values()} == {0}
    assert participant(world, row, "soc").answer == "kommer"
    assert sum(one.is_individual for one in reached(world, "af", row).asked) == 1
    with pytest.raises(RuleBroken, match="minst en till"):
        more(world, row, "af")


def test_m1_and_m2_hold_for_those_who_are_added(world):
    case = build.case(world)
    row = meeting(world, case, ("host", "soc"))
    with pytest.raises(RuleBroken, match="samtycket omfattar inte Psykiatrin") as broken:
        more(world, row, "psykiatri")
    assert broken.value.field == "people"
    meeting(world, None, ("af",), kind="genomgang")
    with pytest.raises(RuleBroken, match="Ture Blåklint är upptagen då"):
        more(world, row, "af")
    with pytest.raises(RuleBroken, match="Adressen hör till Psykiatrin"):
        more(world, row, guests=(Guest("Granne", world.user("psykiatri").email),))
    with pytest.raises(NotAllowed):
        adding.invite_more(
            acting(world.user("soc")), reached(world, "soc", row), More(), at=clock.now()
        )
    assert {one.user_id for one in reached(world, "host", row).asked} == {
        world.user(key).id for key in ("host", "soc")
    }


def test_m2_whoever_is_added_is_taken_and_whoever_is_removed_free(world):
    row = meeting(world, build.case(world), ("host", "soc"))
    more(world, row, "af")
    with pytest.raises(RuleBroken, match="Ture Blåklint är upptagen då"):
        meeting(world, None, ("af",), kind="genomgang")
    remove(world, row, "af")
    assert meeting(world, None, ("af",), kind="genomgang")


def test_m4_put_back_in_the_same_row_with_a_higher_sequence_than_the_cancellation(world, mailbox):
    row = meeting(world, build.case(world))
    sent(mailbox)
    before = answered(world, row, "fk").id
    remove(world, row, "fk")
    off = sent(mailbox)
    assert set(off) == mails(world, "fk")
    more(world, row, "fk")
    on = sent(mailbox)
    assert set(on) == mails(world, "fk")
    [out], [back] = off.values(), on.values()
    assert calendar_of(back)["METHOD"] == "REQUEST"
    assert event_of(back)["UID"] == event_of(out)["UID"]
    assert event_of(back)["SEQUENCE"] == 2 > event_of(out)["SEQUENCE"] == 1
    mine = participant(world, row, "fk")
    assert (mine.id, mine.answer, mine.is_in) == (before, None, True)


def test_m4_put_back_before_the_cancellation_went_it_never_goes(world, mailbox):
    row = meeting(world, build.case(world))
    sent(mailbox)
    remove(world, row, "fk")
    more(world, row, "fk")
    got = sent(mailbox)
    assert [one["To"] for one in mailbox.read] == list(mails(world, "fk"))
    assert [calendar_of(one)["METHOD"] for one in got.values()] == ["REQUEST"]


def test_m4_a_cancellation_reaches_also_whoever_was_taken_out(world, mailbox):
    row = meeting(world, build.case(world))
    sent(mailbox)
    remove(world, row, "fk")
    sent(mailbox)
    cancel(world, row)
    got = sent(mailbox)
    assert set(got) == mails(world, "host", "soc", "af", "fk")
    assert {event_of(one)["SEQUENCE"] for one in got.values()} == {2}


def test_m1_taken_out_and_no_longer_covered_one_hears_nothing_more(world, mailbox):
    case = build.case(world)
    row = meeting(world, case)
    sent(mailbox)
    remove(world, row, "fk")
    sent(mailbox)
    cancel(world, row)
    consent = reached(world, "host", row).facts.consents[0].consent_id
    build.withdrawal(session.get_one(build.Consent, consent), world.user("soc"), world.unit("fk"))
    assert set(sent(mailbox)) == mails(world, "host", "soc", "af")


def test_k5_whoever_is_asked_anew_after_moving_unit_reaches_the_meeting(world):
    row = meeting(world, build.case(world), ("host", "soc"), at=clock.now() - timedelta(days=1))
    with pytest.raises(NotVisible):
        reached(world, "af2", row)
    world.user("af2").unit_since = clock.now() - timedelta(minutes=5)
    more(world, row, "af2")
    assert reached(world, "af2", row)
    stray = session.scalars(select(Participant).where(Participant.user_id == world.user("af2").id))
    assert stray.one().asked_at
