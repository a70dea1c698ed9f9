from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.errors import RuleBroken
from casework.meetings.doing.asking import ask_again
from casework.meetings.doing.calling_off import call_off_whole, take_out, tell
from casework.meetings.doing.checks import (
    insist_ahead,
    insist_covered,
    insist_free,
    insist_unlocked,
)
from casework.meetings.doing.series import raise_sequence
from casework.meetings.doing.times import give_back, keep_old, place_at, take
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_manage
from casework.meetings.post import posting
from casework.meetings.queries import MeetingFile
from casework.meetings.rules import CANCELLED_BECAUSE, Slot, check_slot, is_late, may_be_asked

OTHER_TIME = "Mötet fick en annan tid. Ett nytt brev gick i stället."


@dataclass(frozen=True)
class NewTime:
    """When and where instead, and who asked for it (M6)."""

    slot: Slot
    room_id: UUID | None
    place: str | None
    asked_by: str


def change(actor: Actor, file: MeetingFile, new: NewTime, *, at: datetime) -> None:
    """M1, M2, M4, M6: another time or place, under the same UID.

    Another time: everyone is asked again. Only another place: everyone is told, answers stand.
    """
    meeting = file.meeting
    may_manage(actor, file.facts, meeting.organiser_id, file.on).insist()
    insist_ahead(file, at)
    _insist_possible(actor, file, new, at)
    moved, urgent = new.slot != _slot(meeting), is_late(meeting.starts_at, at)
    keep_old(actor, meeting, new.asked_by, at=at)
    _take_new(file, new)
    raise_sequence(actor, meeting, at=at)
    record(actor, "meeting changed", meeting, case_id=file.case_id)
    if moved:
        urgent = urgent or is_late(meeting.starts_at, at)
        ask_again(actor, file.asked, at)
        words = {"because": OTHER_TIME, "urgent": urgent}
        posting.move(actor, meeting, file.asked, **words, at=at)
    else:
        posting.update(actor, meeting, file.asked, urgent=urgent, at=at)
    tell(actor, meeting, "fick en ny tid," if moved else "fick en ny plats. Det är som förut", at)


def write_agenda(actor: Actor, file: MeetingFile, text: str | None) -> None:
    """M4: what a meeting is to talk of is read here, so nobody gets a letter of it."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    insist_unlocked(file)
    file.meeting.agenda = text or None
    record(actor, "agenda written", file.meeting, case_id=file.case_id)


def _insist_possible(actor: Actor, file: MeetingFile, new: NewTime, at: datetime) -> None:
    check_slot(new.slot, at=at)
    if not new.room_id and not new.place:
        raise RuleBroken("room_id", "Välj ett rum, eller skriv var mötet är.")
    if (new.slot, new.room_id, None if new.room_id else new.place) != _as_it_is(file.meeting):
        users = [file.users[one.user_id] for one in file.asked if one.user_id]
        guests = any(one.external_role for one in file.asked)
        insist_covered(file.facts, users, new.slot, file.on, guests=guests)
        insist_free(actor, users, new.room_id, new.slot, at=at, but=file.id)
        return
    raise RuleBroken("", "Tiden och platsen är som förut. Inget är ändrat och ingen har fått brev.")


def _slot(meeting: Meeting) -> Slot:
    return Slot(meeting.starts_at, meeting.ends_at)


def _as_it_is(meeting: Meeting) -> tuple[Slot, UUID | None, str | None]:
    return _slot(meeting), meeting.room_id, meeting.place


def cancel(actor: Actor, file: MeetingFile, *, because: str, at: datetime) -> None:
    """M4: the meeting is off; METHOD:CANCEL to everyone who ever got it, also those taken out."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    insist_ahead(file, at)
    if because not in CANCELLED_BECAUSE:
        raise RuleBroken("because", "Välj ett av alternativen.")
    told = [*file.asked, *_taken_out(file)]
    call_off_whole(actor, file.meeting, told, because=because, at=at)
    record(actor, "meeting cancelled", file.meeting, case_id=file.case_id)


def _taken_out(file: MeetingFile) -> list[Participant]:
    """Those who are not in any more, and may still hear of it."""
    return [
        one
        for one in file.participants
        if not one.is_in
        and may_be_asked(
            file.facts,
            one.unit_id,
            file.on,
            cleared=one.user_id is None or file.users[one.user_id].cleared,
        )
    ]


def remove(actor: Actor, file: MeetingFile, participant: Participant, *, at: datetime) -> None:
    """M4: one person is no longer in, and is told so; the others hear nothing."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    insist_ahead(file, at)
    if participant not in file.asked:
        raise RuleBroken("", "Personen är inte längre med på mötet.")
    take_out(actor, file.meeting, [participant], at=at)
    record(actor, "participant removed", participant, case_id=file.case_id)


def _take_new(file: MeetingFile, new: NewTime) -> None:
    meeting = file.meeting
    place_at(meeting, new.slot, new.room_id, new.place)
    give_back(meeting)
    take(meeting, [one.user_id for one in file.asked if one.user_id], new.room_id)
