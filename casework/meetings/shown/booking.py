"""What the booking page shows: who can be picked, what they are asked with, and the times."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from casework.access import Actor
from casework.access.facts import CaseFacts
from casework.authorities.models import Authority, Room, Unit, User
from casework.authorities.queries import rooms, staff_of, units_in_consents
from casework.authorities.rules import OFFERS, asked_for
from casework.cases.queries import CaseFile, people_around
from casework.kit.errors import RuleBroken
from casework.kit.swedish import listed
from casework.meetings.doing.parties import (
    INDIVIDUAL,
    OUTSIDE,
    OWN,
    OwnWords,
    insist_content_free,
    ways,
)
from casework.meetings.doing.wanted import Booking
from casework.meetings.forms import OTHER, BookingForm, Form, PlaceAndTime, booking_form
from casework.meetings.rules import PAPER, WAYS, WORK, Slot, slot_of
from casework.meetings.rules.row import whole
from casework.meetings.shown import free
from casework.programmes.queries import programme_for


@dataclass(frozen=True)
class Choices:
    """Who can be asked (those who work with the case first), and the units that cannot."""

    staff: list[User]
    around: frozenset[UUID]
    outside: list[Unit]
    rooms: list[Room]
    sip_elsewhere: bool = False
    facts: CaseFacts | None = None

    @property
    def parties(self) -> list[Authority]:
        return list({user.unit.authority_id: user.unit.authority for user in self.staff}.values())

    def picked(self, form: BookingForm) -> list[User]:
        """Those who are ticked, and can be."""
        ticked = set(form.people.data or ())
        return [user for user in self.staff if user.id in ticked]


def choices(actor: Actor, file: CaseFile | None) -> Choices:
    """M1: the people of the units that the consent covers; the other units with no way in."""
    units = units_in_consents(actor)
    covered = {unit.id for unit in units}
    around, sip_elsewhere = frozenset({actor.user_id}), False
    if file:
        covered = set(file.units_in_force | {file.case.owner_unit_id})
        around |= {user.id for _, user in people_around(actor, file)}
        sip_elsewhere = programme_for(actor, file.case.programme_id).sip_mode != "plan"
    staff = [u for u in staff_of(actor, covered) if not _shut_out(u, file)]
    staff.sort(key=lambda user: user.id not in around)
    outside = [unit for unit in units if unit.id not in covered]
    facts = file.facts if file else None
    return Choices(staff, around, outside, rooms(actor), sip_elsewhere, facts)


def _shut_out(user: User, file: CaseFile | None) -> bool:
    return bool(file and file.person.is_protected and not user.cleared)


def form_for(found: Choices, file: CaseFile | None, today: date, base: type[Form]) -> Form:
    """The form with its choices, and fields for words to each party; `base` is added to."""
    parties = {f"{OWN}{one.id.hex}": f"Till {one.name}" for one in found.parties}
    if file:
        parties |= {OUTSIDE: "Till dem utanför myndigheterna", INDIVIDUAL: "Till personen"}
    form = booking_form(parties, about_a_case=file is not None, base=base)
    return _filled(form, found, file, today)


def _filled(form: Form, found: Choices, file: CaseFile | None, today: date) -> Form:
    """The choices of the form; on the first showing with what is usual."""
    form.people.choices = [(user.id, user.name) for user in found.staff]
    form.room_id.choices = [(room.id, room_words(room)) for room in found.rooms]
    if file:
        form.individual_by.choices = [(way, WAYS[way]) for way in ways(file.person)]
        kinds = form.kind.choices or ()
        form.kind.choices = [k for k in kinds if not (found.sip_elsewhere and k.value == "sip")]
    if form.is_new:
        _usual(form, found, file)
    form.first.data = max(form.first.data or _next_monday(today), today)
    return form


def _usual(form: BookingForm, found: Choices, file: CaseFile | None) -> None:
    form.individual_by.data = PAPER
    form.people.data = [u.id for u in found.staff if u.id in found.around or not file]
    form.kind.data = "samarbetsmote" if file else WORK
    if file:
        form.individual.data = True
        form.interpreter.data = file.person.interpreter
        form.needs.data = asked_for(file.person.access_needs)


def room_words(room: Room) -> str:
    """Plan 2, 12 platser: hörslinga, projektor eller skärm"""
    there = [name.lower() for code, name in OFFERS.items() if code in room.has]
    there += ["egen videolänk"] * bool(room.video_link)
    return f"{room.name}, {room.places} platser" + (f": {', '.join(there)}" if there else "")


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def wanted(form: BookingForm, found: Choices) -> free.Wanted:
    """What a time is looked for, as the form stands."""
    return free.Wanted(
        people=found.picked(form),
        rooms=found.rooms,
        first=form.answers["first"],
        length=timedelta(minutes=form.length) * form.in_row,
        chairs=headcount(form),
        needs=form.needs.data or (),
        facts=found.facts,
        guests=bool(form.asked_guests),
    )


def headcount(form: BookingForm) -> int:
    """How many chairs are needed."""
    others = bool(form.individual.data) + bool(form.interpreter.data)
    return len(form.people.data or ()) + others + len(form.asked_guests)


def booking(actor: Actor, form: BookingForm, found: Choices, *, at: datetime) -> Booking:
    """What was asked for. Raises RuleBroken where the time or the room cannot be told."""
    return booking_at(actor, form, found, chosen_slot(form), at=at)


def booking_at(
    actor: Actor, form: BookingForm, found: Choices, slot: Slot, *, at: datetime
) -> Booking:
    """All that the form holds, for one time. Raises RuleBroken where the room cannot be told."""
    given, all_of_it = form.answers, whole(slot, form.in_row)
    room_id, place = where(actor, form, wanted(form, found), all_of_it, at=at)
    return Booking(
        kind=given["kind"],
        slot=slot,
        user_ids=given["people"],
        room_id=room_id,
        place=place,
        individual=given["individual"],
        individual_by=given["individual_by"] or PAPER,
        guests=form.asked_guests,
        agenda=given["agenda"],
        needs=given["needs"] if room_id else (),
        interpreter=given["interpreter"],
        video_link=video_link(form, found, room_id),
        own=own_words(form, found),
    )


def may_leave(form: BookingForm, found: Choices, file: CaseFile | None) -> bool:
    """M3: whether what was typed may stand in letters; if not, the form says why."""
    person, words = file.person if file else None, own_words(form, found)
    try:
        insist_content_free(person, form.place.data, form.asked_guests, words)
    except RuleBroken as broken:
        form.explain(broken)
        return False
    return True


def own_words(form: BookingForm, found: Choices) -> tuple[OwnWords, ...]:
    """What was written to each party that is asked; words to nobody go nowhere."""
    parties = {f"{OWN}{u.unit.authority_id.hex}": u.unit.authority_id for u in found.picked(form)}
    there = {OUTSIDE: bool(form.asked_guests), INDIVIDUAL: bool(form.individual.data)}
    words = {f.short_name: f.data for f in form.own_fields if f.data}
    named = [OwnWords(words[key], one) for key, one in parties.items() if key in words]
    others = [key for key, asked in there.items() if asked and key in words]
    return (*named, *(OwnWords(words[k], party=k.removeprefix(OWN)) for k in others))


def video_link(form: BookingForm, found: Choices, room_id: UUID | None) -> str | None:
    """The link that was typed, or the room's own. Raises RuleBroken where there is none."""
    if not form.video.data:
        return None
    own = next((room.video_link for room in found.rooms if room.id == room_id), None)
    if not (form.video_link.data or own):
        raise RuleBroken(
            "video_link", "Rummet har ingen egen videolänk. Klistra in länken till mötet."
        )
    return form.video_link.data or own


def chosen_slot(form: BookingForm) -> Slot:
    """The time that was picked or typed. Raises RuleBroken."""
    chosen = form.slot.data
    if not chosen:
        raise RuleBroken("slot", "Välj en av tiderna, eller en annan tid.")
    if chosen == OTHER:
        return own_slot(form)
    try:
        start = datetime.strptime(chosen, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a Swedish clock
    except ValueError:
        raise RuleBroken("slot", "Välj en av tiderna, eller en annan tid.") from None
    return slot_of(start.date(), start.time(), form.length)


def own_slot(form: PlaceAndTime) -> Slot:
    """The day and the clock that were typed."""
    given = form.answers
    if not given["day"]:
        raise RuleBroken("day", "Välj en dag.")
    if not given["starts"]:
        raise RuleBroken("starts", "Skriv när mötet börjar, till exempel 13.00.")
    return slot_of(given["day"], given["starts"], form.length)


def where(
    actor: Actor, form: PlaceAndTime, asked: free.Wanted, slot: Slot, *, at: datetime
) -> tuple[UUID | None, str | None]:
    """The room or the place that was asked for, or the smallest room that suits."""
    given = form.answers
    if given["room_id"] or given["place"]:
        return given["room_id"], given["place"]
    found = free.room_for(actor, asked, slot, at=at)
    if found is None:
        needed = listed(OFFERS[code].lower() for code in asked.needs)
        such = f" med {needed}" if needed else ""
        raise RuleBroken(
            "room", f"Inget rum{such} är ledigt då. Välj en annan tid, eller skriv en plats."
        )
    return found, None
