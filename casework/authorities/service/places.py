"""The parties, their units and the rooms that can be booked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.authorities import rules
from casework.authorities.models import Authority, Room, Setting, Unit
from casework.authorities.policy import may_administer
from casework.authorities.queries import TRAVEL, name_taken, setting, staff_left_in
from casework.kit.db import session


def add_authority(
    actor: Actor, *, name: str, kind: str, municipality: str | None = None
) -> Authority:
    may_administer(actor).insist()
    rules.check_new_name(taken=name_taken(actor, Authority, name))
    authority = Authority(name=name, kind=kind, municipality=municipality or None, position=99)
    session.add(authority)
    record(actor, "authority added", authority)
    return authority


def add_unit(
    actor: Actor,
    authority: Authority,
    *,
    name: str,
    short_name: str,
    part: str,
    coordinates: bool = False,
) -> Unit:
    """A unit that consents can name from now on."""
    may_administer(actor).insist()
    rules.check_new_name(taken=name_taken(actor, Unit, name))
    unit = Unit(authority_id=authority.id, authority=authority, name=name, position=99)
    unit.short_name, unit.part, unit.coordinates = short_name, part, coordinates
    session.add(unit)
    record(actor, "unit added", unit)
    return unit


def close_unit(actor: Actor, unit: Unit, *, at: datetime) -> None:
    """No new consent names it; what exists stays. Only when nobody works there any more."""
    may_administer(actor).insist()
    rules.check_empty(staff_left_in(actor, unit.id))
    unit.closed_at = at
    record(actor, "unit closed", unit)


@dataclass(frozen=True)
class RoomWords:
    """What is known of a room. `offers` are codes of OFFERS."""

    name: str
    short_name: str
    address: str
    places: int
    offers: Collection[str] = ()
    features: str | None = None
    video_link: str | None = None


def add_room(actor: Actor, words: RoomWords) -> Room:
    may_administer(actor).insist()
    rules.check_new_name(taken=name_taken(actor, Room, words.name))
    rules.check_video_link(words.video_link)
    room = Room()
    _describe(room, words)
    session.add(room)
    record(actor, "room added", room)
    return room


def change_room(actor: Actor, room: Room, words: RoomWords) -> None:
    """Letters that wait are rendered with what stands here when they go."""
    may_administer(actor).insist()
    taken = words.name != room.name and name_taken(actor, Room, words.name)
    rules.check_new_name(taken=taken)
    rules.check_video_link(words.video_link)
    _describe(room, words)
    record(actor, "room changed", room)


def _describe(room: Room, words: RoomWords) -> None:
    room.name, room.short_name = words.name, words.short_name
    room.address, room.places = words.address, words.places
    room.offers = " ".join(code for code in rules.OFFERS if code in words.offers)
    room.features, room.video_link = words.features or None, words.video_link or None


def set_travel_time(actor: Actor, minutes: int | None) -> None:
    """So long between meetings in two houses; None or 0: nobody needs to travel."""
    may_administer(actor).insist()
    rules.check_travel(minutes)
    row = setting(actor, TRAVEL) or Setting(key=TRAVEL)
    row.value = str(minutes or 0)
    session.add(row)
    record(actor, "travel time set", row)


def close_room(actor: Actor, room: Room, *, at: datetime) -> None:
    """It can no longer be booked; meetings that are booked stay."""
    may_administer(actor).insist()
    room.closed_at = at
    record(actor, "room closed", room)
