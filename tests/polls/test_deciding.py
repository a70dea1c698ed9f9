"""M2, AC22: a time is picked, taken back, held longer or let go."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from casework.kit.swedish import local_day
from casework.kit.working_days import add_working_days
from casework.meetings.models import Meeting, Participant, TakenTime
from casework.meetings.service.booking import Guest
from casework.polls.rules import held_until
from casework.polls.service import deciding
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting
from tests.polls.making import poll, reached, says, slot, three

YES, NO = "passar", "passar_inte"
GUEST = Guest("God man", "godman@utanfor.example")


def held():
    return session.scalars(select(TakenTime).where(TakenTime.held_for.is_not(None))).all()


def pick(world, row, number=0, at=None):
    file = reached(world, "host", row)
    return deciding.pick(acting(world.user("host")), file, file.live[number], at=at or clock.now())


def test_m2_a_picked_time_becomes_a_meeting_with_the_same_people_and_the_others_are_let_go(world):
    room = build.room("Plan 2")
    times = three(room_id=room.id)
    case = build.case(world)
    row = poll(
        world, case, proposed=times, guests=(GUEST,), individual=True, agenda="Vad är viktigt?"
    )
    says(world, row, "af", NO, YES, YES)
    booked = pick(world, row, 1)
    db.seal_and_commit()
    assert (booked.starts_at, booked.room_id) == (slot(9).starts_at, room.id)
    assert booked.agenda == "Vad är viktigt?"
    asked = session.scalars(select(Participant).where(Participant.meeting_id == booked.id)).all()
    staff = {world.user(who).id for who in ("host", "soc", "af", "fk")}
    assert {one.user_id for one in asked if one.user_id} == staff
    assert [one.address for one in asked if one.external_role] == [GUEST.address]
    assert sum(one.is_individual for one in asked) == 1
    assert held() == []
    assert (row.closed_because, row.meeting_id) == ("vald", booked.id)
    trail = select(AuditEntry.case_id).where(AuditEntry.action == "poll decided")
    assert session.scalars(trail).all() == [case.id]
    assert meeting(world, None, ("af",), when=slot(8), kind="genomgang")
    with pytest.raises(RuleBroken, match="redan avslutad"):
        pick(world, row, 2)


def test_ac22_a_time_that_somebody_took_when_it_had_lapsed_is_refused_with_a_sentence(
    world, sign_in
):
    row = poll(world, build.case(world))
    after = held_until(row.deadline) + timedelta(minutes=1)
    taker = meeting(world, None, ("af",), when=slot(9), at=after, kind="genomgang")
    db.seal_and_commit()
    file = reached(world, "host", row)
    url = f"/moten/fraga/{row.id}/tider/{file.live[1].id}/boka"
    page = sign_in(world.user("host")).post(url)
    assert page.status_code == 422
    assert "Ture Blåklint är upptagen då. Välj en annan tid." in page.text
    assert "Tider som är kvar" in page.text
    others = [f"/tider/{file.live[n].id}/boka" in page.text for n in (0, 2)]
    assert others == [True, True]
    session.expire_all()
    assert session.scalars(select(Meeting.id)).all() == [taker.id]
    assert len(held()) == 12  # the no undid that they were let go
    assert reached(world, "host", row).poll.is_open
    assert pick(world, row, 2)


def test_m1_a_time_is_not_booked_when_the_consent_no_longer_covers_that_day(world):
    case = build.case(world)
    row = poll(world, case)
    given = session.scalars(build.select_consent(case)).one()
    given.last_day = local_day(slot(9).starts_at)
    session.flush()
    with pytest.raises(RuleBroken, match="då omfattar samtycket inte längre"):
        pick(world, row, 2)
    session.rollback()


def test_k5_whoever_has_left_since_does_not_stop_the_booking(world):
    row = poll(world, build.case(world))
    world.user("af").left_at = clock.now()
    session.flush()
    booked = pick(world, row)
    people = select(Participant.user_id).where(Participant.meeting_id == booked.id)
    staff = {world.user(who).id for who in ("host", "soc", "fk")}
    assert set(session.scalars(people)) == staff


def test_m2_a_time_that_is_taken_back_is_held_for_nobody_and_asked_about_no_more(world):
    row = poll(world, build.case(world))
    says(world, row, "af", YES, YES, YES)
    host = acting(world.user("host"))
    file = reached(world, "host", row)
    gone = file.live[0]
    deciding.take_back(host, file, gone, at=clock.now())
    session.flush()
    assert {one.starts_at for one in held()} == {slot(9).starts_at, slot(10).starts_at}
    assert meeting(world, None, ("af",), when=slot(8), kind="genomgang")
    file = reached(world, "host", row)
    assert len(file.live) == 2
    with pytest.raises(RuleBroken, match="Tiden är borttagen"):
        deciding.pick(host, file, gone, at=clock.now())
    deciding.take_back(host, file, file.live[0], at=clock.now())
    with pytest.raises(RuleBroken, match="den enda tiden"):
        deciding.take_back(host, file, file.live[0], at=clock.now())


def test_m2_more_days_to_answer_hold_the_times_longer_and_only_while_they_are_free(world):
    row = poll(world, build.case(world))
    host, now, later = acting(world.user("host")), clock.now(), add_working_days(clock.today(), 5)
    file = reached(world, "host", row)
    with pytest.raises(RuleBroken, match="senare dag än den som gäller"):
        deciding.extend(host, file, deadline=local_day(row.deadline), at=now)
    with pytest.raises(RuleBroken, match="före första tiden"):
        deciding.extend(host, file, deadline=local_day(slot(8).starts_at), at=now)
    deciding.extend(host, file, deadline=later, at=now)
    session.flush()
    assert {one.held_until for one in held()} == {held_until(row.deadline)}
    assert local_day(row.deadline) == later
    lapsed = held_until(row.deadline) + timedelta(minutes=1)
    meeting(world, None, ("af",), when=slot(9), at=lapsed, kind="genomgang")
    with pytest.raises(RuleBroken, match="Ture Blåklint är upptagen"):
        deciding.extend(host, file, deadline=add_working_days(clock.today(), 6), at=lapsed)


@pytest.mark.parametrize("who", ["soc", "af"])
def test_only_the_coordinator_decides(world, who):
    row = poll(world, build.case(world))
    file, actor, now = reached(world, who, row), acting(world.user(who)), clock.now()
    for verb in (
        lambda: deciding.pick(actor, file, file.live[0], at=now),
        lambda: deciding.take_back(actor, file, file.live[0], at=now),
        lambda: deciding.extend(actor, file, deadline=clock.today(), at=now),
        lambda: deciding.close(actor, file, because="annat", at=now),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_closing_without_a_meeting_lets_everything_go(world):
    row = poll(world, build.case(world))
    host, file = acting(world.user("host")), reached(world, "host", row)
    with pytest.raises(RuleBroken, match="Välj ett av alternativen"):
        deciding.close(host, file, because="samtycke", at=clock.now())
    deciding.close(host, file, because="ingen_tid", at=clock.now())
    session.flush()
    assert held() == []
    assert not row.is_open
    with pytest.raises(RuleBroken, match="redan avslutad"):
        deciding.close(host, file, because="annat", at=clock.now())
