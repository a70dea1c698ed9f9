"""M3: the paper on the door of a room: times and codes, a day or a week."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import render_template, request

from casework.access.web import actor
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.meetings.policy import may_see_door
from casework.meetings.queries import outside
from casework.meetings.shown.door_list import DoorList
from casework.meetings.views.door import meetings


@meetings.get("/moten/rum/<uuid:room_id>")
def door_list(room_id: UUID) -> Any:
    allowed = may_see_door(actor())
    if not (allowed or actor().works_with_cases):
        raise NotVisible("rooms", room_id)  # whose rooms these are is nothing to them
    allowed.insist()
    room = outside.room_for(actor(), room_id)
    page = DoorList.of(_day(), week="vecka" in request.args)
    booked = outside.in_room(room.id, page.first, page.days)
    return render_template(
        "meetings/door_list.html", room=room, page=page, days=page.filled(booked)
    )


def _day() -> date:
    """The day that was asked for, or today where none was or it is no day."""
    try:
        day = date.fromisoformat(request.args.get("dag", ""))
    except ValueError:
        return clock.today()
    return day if abs(day - clock.today()) < timedelta(days=3660) else clock.today()
