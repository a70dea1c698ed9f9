"""M2, F2: when few times suit everybody, those follow that one own calendar is in the way of.

Never over what is booked or held here, never on a day that the consent does not cover (M1).
"""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.meetings.rules.suggesting import Suggestion, almost
from tests import build
from tests.calendars.making import busy, kept_calendar
from tests.meetings.making import meeting, slot

MONDAY = date(2026, 11, 30)
AFTER = datetime(2026, 11, 1, tzinfo=clock.STOCKHOLM)
ANN, BO, ROOM = uuid4(), uuid4(), uuid4()
HOUR = timedelta(hours=1)


def at(hour, hours=1, day=MONDAY):
    return slot(day, hour, hours * 60)


WHOLE = at(8, 9)


def found(here, own, beside=(), days=(MONDAY,), most=5):
    of = {"after": AFTER, "beside": beside, "most": most}
    made = almost(days, HOUR, [ROOM], here, {ANN: [], BO: [], **own}, **of)
    return [(one.slot.starts_at.astimezone(clock.STOCKHOLM).hour, one.cannot) for one in made]


def test_f2_one_own_calendar_may_stand_in_the_way_but_never_two():
    own = {ANN: [at(8, 4)], BO: [at(10, 7)]}
    assert found({}, own) == [(8, (ANN,)), (9, (ANN,)), *((hour, (BO,)) for hour in (13, 14, 15))]
    assert found({}, {ANN: [WHOLE], BO: [WHOLE]}) == []


def test_m2_what_is_booked_or_held_here_is_never_suggested_over():
    own = {ANN: [WHOLE]}
    for one in (ANN, BO, ROOM):
        hours = [hour for hour, _ in found({one: [at(8, 3)]}, own)]
        assert hours == [11, 13, 14, 15, 16], one


def test_m2_none_overlaps_a_time_that_is_free_for_all_and_each_day_comes_before_a_second():
    own, tuesday = {ANN: [WHOLE, at(8, 9, MONDAY + timedelta(1))]}, MONDAY + timedelta(1)
    free = Suggestion(at(9, 2), (ROOM,))
    assert [hour for hour, _ in found({}, own, [free])] == [8, 11, 13, 14, 15]
    assert found({}, own, days=(MONDAY, tuesday), most=2) == [(8, (ANN,)), (8, (ANN,))]


def test_f2_of_one_person_alone_nothing_is_almost_free():
    of = {"after": AFTER, "beside": (), "most": 5}
    assert almost([MONDAY], HOUR, [ROOM], {}, {ANN: [WHOLE]}, **of) == []


def monday_after():
    today = clock.today()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def packed(world):
    """AF's own calendar is full for four weeks but for two hours; a case, and one room."""
    build.room("Plan 2")
    case, source = build.case(world), kept_calendar(world.user("af"))
    for n in range(28):
        busy(source, monday_after() + timedelta(n), 8, 9)
    db.seal_and_commit()
    return case


def asked(world, *who):
    return {"people": [world.user(one).id for one in who], "minutes": "90", "uppdatera": 1}


def cards(page):
    """(value, what is said) of each suggestion on the booking page."""
    parts = page.split('name="slot"')[1:-1]
    return [(one.split('value="')[1].split('"')[0], one.split("</label>")[0]) for one in parts]


def test_f2_f3_the_booking_page_marks_them_after_the_free_ones_and_says_whose(
    world, sign_in, packed
):
    host, url = sign_in(world.user("host")), f"/moten/boka?arende={packed.id}"
    page = host.post(url, data=asked(world, "host", "soc", "af")).text
    said = f"Upptaget i egen kalender för 1 av 3: {world.user('af').name}"
    assert [said in words for _, words in cards(page)] == [True] * 5
    assert "Ingen tid är ledig för alla" in page
    free = host.post(url, data=asked(world, "host", "soc")).text
    assert [world.user("af").name in words for _, words in cards(free)] == [False] * 5
    assert "egen kalender" not in free.split("cw-picks")[1].split("</fieldset>")[0]


def test_m2_such_a_time_can_be_booked_here_and_one_that_is_taken_here_is_not_shown(
    world, sign_in, packed
):
    host, url = sign_in(world.user("host")), f"/moten/boka?arende={packed.id}"
    three = asked(world, "host", "soc", "af")
    first = cards(host.post(url, data=three).text)[0][0]
    taken = slot(date.fromisoformat(first[:10]), int(first[11:13]))
    meeting(world, None, ("soc",), when=taken, kind="genomgang")
    db.seal_and_commit()
    left = [value for value, _ in cards(host.post(url, data=three).text)]
    assert first not in left
    data = {**three, "kind": "samarbetsmote", "slot": left[0]}
    del data["uppdatera"]
    assert host.post(url, data=data).status_code == 302


def test_m1_no_day_is_suggested_that_the_consent_does_not_cover(world, sign_in, packed):
    given = session.scalars(build.select_consent(packed)).one()
    last = add_working_days(monday_after(), 1)
    given.last_day = last
    db.seal_and_commit()
    host, url = sign_in(world.user("host")), f"/moten/boka?arende={packed.id}"
    page = host.post(url, data=asked(world, "host", "soc", "af")).text
    days = {date.fromisoformat(value[:10]) for value, _ in cards(page)}
    assert days
    assert max(days) <= last
    assert "Samtycket gäller inte hela tiden" in page


def test_f2_a_question_proposes_them_unticked(world, sign_in, packed):
    host, url = sign_in(world.user("host")), f"/moten/fraga?arende={packed.id}"
    page = host.post(url, data=asked(world, "host", "soc", "af")).text
    boxes = page.split('name="times"')[1:]
    assert len(boxes) == 5
    assert [" checked" in one.split(">")[0] for one in boxes] == [False] * 5
    assert [world.user("af").name in one.split("</label>")[0] for one in boxes] == [True] * 5
