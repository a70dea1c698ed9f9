"""M5: who is reminded, two calendar days before in Swedish time, and who is not."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from casework.cases.models import Substitution
from casework.kit import clock
from casework.kit.db import session
from casework.meetings.doing.unsigned import remind
from casework.meetings.queries.outside import silent
from casework.meetings.rules import days_before, is_late, slot_of
from tests import build
from tests.meetings.making import meeting, participant, reached, slot
from tests.meetings.post import sent
from tests.meetings.test_changes import change

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(day, hour, minute=0):
    return clock.moment(day, time(hour, minute))


def reminded(mailbox, moment):
    session.flush()
    number = remind(moment)
    got = sent(mailbox, moment)
    assert len(got) == number
    return set(got)


@pytest.mark.parametrize("day", [date(2026, 12, 10), date(2026, 10, 27), date(2027, 3, 30)])
def test_m5_from_the_first_minute_of_the_second_day_before_in_swedish_time(world, mailbox, day):
    """Also where the clocks were changed on one of the days between."""
    with time_machine.travel(clock.moment(day - timedelta(20), time(9)), tick=False):
        row = meeting(world, build.case(world), ("host", "af"), when=slot(day, 8))
        sent(mailbox)
        soon, third = day - timedelta(2), day - timedelta(3)
        assert reminded(mailbox, at(third, 23, 59)) == set()
        assert silent(at(soon, 0, 1))
        assert reminded(mailbox, at(soon, 0, 1)) == {world.user("af").email}
        assert reminded(mailbox, at(soon, 12)) == set()
        assert row.is_on


def test_m5_booked_less_than_two_days_ahead_one_is_reminded_the_next_day_and_not_at_once(
    world, mailbox
):
    day = date(2026, 12, 10)
    with time_machine.travel(at(day - timedelta(1), 8), tick=False):
        meeting(world, build.case(world), ("host", "af"), when=slot(day, 15))
        sent(mailbox)
        assert reminded(mailbox, at(day - timedelta(1), 20)) == set()
        assert reminded(mailbox, at(day, 7)) == {world.user("af").email}
        assert reminded(mailbox, at(day, 8)) == set()


def test_m5_a_new_time_after_the_reminder_is_a_new_question(world, mailbox):
    day = date(2026, 12, 10)
    with time_machine.travel(at(day - timedelta(10), 8), tick=False):
        row = meeting(world, build.case(world), ("host", "af"), when=slot(day, 8))
        sent(mailbox)
        assert reminded(mailbox, at(day - timedelta(2), 7)) == {world.user("af").email}
        change(world, row, slot(day + timedelta(1), 8), at=at(day - timedelta(2), 9))
        sent(mailbox, at(day - timedelta(2), 9))
        assert reminded(mailbox, at(day - timedelta(2), 12)) == set()
        assert reminded(mailbox, at(day - timedelta(1), 7)) == {world.user("af").email}


def test_m5_a_new_place_after_the_reminder_reminds_nobody_again(world, mailbox):
    day = date(2026, 12, 10)
    with time_machine.travel(at(day - timedelta(10), 8), tick=False):
        row = meeting(world, build.case(world), ("host", "af"), when=slot(day, 8))
        sent(mailbox)
        assert reminded(mailbox, at(day - timedelta(2), 7))
        change(world, row, place="Video", at=at(day - timedelta(2), 9))
        sent(mailbox, at(day - timedelta(2), 9))
        assert reminded(mailbox, at(day - timedelta(1), 7)) == set()


def test_m1_whoever_stands_in_is_not_reminded_of_what_they_are_not_asked_to(world, mailbox):
    row = meeting(world, build.case(world), ("host", "af"))
    sent(mailbox)
    af, today = world.user("af"), clock.today()
    away = {"absent_id": af.id, "substitute_id": world.user("af2").id, "unit_id": af.unit_id}
    days = {"first_day": today, "last_day": today + timedelta(30)}
    named = {"named_by_id": af.id, "named_at": clock.now(), "whole": True}
    build.kept(Substitution(**away, **days, **named))
    assert reminded(mailbox, row.starts_at - timedelta(days=1)) == {af.email}


def test_m5_the_individual_is_reminded_only_at_an_address_of_their_own(world, mailbox):
    row = meeting(world, build.case(world), ("host",), individual=True)
    sent(mailbox)
    day_before = row.starts_at - timedelta(days=1)
    assert reminded(mailbox, day_before) == set()
    one = next(p for p in reached(world, "host", row).participants if p.is_individual)
    assert one.reminded_at is None
    one.address = "linn@utanfor.example"
    assert reminded(mailbox, day_before) == {"linn@utanfor.example"}


def test_k5_whoever_has_left_is_not_reminded_and_not_noted_as_reminded(world, mailbox):
    row = meeting(world, build.case(world), ("host", "af"))
    sent(mailbox)
    world.user("af").left_at = clock.now()
    assert reminded(mailbox, row.starts_at - timedelta(days=1)) == set()
    assert participant(world, row, "af").reminded_at is None


def test_m4_m5_days_are_counted_in_swedish_time():
    """A meeting 08.00 on a Thursday: 00.30 on Tuesday is late, though it is Monday in UTC."""
    start = slot_of(date(2026, 12, 10), time(8), 60).starts_at
    tuesday = datetime(2026, 12, 8, 0, 30, tzinfo=STOCKHOLM)
    assert days_before(start, tuesday) == 2
    assert is_late(start, tuesday)
    assert not is_late(start, datetime(2026, 12, 7, 23, 59, tzinfo=STOCKHOLM))
    assert not is_late(start, start)
