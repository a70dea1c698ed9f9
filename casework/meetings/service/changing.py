from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.calling_off import call_off_whole, take_out, tell
from casework.meetings.checks import insist_covered, insist_free
from casework.meetings.models import Meeting, MeetingTime, Participant
from casework.meetings.policy import may_manage
from casework.meetings.posting import hold_back, invite
from casework.meetings.queries import MeetingFile
from casework.meetings.rules import CANCELLED_BECAUSE, Slot, check_slot

OTHER_TIME = "Mötet fick en annan tid. Ett nytt brev gick i stället."


@dataclass(frozen=True)
class NewTime:
    """When and where instead, and who asked for it (M6)."""

    slot: Slot
    room_id: UUID | None
    place: str | None
    asked_by: str


def change(actor: Actor, file: MeetingFile, new: NewTime, *, at: datetime) -> None:
    """M1, M2, M4, M6: another time or place; everyone is asked again, under the same UID."""
    meeting = file.meeting
    may_manage(actor, file.facts, meeting.organiser_id, file.on).insist()
    _insist_ahead(file, at)
    _insist_possible(actor, file, new, at)
    _keep_old(actor, meeting, new, at)
    _take_new(meeting, new)
    _ask_again(actor, file, at)
    record(actor, "meeting changed", meeting, case_id=file.case_id)
    hold_back(actor, meeting, file.asked, because=OTHER_TIME, at=at)
    invite(actor, meeting, file.asked, at=at)
    tell(actor, meeting, "fick en ny tid,", at)


def _insist_possible(actor: Actor, file: MeetingFile, new: NewTime, at: datetime) -> None:
    check_slot(new.slot, at=at)
    if not new.room_id and not new.place:
        raise RuleBroken("room_id", "Välj ett rum, eller skriv var mötet är.")
    users = [file.users[one.user_id] for one in file.asked if one.user_id]
    guests = any(one.external_role for one in file.asked)
    insist_covered(file.facts, users, new.slot, file.on, guests=guests)
    insist_free(actor, users, new.room_id, new.slot, but=file.id)


def cancel(actor: Actor, file: MeetingFile, *, because: str, at: datetime) -> None:
    """M4: the meeting is off; METHOD:CANCEL to everyone who ever got it."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    _insist_ahead(file, at)
    if because not in CANCELLED_BECAUSE:
        raise RuleBroken("because", "Välj ett av alternativen.")
    call_off_whole(actor, file.meeting, file.asked, because=because, at=at)
    record(actor, "meeting cancelled", file.meeting, case_id=file.case_id)


def remove(actor: Actor, file: MeetingFile, participant: Participant, *, at: datetime) -> None:
    """M4: one person is no longer in, and is told so; the others hear nothing."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    _insist_ahead(file, at)
    if participant not in file.asked:
        raise RuleBroken("", "Personen är inte längre med på mötet.")
    take_out(actor, file.meeting, [participant], at=at)
    record(actor, "participant removed", participant, case_id=file.case_id)


def _insist_ahead(file: MeetingFile, at: datetime) -> None:
    meeting = file.meeting
    if not meeting.is_on:
        raise RuleBroken("", "Mötet är redan inställt.")
    if meeting.ends_at <= at:
        raise RuleBroken("", "Mötet har redan varit.")


def _keep_old(actor: Actor, meeting: Meeting, new: NewTime, at: datetime) -> None:
    session.add(
        MeetingTime(
            meeting_id=meeting.id,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            room_id=meeting.room_id,
            changed_at=at,
            changed_by_id=actor.user_id,
            asked_by=new.asked_by,
        )
    )


def _take_new(meeting: Meeting, new: NewTime) -> None:
    meeting.starts_at, meeting.ends_at = new.slot.starts_at, new.slot.ends_at
    meeting.room_id = new.room_id
    meeting.place = None if new.room_id else new.place
    meeting.sequence += 1


def _ask_again(actor: Actor, file: MeetingFile, at: datetime) -> None:
    """An answer was to the old time. Whoever changed it has said yes to the new one."""
    for one in file.asked:
        mine = one.user_id == actor.user_id
        one.answer, one.answered_at = ("kommer", at) if mine else (None, None)
        one.answer_line = one.reminded_at = None
