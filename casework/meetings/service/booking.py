from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.cases.queries import CaseFile
from casework.cases.service import add_event, set_next_step
from casework.kit.codes import readable
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import counted, local_day, time_span
from casework.meetings.doing import parties
from casework.meetings.doing.checks import insist_covered, insist_free, of_its_case, of_ours
from casework.meetings.doing.parties import Guest
from casework.meetings.doing.times import take
from casework.meetings.doing.wanted import Booking, insist_sound
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_book
from casework.meetings.post.posting import invite
from casework.meetings.rules import KINDS, check_slot
from casework.meetings.rules.row import check_row, in_a_row

__all__ = ["Booking", "Guest", "book", "book_row"]  # the verb and what it takes


def book(
    actor: Actor,
    file: CaseFile | None,
    booking: Booking,
    *,
    on: date,
    at: datetime,
    in_series: bool = False,
) -> Meeting:
    """M1, M2, M3: a meeting with its people, and letters; `in_series` has letters of its own."""
    may_book(actor, file.facts if file else None, on).insist()
    meeting, people = _put_in(actor, file, booking, on, at, in_series=in_series)
    record(actor, "meeting booked", meeting, case_id=meeting.case_id)
    sent = 0 if in_series else invite(actor, meeting, people, at=at)
    _on_case(actor, meeting, file, sent, at)
    return meeting


def book_row(
    actor: Actor, files: Sequence[CaseFile], booking: Booking, *, on: date, at: datetime
) -> list[Meeting]:
    """M1, M2, M3: a meeting of each case, straight after the one before; all of them or none.

    `booking` is of the first. The others have its people, place and length, and nothing of what
    belongs to the first individual alone.
    """
    for file in files:
        may_book(actor, file.facts, on).insist()
    check_row(booking.slot, [file.id for file in files])
    made = []
    for file, slot in zip(files, in_a_row(booking.slot, len(files)), strict=True):
        one = replace(_of_another(booking), slot=slot) if made else booking
        with of_its_case(file.case.reference, slot) if made else nullcontext():
            meeting, people = _put_in(actor, file, one, on, at)
        record(actor, "meeting booked", meeting, case_id=file.id)
        _on_case(actor, meeting, file, invite(actor, meeting, people, at=at), at)
        made.append(meeting)
    return made


def _of_another(booking: Booking) -> Booking:
    """Without the individual and those round that person, the interpreter, and the agenda, which
    is about the first case and is read by all who are at the meeting."""
    own = tuple(words for words in booking.own if words.authority_id)
    alone = {"individual": False, "interpreter": False, "guests": (), "agenda": None}
    return replace(booking, own=own, **alone)


def _put_in(
    actor: Actor,
    file: CaseFile | None,
    booking: Booking,
    on: date,
    at: datetime,
    *,
    in_series: bool = False,
) -> tuple[Meeting, list[Participant]]:
    """The meeting and its people, when everything holds; its time is taken."""
    check_slot(booking.slot, at=at)
    insist_sound(actor, file, booking)
    users, facts = _people(actor, booking), file.facts if file else None
    insist_covered(facts, users, booking.slot, on, guests=bool(booking.guests))
    insist_free(actor, users, booking.room_id, booking.slot, at=at)
    meeting = _meeting(actor, file, booking, at)
    staff = parties.staff(actor, meeting, users, at, in_series=in_series)
    people = [*staff, *_others(meeting, file, booking)]
    session.add_all([meeting, *people, *parties.own_texts(meeting, booking.own)])
    take(meeting, [user.id for user in users], booking.room_id)
    return meeting, people


def _people(actor: Actor, booking: Booking) -> list[User]:
    if not booking.user_ids:
        raise RuleBroken("people", "Välj minst en person som arbetar med ärendet.")
    if not booking.room_id and not booking.place:
        raise RuleBroken("room", "Välj ett rum, eller skriv var mötet är.")
    return of_ours(actor, booking.user_ids, booking.guests)


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
        video_link=booking.video_link or None,
        interpreter=booking.interpreter,
        agenda=booking.agenda or None,
        organiser_id=actor.user_id,
        organiser_unit_id=actor.unit_id,
        sequence=0,
        booked_at=at,
    )


def _others(meeting: Meeting, file: CaseFile | None, booking: Booking) -> list[Participant]:
    others = parties.guests(meeting, booking.guests)
    if booking.individual and file:
        others.append(parties.individual(meeting, booking.individual_by, file.person))
    return others


def _on_case(
    actor: Actor, meeting: Meeting, file: CaseFile | None, sent: int, at: datetime
) -> None:
    if file:
        _tell(actor, meeting, file, sent, at)
        _wait_for(actor, meeting, file)


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
