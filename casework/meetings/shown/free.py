"""Common free times, and the picture of everybody's time. For every page that looks for a time.

found = free.times(actor, free.Wanted(users, rooms, first, length, chairs), at)
{% from "meetings/_busy.html" import busy %}  {{ busy(found.weeks, hours) }}   with board.hours
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from casework.access import Actor
from casework.access.facts import CaseFacts
from casework.authorities.models import Room, User
from casework.authorities.queries import travel_time
from casework.kit import clock
from casework.kit.swedish import clock_time, listed, local, weekday_date
from casework.meetings.queries.busy import elsewhere, own_busy, taken, together
from casework.meetings.rules import Slot, consented, covered, unreachable, weeks_ahead
from casework.meetings.rules.suggesting import SUGGESTIONS, Suggestion, almost, suggest
from casework.meetings.shown.board import Week, Who, weeks


@dataclass(frozen=True)
class Wanted:
    """What a time is looked for. `needs` are codes of what the room has to have."""

    people: Sequence[User]
    rooms: Sequence[Room]
    first: date
    length: timedelta
    chairs: int = 0
    needs: Collection[str] = ()
    facts: CaseFacts | None = None
    guests: bool = False

    def lets(self, day: date) -> bool:
        """M1: the consent lets all of them be asked to something that day."""
        if self.facts is None:
            return True
        outside = not self.guests or consented(self.facts, day)
        return outside and all(covered(self.facts, user.unit_id, day) for user in self.people)

    @property
    def ids(self) -> list[UUID]:
        return [user.id for user in self.people]

    @property
    def suitable(self) -> list[Room]:
        return [room for room in self.rooms if suits(room, self.chairs, self.needs)]


class Card(NamedTuple):
    """One suggestion to pick. `but` says whose own calendar is in the way; most often nobody's."""

    value: str
    day: str
    time: str
    rooms: str
    but: str = ""


@dataclass(frozen=True)
class Times:
    """The suggestions, and the tables behind them. `travel` is what is left between houses.

    Those that are free for all stand first, then what is free but for one (`but` of the card).
    """

    suggestions: list[Suggestion]
    cards: list[Card]
    weeks: list[Week]
    travel: timedelta
    has_room: bool  # there is one that is big enough and has what is needed
    not_all_days: bool = False  # M1: some days somebody may not be asked to

    @property
    def free(self) -> list[Card]:
        return [card for card in self.cards if not card.but]


def suits(room: Room, chairs: int, needs: Collection[str]) -> bool:
    """Big enough, and with what is needed."""
    return room.places >= chairs and room.has >= set(needs)


def times(actor: Actor, wanted: Wanted, at: datetime, most: int = SUGGESTIONS) -> Times:
    """M2: the first common free times of the next four weeks, and everybody's calendars.

    Where there are fewer than five, those follow that only one own calendar stands in the way of.
    """
    days = weeks_ahead(wanted.first)
    window = _window(days)
    here = taken(actor, wanted.ids, [room.id for room in wanted.rooms], window, at=at)
    own = own_busy(actor, wanted.ids, window)
    travel = travel_time(actor)
    reach = _reach(actor, wanted.rooms, wanted.ids, window, travel, here)
    found = _found(wanted, days, reach, own, at, most)
    shown = weeks(days, _who(wanted), together(here, own), found)
    cards = [_card(one, wanted) for one in found]
    not_all = not all(wanted.lets(day) for day in days)
    return Times(found, cards, shown, travel, bool(wanted.suitable), not_all)


def _found(
    wanted: Wanted,
    days: Sequence[date],
    here: Mapping[UUID, Sequence[Slot]],
    own: Mapping[UUID, Sequence[Slot]],
    at: datetime,
    most: int,
) -> list[Suggestion]:
    """M1: on days when everybody may be asked. `here` also holds when a room is out of reach."""
    may, rooms = [day for day in days if wanted.lets(day)], [room.id for room in wanted.suitable]
    busy = together(here, own)
    free = suggest(may, wanted.length, wanted.ids, rooms, busy, after=at, most=most)
    missing = SUGGESTIONS - len(free)
    if missing <= 0:
        return free
    each = {one: own.get(one, []) for one in wanted.ids}
    of = {"after": at, "beside": free, "most": missing}
    return [*free, *almost(may, wanted.length, rooms, here, each, **of)]


def _window(days: Sequence[date]) -> Slot:
    monday = days[0] - timedelta(days=days[0].weekday())
    return Slot(clock.moment(monday, time(0)), clock.moment(days[-1], time(23)))


def _reach(
    actor: Actor,
    rooms: Sequence[Room],
    user_ids: Sequence[UUID],
    window: Slot,
    travel: timedelta,
    taken_then: Mapping[UUID, Sequence[Slot]],
) -> dict[UUID, list[Slot]]:
    """What is taken, and for each room also when somebody could not get there in time."""
    found = {one: list(slots) for one, slots in taken_then.items()}
    if travel:
        houses = {room.id: room.address for room in rooms}
        away = elsewhere(actor, user_ids, window)
        for room_id, slots in unreachable(houses, away, travel).items():
            found.setdefault(room_id, []).extend(slots)
    return found


def _who(wanted: Wanted) -> list[Who]:
    people = [Who(user.id, user.name, user.unit.short_name) for user in wanted.people]
    rooms = [Who(room.id, room.short_name, _seats(room), is_room=True) for room in wanted.rooms]
    return people + rooms


def _seats(room: Room) -> str:
    return f"{room.address}, {room.places} platser"


def _card(one: Suggestion, wanted: Wanted) -> Card:
    start, end = one.slot.starts_at, one.slot.ends_at
    names = {room.id: room.short_name for room in wanted.rooms}
    return Card(
        local(start).strftime("%Y-%m-%dT%H:%M"),
        weekday_date(start).capitalize(),
        f"kl. {clock_time(start)}–{clock_time(end)}",
        f"Rum: {listed((names[room_id] for room_id in one.room_ids), 'eller')}",
        _but(one, wanted),
    )


def _but(one: Suggestion, wanted: Wanted) -> str:
    """F3: by name, as each of those asked has a row of their own in the picture on the page."""
    if not one.cannot:
        return ""
    names = listed(user.name for user in wanted.people if user.id in one.cannot)
    return f"Upptaget i egen kalender för {len(one.cannot)} av {len(wanted.people)}: {names}"


def room_for(actor: Actor, wanted: Wanted, slot: Slot, *, at: datetime) -> UUID | None:
    """The smallest room that suits, is free then and can be reached in time, or None."""
    suitable, ids = wanted.suitable, [room.id for room in wanted.suitable]
    travel = travel_time(actor)
    window = Slot(slot.starts_at - travel, slot.ends_at + travel)
    then = taken(actor, [], ids, slot, at=at)
    not_free = _reach(actor, suitable, wanted.ids, window, travel, then)
    free = [r for r in suitable if not any(slot.overlaps(s) for s in not_free.get(r.id, ()))]
    best = min(free, key=lambda room: (room.places, room.name), default=None)
    return best.id if best else None
