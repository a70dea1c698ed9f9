"""M3: the paper on a door says when and which code, and nothing else."""

from datetime import date, timedelta

import pytest
import time_machine

from casework.kit import clock
from casework.kit.db import session
from casework.kit.swedish import clock_time
from casework.meetings.shown.door_list import DoorList
from tests import build
from tests.meetings.making import meeting, slot


@pytest.fixture
def booked(world):
    room = build.room("Plan 2")
    case = build.case(world, person=build.person(world.user("soc"), "Linn Kanarieson"))
    words = {"agenda": "Hemligt", "individual": True}
    row = meeting(world, case, room_id=room.id, kind="sip", **words)
    session.commit()
    return room, case, row


def test_m3_times_and_codes_of_the_day_and_no_more(world, sign_in, booked):
    room, case, row = booked
    day = clock.local(row.starts_at).date()
    page = sign_in(world.user("host")).get(f"/moten/rum/{room.id}?dag={day}")
    main = page.text.split("<main")[1].split("</main>")[0]
    for told in (row.code, clock_time(row.starts_at), clock_time(row.ends_at), "Plan 2"):
        assert told in main
    names = [user.name for user in world.users.values()]
    units = [unit.name for unit in world.units.values()]
    secret = ["SIP", "Hemligt", "Linn", "Kanarie", case.reference, str(case.id), str(row.id)]
    assert [word for word in (*names, *units, *secret) if word in main] == []


def test_m3_another_day_another_room_and_a_cancelled_meeting_are_not_on_it(world, sign_in, booked):
    room, _case, row = booked
    day, client = clock.local(row.starts_at).date(), sign_in(world.user("host"))
    other = build.room("Plan 3")
    session.commit()
    assert row.code not in client.get(f"/moten/rum/{room.id}?dag={day + timedelta(1)}").text
    assert row.code not in client.get(f"/moten/rum/{other.id}?dag={day}").text
    assert row.code in client.get(f"/moten/rum/{room.id}?dag={day}&vecka=1").text
    row.cancelled_at, row.cancelled_because = clock.now(), "annat"
    session.commit()
    assert row.code not in client.get(f"/moten/rum/{room.id}?dag={day}").text


@pytest.mark.parametrize(
    ("who", "status"), [("host", 200), ("admin", 200), ("soc", 403), ("lsg", 404), (None, 302)]
)
def test_g1_whoever_books_and_the_administrator_see_it(app, world, sign_in, booked, who, status):
    client = sign_in(world.user(who)) if who else app.test_client()
    assert client.get(f"/moten/rum/{booked[0].id}").status_code == status


def test_a_day_that_is_none_is_today_and_a_room_that_is_none_is_not_there(world, sign_in, booked):
    client = sign_in(world.user("admin"))
    for day in ("i morgon", "0001-01-01", "9999-12-31", "2026-13-40"):
        assert client.get(f"/moten/rum/{booked[0].id}?dag={day}&vecka=1").status_code == 200
    assert client.get(f"/moten/rum/{booked[1].id}").status_code == 404
    assert "Visa dörrlista" in client.get("/admin/lokaler").text


def test_a_meeting_over_midnight_is_on_both_days():
    day = slot().starts_at.date()
    late = slot(day, hour=23, minutes=120)
    page = DoorList.of(day, week=False)
    assert page.filled([("M-1", late.starts_at, late.ends_at)])[0][1]
    tomorrow = DoorList.of(day + timedelta(1), week=False)
    assert tomorrow.filled([("M-1", late.starts_at, late.ends_at)])[0][1]
    until = slot(day, hour=22, minutes=120)
    assert not tomorrow.filled([("M-1", until.starts_at, until.ends_at)])[0][1]


@pytest.mark.parametrize(
    ("today", "first"),
    [("2026-11-27", "23 november"), ("2026-11-28", "30 november"), ("2026-11-29", "30 november")],
)
def test_a_week_asked_for_on_a_weekend_is_the_coming_one(world, sign_in, booked, today, first):
    with time_machine.travel(f"{today} 10:00+01:00", tick=False):
        page = sign_in(world.user("host")).get(f"/moten/rum/{booked[0].id}?vecka=1")
        main = page.text.split("<main")[1].split("</main>")[0]
        assert f"Måndag {first} 2026" in main
        assert "ördag" not in main.split("<article")[1]  # an empty weekend takes no paper


def test_m3_what_is_booked_on_a_saturday_is_on_the_week_s_paper():
    monday = date(2026, 11, 30)
    held = slot(monday + timedelta(5))
    found = DoorList.of(monday, week=True).filled([("M-1", held.starts_at, held.ends_at)])
    assert [day.isoweekday() for day, _booked in found] == [1, 2, 3, 4, 5, 6]
    assert found[-1][1]
