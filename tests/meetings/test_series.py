"""M2, M4: a series is one object: what its verbs do."""

from datetime import date, time, timedelta

import pytest
import time_machine

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.meetings.models import Meeting
from casework.meetings.rules.series import check_rule, left_out, rhythm, rule_days, usual_answer
from casework.meetings.service import changing, rest
from casework.meetings.service import series as verbs
from tests import build
from tests.conftest import acting
from tests.meetings.making import reached, series, slot
from tests.meetings.post import calendar_of
from tests.meetings.recurring import (
    DAYS,
    FIRST,
    delivered,
    file_of,
    host_of,
    methods,
    own,
    rule,
    series_file_of,
)

pytestmark = pytest.mark.usefixtures("in_november")


@pytest.mark.parametrize(
    ("days", "every", "out"),
    [
        (DAYS, 2, []),
        ([DAYS[0], DAYS[2]], 2, [DAYS[1]]),
        ([DAYS[0]], 1, []),
        ([DAYS[0], DAYS[1]], 1, [DAYS[0] + timedelta(weeks=1)]),
    ],
)
def test_m4_the_days_left_out_are_those_of_the_rule_that_are_not_there(days, every, out):
    assert left_out(days, every) == out
    assert sorted([*days, *out]) == rule_days(days[0], days[-1], every)


def test_m4_days_that_are_not_of_one_rule_are_no_series():
    check_rule(DAYS, 2)
    for days in ([FIRST, FIRST + timedelta(weeks=3)], [FIRST, FIRST], DAYS[::-1]):
        with pytest.raises(RuleBroken, match="lika långt"):
            check_rule(days, 2)


def test_a_rule_is_said_in_words_and_the_usual_answer_is_that_of_the_days_ahead():
    assert rhythm(2, FIRST, time(9), 120) == "varannan tisdag kl. 09.00–11.00"
    assert rhythm(1, FIRST, time(13, 30), 90) == "varje tisdag kl. 13.30–15.00"
    now = clock.now()
    past, ahead = now - timedelta(days=1), now + timedelta(days=1)
    assert usual_answer([(past, "kommer"), (past, "kommer"), (ahead, None)], now) is None
    assert usual_answer([(past, "kommer")], now) == "kommer"


def test_m4_changed_before_the_first_it_keeps_its_uid(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    again = rest.change_rest(
        host_of(world), file_of(world, of), made[0], rule(FIRST + timedelta(1)), at=clock.now()
    )
    assert again is of
    got = delivered(mailbox)
    assert len(got) == 4
    [event] = calendar_of(got[0][1]).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (of.uid, 1)
    assert event.start == clock.moment(FIRST + timedelta(1), time(10))
    assert [one.starts_at for one in made][1] == clock.moment(DAYS[1] + timedelta(1), time(10))


def test_m4_changed_from_a_day_on_it_ends_there_and_a_new_one_begins(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    new = rest.change_rest(
        host_of(world), file_of(world, of), made[2], rule(DAYS[2]), at=clock.now()
    )
    assert (new.follows_id, new.uid == of.uid) == (of.id, False)
    got = [one for to, one in delivered(mailbox) if to == world.user("af").email]
    old, fresh = sorted(
        (calendar_of(one).walk("VEVENT")[0] for one in got), key=lambda one: one["UID"] != of.uid
    )
    assert (old["UID"], old["SEQUENCE"], old.start) == (of.uid, 1, made[0].starts_at)
    assert b"UNTIL=20261222T080000Z" in old["RRULE"].to_ical()
    assert (fresh["UID"], fresh["SEQUENCE"]) == (new.uid, 0)
    assert {one.series_id for one in made[:2]} == {of.id}
    assert {one.series_id for one in made[2:]} == {new.id}


def test_m4_a_day_that_was_moved_by_itself_stays_where_it_is(world):
    of, made = series(world, FIRST)
    file = reached(world, "host", made[3])
    alone = slot(date(2027, 1, 21), 13, 120)
    to = changing.NewTime(alone, None, "Rum A", "AF")
    changing.change(host_of(world), file, to, at=clock.now())
    rest.change_rest(host_of(world), file_of(world, of), made[2], rule(DAYS[2]), at=clock.now())
    assert made[3].starts_at == alone.starts_at
    assert made[4].starts_at == clock.moment(DAYS[4], time(10))


def test_m2_a_day_that_is_taken_is_named_and_nothing_is_changed(world):
    room = build.room("Plan 2")
    of, made = series(world, FIRST)
    series(world, DAYS[3], times=1, who=("ame",), room_id=room.id)
    db.seal_and_commit()
    to = rule(DAYS[1], 9, room_id=room.id, place=None)
    with pytest.raises(RuleBroken, match="Tisdag 19 januari: Plan 2 är redan bokat"):
        rest.change_rest(host_of(world), file_of(world, of), made[1], to, at=clock.now())
    session.rollback()
    assert session.get_one(Meeting, made[1].id).room_id is None


def test_m2_days_may_follow_on_each_other(world):
    """Two weeks later: each day takes the place of the next, which has gone on."""
    of, made = series(world, FIRST)
    to = rule(DAYS[1], 9)
    rest.change_rest(host_of(world), file_of(world, of), made[0], to, at=clock.now())
    session.flush()
    assert [one.recurs_on for one in made] == [day + timedelta(weeks=2) for day in DAYS]


def test_a_change_never_goes_before_what_is_left(world):
    of, made = series(world, FIRST)
    with pytest.raises(RuleBroken, match="före ett möte"):
        rest.change_rest(host_of(world), file_of(world, of), made[2], rule(FIRST), at=clock.now())


def test_m4_what_has_begun_is_never_touched(world):
    of, made = series(world, FIRST)
    with time_machine.travel(made[1].starts_at + timedelta(minutes=5)):
        file, now = file_of(world, of), clock.now()
        for verb in (
            lambda: rest.change_rest(host_of(world), file, made[1], rule(DAYS[1]), at=now),
            lambda: rest.cancel_rest(host_of(world), file, made[0], because="annat", at=now),
            lambda: verbs.remove_person(host_of(world), file, made[1], world.user("af").id, at=now),
        ):
            with pytest.raises(RuleBroken, match="redan börjat"):
                verb()


def test_m2_m4_people_come_in_and_go_again(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    ame, host = world.user("ame"), host_of(world)
    verbs.add_people(host, file_of(world, of), made[2], [ame.id], at=clock.now())
    got = delivered(mailbox)
    assert [to for to, _ in got] == [ame.email]  # nobody else hears of it
    [(_, [event])] = methods(got, world, "ame")
    assert event.start == made[2].starts_at
    verbs.remove_person(host, file_of(world, of), made[3], ame.id, at=clock.now())
    [(method, [event])] = methods(delivered(mailbox), world, "ame")
    assert (method, event["SEQUENCE"]) == ("REQUEST", 2)
    verbs.add_people(host, file_of(world, of), made[3], [ame.id], at=clock.now())
    session.flush()
    assert [one.is_in for one in own(ame, made)] == [True] * 3
    other = slot(DAYS[4], 9, 60)
    series(world, DAYS[4], times=1, who=("norsjo",))
    assert other.starts_at == made[4].starts_at
    busy = world.user("norsjo").id
    with pytest.raises(RuleBroken, match="Tisdag 2 februari: Berit Frost är upptagen"):
        verbs.add_people(host, file_of(world, of), made[3], [busy], at=clock.now())


def test_only_who_sees_all_of_it_changes_it(world):
    of, made = series(world, FIRST)
    other = build.user(world.unit("host"), world.user("host").role)
    file = file_of(world, of, "af")
    with pytest.raises(NotAllowed, match="Koordinatorn"):
        rest.cancel_rest(acting(world.user("af")), file, made[0], because="annat", at=clock.now())
    verbs.add_people(host_of(world), file_of(world, of), made[3], [other.id], at=clock.now())
    session.flush()
    some = series_file_of(other, of)
    assert len(some.meetings) == 2
    with pytest.raises(NotAllowed, match="inte med på alla"):
        rest.cancel_rest(acting(other), some, made[3], because="annat", at=clock.now())
    for outsider in ("psykiatri", "lsg", "admin"):
        with pytest.raises(NotVisible):
            file_of(world, of, outsider)
