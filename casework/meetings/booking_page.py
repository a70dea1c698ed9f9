"""What the booking page shows: who can be picked, common free times, everybody side by side."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.access import Actor
from casework.authorities.models import Room, Unit, User
from casework.authorities.queries import rooms, staff_of, units_in_consents
from casework.cases.queries import CaseFile, people_around
from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.kit.swedish import clock_time, local, long_date
from casework.meetings.board import Week, Who, weeks
from casework.meetings.forms import OTHER, BookingForm, PlaceAndTime
from casework.meetings.queries.busy import busy, free_room
from casework.meetings.rules import Slot, Suggestion, slot_of, suggest, working_days
from casework.meetings.service.booking import Booking


@dataclass(frozen=True)
class Choices:
    """Who can be asked, who works with the case already, and the units that cannot."""

    staff: list[User]
    around: frozenset[UUID]
    outside: list[Unit]
    rooms: list[Room]


@dataclass(frozen=True)
class Times:
    """The suggestions, and the tables behind them."""

    suggestions: list[Suggestion]
    cards: list[tuple[str, str, str, str]]  # value, day, time, rooms
    weeks: list[Week]


def choices(actor: Actor, file: CaseFile | None) -> Choices:
    """M1: the people of the units that the consent covers; the other units with no way in."""
    units = units_in_consents(actor)
    covered = {unit.id for unit in units}
    around = frozenset({actor.user_id})
    if file:
        covered = set(file.units_in_force | {file.case.owner_unit_id})
        around |= {user.id for _, user in people_around(actor, file)}
    staff = [u for u in staff_of(actor, covered) if not _shut_out(u, file)]
    outside = [unit for unit in units if unit.id not in covered]
    return Choices(staff, around, outside, rooms(actor))


def _shut_out(user: User, file: CaseFile | None) -> bool:
    return bool(file and file.person.is_protected and not user.cleared)


def fill(form: BookingForm, found: Choices, file: CaseFile | None, today: date) -> None:
    """The choices of the form, and on the first showing what is usual."""
    form.people.choices = [(user.id, user.name) for user in found.staff]
    form.room_id.choices = [(room.id, room.name) for room in found.rooms]
    if not file:
        form.kind.choices = [("genomgang", "Ärendegenomgång")]
    if not form.is_submitted():
        form.people.data = [u.id for u in found.staff if u.id in found.around or not file]
        form.individual.data = bool(file)
        form.kind.data = "samarbetsmote" if file else "genomgang"
    form.first.data = max(form.first.data or _next_monday(today), today)


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def times(actor: Actor, form: BookingForm, found: Choices, at: datetime) -> Times:
    """M2: the first common free times of those who are ticked, and the calendars behind them."""
    given = form.answers
    ticked = set(given["people"])
    people = [user for user in found.staff if user.id in ticked]
    days = working_days(given["first"])
    window = Slot(clock.moment(days[0], time(0)), clock.moment(days[-1], time(23)))
    big_enough = [room for room in found.rooms if room.places >= headcount(form)]
    ids = [user.id for user in people]
    taken = busy(actor, ids, [room.id for room in found.rooms], window)
    length = timedelta(minutes=int(given["minutes"] or 90))
    free = suggest(days, length, ids, [room.id for room in big_enough], taken, after=at)
    who = [Who(u.id, u.name, u.unit.short_name) for u in people]
    who += [Who(r.id, r.short_name, _seats(r), is_room=True) for r in found.rooms]
    names = {room.id: room.short_name for room in found.rooms}
    return Times(free, [_card(one, names) for one in free], weeks(days, who, taken, free))


def _seats(room: Room) -> str:
    return f"{room.address}, {room.places} platser"


def _card(one: Suggestion, names: dict[UUID, str]) -> tuple[str, str, str, str]:
    start, end = one.slot.starts_at, one.slot.ends_at
    offered = " eller ".join(names[room_id] for room_id in one.room_ids)
    return (
        local(start).strftime("%Y-%m-%dT%H:%M"),
        long_date(start).capitalize(),
        f"kl. {clock_time(start)}–{clock_time(end)}",
        f"Rum: {offered}",
    )


def headcount(form: BookingForm) -> int:
    """How many chairs are needed."""
    return len(form.people.data or ()) + bool(form.individual.data) + len(form.asked_guests)


def booking(actor: Actor, form: BookingForm) -> Booking:
    """What was asked for. Raises RuleBroken where the time or the room cannot be told."""
    given, slot = form.answers, _slot(form)
    room_id, place = where(actor, form, slot, headcount(form))
    return Booking(
        kind=given["kind"],
        slot=slot,
        user_ids=given["people"],
        room_id=room_id,
        place=place,
        individual=given["individual"],
        guests=form.asked_guests,
        agenda=given["agenda"],
    )


def _slot(form: BookingForm) -> Slot:
    chosen = form.slot.data
    if not chosen:
        raise RuleBroken("slot", "Välj en av tiderna, eller en annan tid.")
    if chosen == OTHER:
        return own_slot(form)
    try:
        start = datetime.strptime(chosen, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a Swedish clock
    except ValueError:
        raise RuleBroken("slot", "Välj en av tiderna, eller en annan tid.") from None
    return slot_of(start.date(), start.time(), int(form.answers["minutes"]))


def own_slot(form: PlaceAndTime) -> Slot:
    """The day and the clock that were typed."""
    given = form.answers
    if not given["day"]:
        raise RuleBroken("day", "Välj en dag.")
    if not given["starts"]:
        raise RuleBroken("starts", "Skriv när mötet börjar, till exempel 13.00.")
    return slot_of(given["day"], given["starts"], int(given["minutes"]))


def where(
    actor: Actor, form: PlaceAndTime, slot: Slot, chairs: int
) -> tuple[UUID | None, str | None]:
    """The room or the place that was asked for, or the smallest free room."""
    given = form.answers
    if given["room_id"] or given["place"]:
        return given["room_id"], given["place"]
    found = free_room(actor, slot, chairs)
    if found is None:
        raise RuleBroken("room", "Inget rum är ledigt då. Välj en annan tid, eller skriv en plats.")
    return found, None
