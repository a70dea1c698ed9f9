"""What each receiver will get, before anything is saved: written by what writes the letters.

A code and a link are made when the meeting is booked; until then they are three dots.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import current_app
from icalendar import Calendar

from casework.access import Actor
from casework.authorities.models import User
from casework.cases.queries import CaseFile
from casework.kit.errors import RuleBroken
from casework.kit.swedish import time_span
from casework.meetings.doing.parties import INDIVIDUAL as OWN_INDIVIDUAL
from casework.meetings.doing.parties import OUTSIDE as OWN_OUTSIDE
from casework.meetings.doing.parties import OWN, is_summoned
from casework.meetings.forms import BookingForm
from casework.meetings.post import invitation
from casework.meetings.post.mail import as_text
from casework.meetings.post.words import (
    INDIVIDUAL,
    OUTSIDE,
    STAFF,
    Told,
    Words,
    asked,
    happening,
    text_message,
)
from casework.meetings.rules import MAIL, PAPER, TEXT, Slot
from casework.meetings.rules.row import in_a_row, whole
from casework.meetings.shown import booking as page
from casework.meetings.shown.booking import Choices
from casework.meetings.shown.summons import Summons

CODE, LINK, ADDRESS = "M-…", "…/svar/…", "mottagarens adress"
ANY_ROOM = "[rummet som följer med tiden]"


@dataclass(frozen=True)
class Letter:
    """One letter and all who get just that. `text` is the plain part as it is sent."""

    receivers: tuple[str, ...]
    words: Words
    text: str


@dataclass(frozen=True)
class Preview:
    """Everything that goes out. `calendar` is the file, read as a list; empty without a time."""

    letters: list[Letter]
    calendar: list[tuple[str, str]]
    text_message: str
    paper: Summons | None
    by_paper: bool  # the way that was chosen; otherwise the paper is there to be asked for
    told: Told  # what all its letters share


def preview(
    actor: Actor,
    form: BookingForm,
    found: Choices,
    file: CaseFile | None,
    organiser: User,
    *,
    at: datetime,
) -> Preview:
    """Of the form as it stands; what is not filled in yet is left open."""
    base = _base(actor, form, found, at)
    by = (form.individual_by.data or PAPER) if file and form.individual.data else ""
    welcome = replace(base, to=INDIVIDUAL, own=_own(form, OWN_INDIVIDUAL))
    told = [*_staff(form, found, base), *_guests(form, base)]
    if by == MAIL:
        told.append(("Personen själv", welcome))
    return Preview(
        letters=_letters(told),
        calendar=_calendar(told, at),
        text_message=text_message(welcome) if by == TEXT else "",
        paper=_paper(form, found, file, welcome, organiser) if by else None,
        by_paper=by == PAPER,
        told=base,
    )


def further(form: BookingForm, found: Choices, first: Preview, *, at: datetime) -> list[Preview]:
    """What goes out about each meeting after the first, in their order."""
    return [_later(form, found, told, at) for told in _row(first.told, form.in_row)[1:]]


def _row(told: Told, count: int) -> list[Told]:
    if told.starts_at is None or told.ends_at is None:
        return [told] * count
    slots = in_a_row(Slot(told.starts_at, told.ends_at), count)
    return [replace(told, starts_at=one.starts_at, ends_at=one.ends_at) for one in slots]


def _later(form: BookingForm, found: Choices, told: Told, at: datetime) -> Preview:
    """The individual, and those round that person, are asked to the first only."""
    staff = list(_staff(form, found, told))
    return Preview(_letters(staff), _calendar(staff, at), "", None, False, told)


def _base(actor: Actor, form: BookingForm, found: Choices, at: datetime) -> Told:
    """What all letters share."""
    told = Told(code=CODE, starts_at=None, ends_at=None, place=ANY_ROOM, link=LINK)
    room_id: UUID | None = form.answers["room_id"]
    try:
        slot = page.chosen_slot(form)
        told = replace(told, starts_at=slot.starts_at, ends_at=slot.ends_at)
        all_of_it = whole(slot, form.in_row)
        room_id, place = page.where(actor, form, page.wanted(form, found), all_of_it, at=at)
        told = replace(told, place=_name_of(found, room_id) or place or "")
    except RuleBroken:  # not told yet: left open here, and said by the form when it is sent
        told = replace(told, place=_name_of(found, room_id) or form.place.data or ANY_ROOM)
    return replace(told, video_link=_video(form, found, room_id))


def _name_of(found: Choices, room_id: UUID | None) -> str:
    return next((room.name for room in found.rooms if room.id == room_id), "")


def _video(form: BookingForm, found: Choices, room_id: UUID | None) -> str | None:
    try:
        return page.video_link(form, found, room_id)
    except RuleBroken:
        return "…"


def _own(form: BookingForm, key: str) -> str:
    return str(form[key].data or "") if key in form else ""


def _staff(form: BookingForm, found: Choices, base: Told) -> Iterator[tuple[str, Told]]:
    for user in found.picked(form):
        own = _own(form, f"{OWN}{user.unit.authority_id.hex}")
        name = f"{user.name} ({user.unit.short_name})"
        yield name, replace(base, to=STAFF, summoned=is_summoned(user), own=own)


def _guests(form: BookingForm, base: Told) -> Iterator[tuple[str, Told]]:
    for guest in form.asked_guests:
        yield guest.role, replace(base, to=OUTSIDE, own=_own(form, OWN_OUTSIDE))


def _letters(told: Iterable[tuple[str, Told]]) -> list[Letter]:
    """Those who get just the same stand together."""
    groups: dict[Words, list[str]] = {}
    for name, one in told:
        groups.setdefault(asked(one), []).append(name)
    return [Letter(tuple(names), words, as_text(words)) for words, names in groups.items()]


def _calendar(told: list[tuple[str, Told]], at: datetime) -> list[tuple[str, str]]:
    """The file of the first receiver, made and read again; the others differ in the address."""
    one = next((one for _, one in told if one.starts_at), None)
    if one is None:
        return []
    made = happening(one, asked(one), uid="…", sequence=0, stamp=at)
    to = invitation.Receiver(ADDRESS)
    text = invitation.calendar(invitation.REQUEST, made, current_app.config["MAIL_FROM"], to)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return [
        ("Rubrik", str(event["SUMMARY"])),
        ("Tid", time_span(event.decoded("DTSTART"), event.decoded("DTEND"))),
        ("Plats", str(event["LOCATION"])),
        ("Text", str(event["DESCRIPTION"])),
        ("Visas som", "Privat, upptagen" if event["CLASS"] == "PRIVATE" else "Upptagen"),
        ("Påminnelse", "Ingen" if not event.walk("VALARM") else "Ja"),
    ]


def _paper(
    form: BookingForm, found: Choices, file: CaseFile | None, welcome: Told, organiser: User
) -> Summons:
    room = next((room for room in found.rooms if room.name == welcome.place), None)
    return Summons(
        told=welcome,
        room=room,
        person=file.person if file else None,
        staff=[(user.name, user.unit.name) for user in found.picked(form)],
        roles=[guest.role for guest in form.asked_guests],
        interpreter=bool(form.interpreter.data),
        organiser=organiser,
    )
