"""M1 and M2: who can be asked, and that nothing is booked twice."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.cases.models import Event
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, RuleBroken
from casework.letters.models import Letter
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking, Guest, book
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, reached, slot


def test_m1_a_unit_that_the_consent_does_not_cover_is_not_asked_and_the_refusal_says_why(world):
    case = build.case(world)
    with pytest.raises(RuleBroken, match="samtycket omfattar inte Psykiatrin") as broken:
        meeting(world, case, ("host", "soc", "psykiatri"))
    assert broken.value.field == "people"
    assert session.scalars(select(Letter)).all() == []


def test_m1_the_consent_must_hold_on_the_day_of_the_meeting(world):
    case = build.case(world)
    last = case_for(acting(world.user("host")), case.id, clock.today()).consent.last_day
    on_last = slot(last, 10)
    assert meeting(world, case, when=on_last)
    after = Slot(on_last.starts_at + timedelta(days=1), on_last.ends_at + timedelta(days=1))
    with pytest.raises(RuleBroken, match="då omfattar samtycket inte längre"):
        meeting(world, case, when=after)


def test_m1_the_owner_can_meet_its_own_people_whatever_the_consent_says(world):
    case = build.case(world, {"host": "all", "af": "all"})
    assert meeting(world, case, ("host", "soc", "af"))


def test_m1_nobody_of_ours_is_smuggled_in_as_somebody_from_outside(world):
    case = build.case(world)
    guest = Guest("Granne", world.user("psykiatri").email.upper())
    with pytest.raises(RuleBroken, match="Adressen hör till Psykiatrin"):
        meeting(world, case, guests=(guest,))


@pytest.mark.parametrize("who", ["soc", "af", "lsg", "admin"])
def test_only_the_coordinator_books(world, who):
    case = build.case(world)
    file = case_for(acting(world.user("host")), case.id, clock.today())
    wanted = Booking("sip", slot(), [world.user("soc").id], place="Telefon")
    with pytest.raises(NotAllowed):
        book(acting(world.user(who)), file, wanted, on=clock.today(), at=clock.now())


def test_m2_a_room_is_not_booked_twice_and_touching_times_are_fine(world):
    room = build.room("Plan 2")
    first = slot(hour=10)
    meeting(world, build.case(world), ("host", "soc"), when=first, room_id=room.id)
    review = ("af", "fk")
    overlapping = Slot(first.ends_at - timedelta(minutes=1), first.ends_at + timedelta(minutes=59))
    with pytest.raises(RuleBroken, match="Plan 2 är redan bokat"):
        meeting(world, None, review, when=overlapping, room_id=room.id, kind="genomgang")
    touching = Slot(first.ends_at, first.ends_at + timedelta(hours=1))
    assert meeting(world, None, review, when=touching, room_id=room.id, kind="genomgang")


def test_m2_a_person_is_not_booked_twice_and_touching_times_are_fine(world):
    first = slot(hour=10)
    meeting(world, build.case(world), ("host", "af"), when=first)
    inside = Slot(first.starts_at + timedelta(minutes=30), first.starts_at + timedelta(minutes=60))
    with pytest.raises(RuleBroken, match="Ture Blåklint är upptagen då"):
        meeting(world, None, ("af", "fk"), when=inside)
    before = Slot(first.starts_at - timedelta(hours=1), first.starts_at)
    assert meeting(world, None, ("af", "fk"), when=before)


def test_a_booking_leaves_letters_audit_rows_and_a_line_in_the_timeline(world):
    case = build.case(world)
    made = meeting(world, case, individual=True, guests=(Guest("God man", "gm@test.example"),))
    seal_and_commit()
    letters = session.scalars(select(Letter)).all()
    assert {x.receiver for x in letters} == {
        *("Koordinatorn", "Socialkontoret", "AF Provlunda", "FK Provlunda", "God man")
    }
    assert all(x.code == made.code and x.waits for x in letters)
    done = set(session.scalars(select(AuditEntry.action)))
    assert {"meeting booked", "letter posted"} <= done
    line = session.scalars(select(Event)).one()
    assert line.info_kind == "planering"
    assert made.code in line.sentence
    assert "fem personer" in line.sentence
    asked = reached(world, "host", made).asked
    assert sum(p.is_individual for p in asked) == 1
    summoned = {p.unit_id for p in asked if p.summoned}
    assert summoned == {world.unit("host").id, world.unit("soc").id}


def test_a_meeting_lies_ahead_and_has_a_place_and_somebody_to_meet(world):
    case = build.case(world)
    with pytest.raises(RuleBroken, match="redan varit"):
        meeting(world, case, when=slot(clock.today() - timedelta(days=1)))
    with pytest.raises(RuleBroken, match="Välj ett rum"):
        meeting(world, case, room_id=None)
    with pytest.raises(RuleBroken, match="Välj minst en person"):
        meeting(world, case, ())


def test_a_withdrawal_today_is_felt_the_same_day(world):
    with time_machine.travel("2026-11-23 12:00:00+01:00", tick=False):
        case = build.case(world)
        consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
        build.withdrawal(consent, world.user("soc"), world.unit("fk"))
        session.expire_all()
        with pytest.raises(RuleBroken, match="omfattar inte FK Provlunda"):
            meeting(world, case)
