"""The parties, their units and the rooms that can be booked."""

from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.authorities import rules
from casework.authorities.models import Authority, Room, Unit
from casework.authorities.policy import may_administer
from casework.authorities.queries import name_taken, staff_left_in
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


def add_room(
    actor: Actor, *, name: str, short_name: str, address: str, places: int, features: str = ""
) -> Room:
    may_administer(actor).insist()
    rules.check_new_name(taken=name_taken(actor, Room, name))
    room = Room(name=name, short_name=short_name, address=address, places=places)
    room.features = features or None
    session.add(room)
    record(actor, "room added", room)
    return room


def close_room(actor: Actor, room: Room, *, at: datetime) -> None:
    """It can no longer be booked; meetings that are booked stay."""
    may_administer(actor).insist()
    room.closed_at = at
    record(actor, "room closed", room)
