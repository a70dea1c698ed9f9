from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.cases.queries import CaseFile
from casework.cases.service import add_event, set_next_step
from casework.kit.codes import readable
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import counted, local_day, time_span
from casework.meetings.checks import insist_covered, insist_free
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_book
from casework.meetings.posting import invite
from casework.meetings.queries import users_by_id
from casework.meetings.queries.busy import staff_by_address
from casework.meetings.rules import KINDS, KOMMER, Slot, check_slot

SUMMONED = frozenset({"kommun", "region"})


@dataclass(frozen=True)
class Guest:
    """Somebody without an account: what they are to the individual, and where the letter goes."""

    role: str
    address: str


@dataclass(frozen=True)
class Booking:
    """What a meeting is booked with. `place` is where there is no room of ours ("Telefon")."""

    kind: str
    slot: Slot
    user_ids: Collection[UUID]
    room_id: UUID | None = None
    place: str | None = None
    individual: bool = False
    guests: tuple[Guest, ...] = ()
    agenda: str | None = None


def book(
    actor: Actor, file: CaseFile | None, booking: Booking, *, on: date, at: datetime
) -> Meeting:
    """M1, M2, M3: a meeting with its people, and a letter to each in the outbox."""
    facts = file.facts if file else None
    may_book(actor, facts, on).insist()
    check_slot(booking.slot, at=at)
    users = _people(actor, booking)
    insist_covered(facts, users, booking.slot, on, guests=bool(booking.guests))
    insist_free(actor, users, booking.room_id, booking.slot, but=None)
    meeting = _meeting(actor, file, booking, at)
    people = [*_staff(actor, meeting, users, at), *_others(meeting, booking)]
    session.add_all([meeting, *people])
    record(actor, "meeting booked", meeting, case_id=meeting.case_id)
    sent = invite(actor, meeting, people, at=at)
    if file:
        _tell(actor, meeting, file, sent, at)
        _wait_for(actor, meeting, file)
    return meeting


def _people(actor: Actor, booking: Booking) -> list[User]:
    if not booking.user_ids:
        raise RuleBroken("people", "Välj minst en person som arbetar med ärendet.")
    if not booking.room_id and not booking.place:
        raise RuleBroken("room", "Välj ett rum, eller skriv var mötet är.")
    found = users_by_id(actor, booking.user_ids)
    if any(user_id not in found or found[user_id].left_at for user_id in booking.user_ids):
        raise RuleBroken("people", "En av personerna har slutat. Läs in sidan på nytt.")
    for user in staff_by_address(actor, [guest.address for guest in booking.guests]):
        raise RuleBroken(
            "guest_address",
            f"Adressen hör till {user.unit.name}. Den som har ett konto bjuds in som sig själv.",
        )
    return sorted(found.values(), key=lambda user: user.name)


def _meeting(actor: Actor, file: CaseFile | None, booking: Booking, at: datetime) -> Meeting:
    return Meeting(
        code=readable("M"),
        uid=f"{uuid4()}@casework",
        kind=booking.kind,
        case_id=file.id if file else None,
        starts_at=booking.slot.starts_at,
        ends_at=booking.slot.ends_at,
        room_id=booking.room_id,
        place=None if booking.room_id else booking.place,
        agenda=booking.agenda or None,
        organiser_id=actor.user_id,
        organiser_unit_id=actor.unit_id,
        sequence=0,
        booked_at=at,
    )


def _staff(actor: Actor, meeting: Meeting, users: list[User], at: datetime) -> list[Participant]:
    def one(user: User) -> Participant:
        mine = user.id == actor.user_id
        return Participant(
            meeting_id=meeting.id,
            user_id=user.id,
            unit_id=user.unit_id,
            summoned=user.unit.authority.kind in SUMMONED,
            answer=KOMMER if mine else None,
            answered_at=at if mine else None,
        )

    return [one(user) for user in users]


def _others(meeting: Meeting, booking: Booking) -> list[Participant]:
    guests = [
        Participant(meeting_id=meeting.id, external_role=guest.role, address=guest.address)
        for guest in booking.guests
    ]
    if booking.individual:
        guests.append(Participant(meeting_id=meeting.id, is_individual=True))
    return guests


def _tell(actor: Actor, meeting: Meeting, file: CaseFile, sent: int, at: datetime) -> None:
    when = time_span(meeting.starts_at, meeting.ends_at)
    add_event(
        actor,
        file.id,
        kind="planering",
        sentence=f"{actor.name} bokade ett möte, {KINDS[meeting.kind].lower()} {meeting.code},"
        f" {when}. Inbjudan går till {counted(sent, 'person', 'personer')}.",
        at=at,
    )


def _wait_for(actor: Actor, meeting: Meeting, file: CaseFile) -> None:
    """K3: a case whose next step is a meeting now waits for the day of this one."""
    if file.case.next_step == "mote":
        day, note = local_day(meeting.starts_at), file.case.next_step_note
        set_next_step(actor, file, step="mote", on=day, note=note)
