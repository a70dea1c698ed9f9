"""What fell between the rooms of issue 5: each of these was a hole once."""

from datetime import timedelta

import pytest

from casework.kit import clock, db
from casework.meetings.doing.parties import Guest
from casework.meetings.queries.outside import silent
from casework.meetings.service import adding, changing, rest
from casework.meetings.service import series as verbs
from tests import build
from tests.meetings.clients.itip import Inbox
from tests.meetings.making import meeting, participant, reached, series
from tests.meetings.post import GUEST, calendar_of
from tests.meetings.recurring import DAYS, FIRST, delivered, file_of, host_of, methods, rule
from tests.meetings.test_withdrawal import withdraw

pytestmark = pytest.mark.usefixtures("in_november")


def with_guest(world, meeting):
    more = adding.More(guests=(Guest(GUEST.role, GUEST.address),))
    adding.invite_more(host_of(world), reached(world, "host", meeting), more, at=clock.now())


def to_guest(got):
    return [one for to, one in got if to == GUEST.address]


@pytest.mark.parametrize("first", [0, 2], ids=["all of it", "from a day on"])
@pytest.mark.parametrize("heard", [True, False], ids=["heard before", "not yet"])
def test_m4_whoever_is_from_outside_hears_that_their_day_of_a_series_moved(
    world, mailbox, first, heard
):
    of, made = series(world, FIRST)
    delivered(mailbox)
    with_guest(world, made[3])
    if heard:
        assert len(to_guest(delivered(mailbox))) == 1
    new = rule(DAYS[first], 13)
    rest.change_rest(host_of(world), file_of(world, of), made[first], new, at=clock.now())
    [letter] = to_guest(delivered(mailbox))
    [event] = calendar_of(letter).walk("VEVENT")
    assert calendar_of(letter)["METHOD"] == "REQUEST"
    assert event.start == made[3].starts_at


def test_m4_a_cancellation_that_was_late_does_not_reach_one_who_is_in_the_series_again(
    world, mailbox
):
    of, made = series(world, FIRST)
    delivered(mailbox)
    fk = world.user("fk")
    verbs.remove_person(host_of(world), file_of(world, of), made[0], fk.id, at=clock.now())
    verbs.add_people(host_of(world), file_of(world, of), made[0], [fk.id], at=clock.now())
    got = methods(delivered(mailbox), world, "fk")
    assert [method for method, _ in got] == ["REQUEST"]


@pytest.mark.parametrize("how", ["moved", "added"])
def test_m5_nobody_is_reminded_the_same_day_as_a_series_asked_them(world, how):
    of, made = series(world, FIRST)
    at, fk = made[0].starts_at - timedelta(days=1), world.user("fk")
    if how == "moved":
        rest.change_rest(host_of(world), file_of(world, of), made[0], rule(FIRST, 13), at=at)
    else:
        early = at - timedelta(days=3)
        verbs.remove_person(host_of(world), file_of(world, of), made[0], fk.id, at=early)
        verbs.add_people(host_of(world), file_of(world, of), made[0], [fk.id], at=at)
    db.seal_and_commit()
    assert fk.id not in {one.user_id for one, *_ in silent(at)}
    later = {one.user_id for one, *_ in silent(at + timedelta(hours=16))}
    assert fk.id in later, "the day after they are"


def moves_away(world, who):
    """K5: to another unit, after what was written to them and before it goes."""
    user = world.user(who)
    user.unit_id, user.unit_since = world.unit("ame").id, clock.now()
    return user


def told(mailbox, address):
    return [str(calendar_of(one)["METHOD"]) for to, one in delivered(mailbox) if to == address]


def test_m4_k5_a_cancellation_that_waits_goes_when_the_new_invitation_never_will(world, mailbox):
    """Out, in again, and gone to another unit while the server is away: the old event goes."""
    row = meeting(world, build.case(world))
    delivered(mailbox)
    host, fk = host_of(world), participant(world, row, "fk")
    changing.remove(host, reached(world, "host", row), fk, at=clock.now())
    again = adding.More(user_ids=[world.user("fk").id])
    adding.invite_more(host, reached(world, "host", row), again, at=clock.now())
    assert told(mailbox, moves_away(world, "fk").email) == ["CANCEL"]


def test_m4_m8_the_first_cancellation_goes_when_the_second_may_not(world, mailbox):
    """Taken out, then called off for all, then the consent is gone: once is told, and not twice."""
    case = build.case(world)
    row = meeting(world, case)
    delivered(mailbox)
    host, fk = host_of(world), participant(world, row, "fk")
    changing.remove(host, reached(world, "host", row), fk, at=clock.now())
    changing.cancel(host, reached(world, "host", row), because="annat", at=clock.now())
    withdraw(world, case, "fk")
    assert told(mailbox, world.user("fk").email) == ["CANCEL"]


def test_m4_k5_the_cancellation_of_a_series_goes_when_the_new_invitation_never_will(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    fk = world.user("fk")
    verbs.remove_person(host_of(world), file_of(world, of), made[0], fk.id, at=clock.now())
    verbs.add_people(host_of(world), file_of(world, of), made[0], [fk.id], at=clock.now())
    assert told(mailbox, moves_away(world, "fk").email) == ["CANCEL"]


@pytest.mark.parametrize("who", ["from outside", "of ours"])
def test_m4_whoever_is_in_one_day_only_has_it_once_when_the_series_is_divided(world, mailbox, who):
    of, made = series(world, FIRST)
    delivered(mailbox)
    host, box = host_of(world), Inbox()
    address = GUEST.address if who == "from outside" else world.user("psykiatri").email
    if who == "from outside":
        with_guest(world, made[3])
    else:
        more = adding.More(user_ids=[world.user("psykiatri").id])
        adding.invite_more(host, reached(world, "host", made[3]), more, at=clock.now())
    letters = delivered(mailbox)
    rest.change_rest(host, file_of(world, of), made[2], rule(DAYS[2], 13), at=clock.now())
    letters += delivered(mailbox)
    for to, one in letters:
        if to == address:
            box.receive(calendar_of(one).to_ical())
    events = [
        one for kept in box.kept.values() for one in (kept.whole, *kept.apart.values()) if one
    ]
    assert [event.start for event in events] == [made[3].starts_at]
