"""Rooms as the administrator keeps them: what they offer, their video link, and time to travel."""

import pytest
from sqlalchemy import select

from casework.authorities.models import Room
from casework.authorities.queries import travel_time
from casework.authorities.service import places
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed
from tests import build
from tests.conftest import acting

ROOM = {"name": "Plan 4", "short_name": "Plan 4", "address": "Storgatan 1", "places": "6"}


def text(answer):
    return answer.get_data(as_text=True)


def test_a_room_is_added_with_what_it_offers_and_changed(world, sign_in):
    client = sign_in(world.user("admin"))
    more = {"offers": ["rwc", "horslinga"], "video_link": "https://video.example.se/4"}
    assert client.post("/admin/lokaler", data={**ROOM, **more}).status_code == 302
    room = session.scalars(select(Room)).one()
    assert room.has == {"rwc", "horslinga"}
    shown = text(client.get("/admin/lokaler"))
    assert "Hörslinga, Toalett för rullstol, Egen videolänk" in shown
    url = f"/admin/lokaler/{room.id}"
    page = text(client.get(url))
    assert 'value="https://video.example.se/4"' in page
    box = next(part for part in page.split("<input") if 'value="rwc"' in part)
    assert "checked" in box.split(">")[0]
    wrong = {**ROOM, "video_link": "http://video.example.se/4"}
    assert client.post(url, data=wrong).status_code == 422
    now = {"offers": ["skarm"], "features": "Ring på", "video_link": ""}
    assert client.post(url, data={**ROOM, **now}).status_code == 302
    session.expire_all()
    room = session.scalars(select(Room)).one()
    assert (room.offers, room.features, room.video_link) == ("skarm", "Ring på", None)


def test_two_rooms_never_have_the_same_name(world, sign_in):
    build.room("Plan 2")
    other = build.room("Plan 3")
    seal_and_commit()
    client = sign_in(world.user("admin"))
    taken = client.post(f"/admin/lokaler/{other.id}", data={**ROOM, "name": "Plan 2"})
    assert taken.status_code == 422
    assert "Namnet finns redan" in text(taken)


def test_travel_is_nothing_until_it_is_set(world, sign_in):
    client = sign_in(world.user("admin"))
    assert travel_time(acting(world.user("host"))).total_seconds() == 0
    assert "räknar inte med någon restid" in text(client.get("/admin/lokaler"))
    assert client.post("/admin/lokaler/restid", data={"minutes": "500"}).status_code == 422
    assert client.post("/admin/lokaler/restid", data={"minutes": "20"}).status_code == 302
    assert travel_time(acting(world.user("host"))).total_seconds() == 1200
    assert "lämnar 20 minuter" in text(client.get("/admin/lokaler"))
    assert client.post("/admin/lokaler/restid", data={"minutes": ""}).status_code == 302
    assert travel_time(acting(world.user("host"))).total_seconds() == 0


@pytest.mark.parametrize("who", ["host", "af", "lsg"])
def test_only_the_administrator_keeps_rooms(world, who):
    words = places.RoomWords("X", "X", "X", 1)
    room = build.room()
    actor = acting(world.user(who))
    for act in (
        lambda: places.add_room(actor, words),
        lambda: places.change_room(actor, room, words),
        lambda: places.set_travel_time(actor, 10),
    ):
        with pytest.raises(NotAllowed):
            act()
