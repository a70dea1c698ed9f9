"""M5: a REPLY to a series answers all its days ahead, or with RECURRENCE-ID the one it names."""

from datetime import timedelta

import pytest
import time_machine

from casework.kit import clock, db
from casework.kit.db import session
from casework.meetings.replies.rounds import see_to
from casework.meetings.service import changing
from tests.conftest import acting
from tests.meetings.making import reached, series
from tests.meetings.recurring import FIRST, delivered, own
from tests.meetings.replies.shapes import calendar, outlook

pytestmark = pytest.mark.usefixtures("in_november")


@pytest.fixture
def asked(world, mailbox):
    """A series whose letters have gone."""
    of, made = series(world, FIRST)
    assert world.user("af").email in dict(delivered(mailbox))
    return of, made


def reply(of, row, to, sequence=None, **more):
    """What AF's program sends, of the whole series unless `event` names a day."""
    said = {"uid": of.uid, "sequence": of.sequence if sequence is None else sequence, **more}
    said["stamp"] = clock.now() + timedelta(seconds=30)
    return outlook(calendar(row, to, **said), to)


def answers(world, made, who="af"):
    session.expire_all()
    there = {one.meeting_id: one.answer for one in own(world.user(who), made)}
    return [there[one.id] for one in made]


def taken(raw, at=None):
    result = see_to(raw, at or clock.now() + timedelta(minutes=1))
    db.seal_and_commit()
    return result


def test_m5_the_whole_series_is_answered_at_once(world, asked):
    of, made = asked
    assert taken(reply(of, made[0], world.user("af").email)) == "taken"
    assert answers(world, made) == ["kommer"] * len(made)
    assert set(answers(world, made, "fk")) == {None}


def test_m5_one_day_is_answered_by_the_day_it_has_in_the_rule(world, asked):
    of, made = asked
    day = clock.local(made[1].starts_at)
    event = f"RECURRENCE-ID;TZID=Europe/Stockholm:{day:%Y%m%dT%H%M%S}\r\n"
    raw = reply(of, made[1], world.user("af").email, event=event, partstat="DECLINED")
    assert taken(raw) == "taken"
    assert answers(world, made) == [None, "kan_inte", *[None] * (len(made) - 2)]
    other = event.replace(f"{day:%Y%m%d}", f"{day + timedelta(days=1):%Y%m%d}")
    assert taken(reply(of, made[1], world.user("af").email, event=other)) == "left"


def test_m5_what_has_been_is_not_answered_any_more(world, asked):
    of, made = asked
    with time_machine.travel(made[1].ends_at + timedelta(hours=1)):
        assert taken(reply(of, made[0], world.user("af").email)) == "taken"
    assert answers(world, made) == [None, None, *["kommer"] * (len(made) - 2)]


def test_m5_a_day_that_was_moved_since_is_not_answered_by_what_was_said_before(world, asked):
    of, made = asked
    before = of.sequence
    host = acting(world.user("host"))
    old = made[2]
    slot = changing.Slot(old.starts_at + timedelta(hours=3), old.ends_at + timedelta(hours=3))
    new = changing.NewTime(slot, None, "Telefon", "AF")
    changing.change(host, reached(world, "host", old), new, at=clock.now())
    db.seal_and_commit()
    assert taken(reply(of, made[0], world.user("af").email, sequence=before)) == "taken"
    said = answers(world, made)
    assert said[2] is None
    assert said[:2] + said[3:] == ["kommer"] * (len(made) - 1)


def test_m5_nobody_answers_for_somebody_else_or_after_they_were_taken_out(world, asked):
    of, made = asked
    assert taken(reply(of, made[0], "nagon.annan@x.example")) == "left"
    host = acting(world.user("host"))
    file = reached(world, "host", made[1])
    [mine] = [one for one in file.asked if one.user_id == world.user("af").id]
    changing.remove(host, file, mine, at=clock.now())
    db.seal_and_commit()
    assert taken(reply(of, made[0], world.user("af").email)) == "taken"
    session.expire_all()
    session.refresh(mine)
    assert mine.answer is None
