"""M1, M2: who can be asked about times, and what is held meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.audit.models import AuditEntry
from casework.cases.models import Event
from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, RuleBroken
from casework.kit.swedish import weekday_date
from casework.kit.working_days import add_working_days
from casework.letters.models import Letter
from casework.meetings.models import TakenTime
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Guest
from casework.polls.models import Poll, PollTime
from casework.polls.rules import held_until
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting
from tests.polls.making import EVERYBODY, poll, reached, slot, three, voter


def test_m1_a_unit_that_the_consent_does_not_cover_is_not_asked_and_the_refusal_says_why(world):
    case = build.case(world)
    with pytest.raises(RuleBroken, match="samtycket omfattar inte Psykiatrin") as broken:
        poll(world, case, ("host", "soc", "psykiatri"))
    assert broken.value.field == "people"
    assert str(broken.value).startswith("Ola Norrsken kan inte")  # of no day more than another
    assert session.scalars(select(Letter)).all() == []
    assert session.scalars(select(TakenTime)).all() == []


def test_m1_the_consent_must_hold_on_every_proposed_day_and_the_no_says_which(world):
    case = build.case(world)
    last = case_for(acting(world.user("host")), case.id, clock.today()).consent.last_day
    day = slot(0, after=last)
    after = Slot(day.starts_at + timedelta(days=1), day.ends_at + timedelta(days=1))
    assert poll(world, case, proposed=three(slot(8), day))
    with pytest.raises(RuleBroken, match="då omfattar samtycket inte längre") as broken:
        poll(world, case, proposed=three(slot(12), after))
    assert str(broken.value).lower().startswith(weekday_date(after.starts_at))


def test_m1_somebody_of_ours_is_not_smuggled_in_as_somebody_from_outside(world):
    guest = Guest("Granne", world.user("psykiatri").email.upper())
    with pytest.raises(RuleBroken, match="Adressen hör till Psykiatrin"):
        poll(world, build.case(world), guests=(guest,))


def test_m1_only_the_cleared_are_asked_about_somebody_with_a_protected_identity(world):
    person = build.person(world.user("soc"), protected_at=clock.now())
    case = build.case(world, person=person)
    with pytest.raises(RuleBroken, match="behörighet till skyddade personuppgifter"):
        poll(world, case)
    assert poll(world, case, ("host", "soc"))


@pytest.mark.parametrize("who", ["soc", "af", "lsg", "admin"])
def test_only_the_coordinator_asks(world, who):
    case = build.case(world)
    with pytest.raises(NotAllowed):
        poll(world, case if who in ("soc", "af") else None, by=who)


def test_m2_a_time_that_is_taken_cannot_be_proposed_and_the_no_says_which(world):
    room = build.room("Plan 2")
    meeting(world, None, ("af",), when=slot(9), room_id=room.id, kind="genomgang")
    with pytest.raises(RuleBroken, match="Ture Blåklint är upptagen då") as broken:
        poll(world, build.case(world))
    assert broken.value.field == "times"
    assert str(broken.value).lower().startswith(weekday_date(slot(9).starts_at))
    with pytest.raises(RuleBroken, match="Plan 2 är redan bokat då"):
        poll(world, build.case(world), ("host", "soc"), proposed=three(room_id=room.id))
    touching = Slot(slot(9).ends_at, slot(9).ends_at + timedelta(hours=1))
    assert poll(world, build.case(world), proposed=three(slot(8), touching))


def test_m2_what_is_proposed_is_held_for_all_until_a_working_day_after_the_deadline(world):
    room = build.room("Plan 2")
    row = poll(world, build.case(world), proposed=three(room_id=room.id))
    held = session.scalars(select(TakenTime)).all()
    assert len(held) == 3 * (len(EVERYBODY) + 1)
    day = add_working_days(clock.local(row.deadline).date(), 1)
    assert {one.held_until for one in held} == {held_until(row.deadline)}
    assert clock.local(held_until(row.deadline)).date() == day
    said = f"hålls för en fråga om tider till {weekday_date(day)}"
    with pytest.raises(RuleBroken, match=f"Ture Blåklint {said}"):
        meeting(world, None, ("af",), when=slot(9), kind="genomgang")
    with pytest.raises(RuleBroken, match=f"Plan 2 {said}"):
        meeting(world, None, ("psykiatri",), when=slot(9), room_id=room.id, kind="genomgang")
    with pytest.raises(RuleBroken, match="hålls för en fråga om tider"):
        poll(world, build.case(world), ("host", "af"))
    after = held_until(row.deadline) + timedelta(minutes=1)
    assert meeting(world, None, ("af",), when=slot(9), at=after, kind="genomgang")


YESTERDAY = -1
SAID = {
    (8,): "Välj minst två tider",
    tuple(range(8, 17)): "Välj högst åtta tider. Nu är det 9",
    (8, 8): "Samma tid står två gånger",
    (8, 2): "före första tiden",
    (8, YESTERDAY): "redan varit",
}


@pytest.mark.parametrize("days", SAID, ids=str)
def test_two_to_eight_different_times_ahead_that_there_is_time_to_answer(world, days):
    slots = [slot(day) for day in days if day != YESTERDAY]
    if YESTERDAY in days:
        was = clock.now() - timedelta(days=1)
        slots.append(Slot(was, was + timedelta(hours=1)))
    with pytest.raises(RuleBroken, match=SAID[days]):
        poll(world, build.case(world), proposed=three(*slots))


def test_the_deadline_lies_ahead_and_not_too_far(world):
    case, today = build.case(world), clock.today()
    far = three(slot(30), slot(31))
    for day, said in ((today - timedelta(1), "redan varit"), (today + timedelta(22), "tre veckor")):
        with pytest.raises(RuleBroken, match=said) as broken:
            poll(world, case, proposed=far, deadline=day)
        assert broken.value.field == "deadline"
    assert poll(world, case, proposed=far, deadline=today + timedelta(21))


def test_the_database_itself_holds_no_ninth_time(world):
    row = poll(world, build.case(world), proposed=three(*(slot(8 + n) for n in range(8))))
    ninth = slot(20)
    times = {"starts_at": ninth.starts_at, "ends_at": ninth.ends_at}
    session.add(PollTime(poll_id=row.id, position=9, **times))
    with pytest.raises(IntegrityError, match="at_most_eight"):
        session.flush()
    session.rollback()


def test_asking_leaves_letters_audit_rows_and_a_line_in_the_timeline(world):
    case = build.case(world)
    guest = Guest("God man", "gm@test.example")
    row = poll(world, case, individual=True, guests=(guest,), agenda="Vad är viktigt?")
    seal_and_commit()
    letters = session.scalars(select(Letter)).all()
    assert {one.receiver for one in letters} == {
        *("Socialkontoret", "AF Provlunda", "FK Provlunda", "God man")
    }
    assert all(one.code == row.code and one.waits for one in letters)
    assert row.code.startswith("T-")
    done = session.scalars(select(AuditEntry).where(AuditEntry.action == "poll asked")).one()
    assert (done.subject_id, done.case_id) == (row.id, case.id)
    line = session.scalars(select(Event)).one()
    assert line.info_kind == "planering"
    assert row.code in line.sentence
    assert "fyra personer" in line.sentence
    assert voter(world, row, "host").answered_at  # whoever proposes can come
    assert {a for (v, _), a in reached(world, "host", row).answers.items()} == {"passar"}
    assert session.scalars(select(Poll)).one().agenda == "Vad är viktigt?"
