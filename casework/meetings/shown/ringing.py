"""M4: after a late change, whom a letter has not reached, so that somebody rings them."""

from dataclasses import dataclass
from datetime import datetime

from casework.access import Actor
from casework.cases.queries import case_for
from casework.letters import queries as outbox
from casework.letters.models import Letter
from casework.meetings.models import MeetingTime, Participant
from casework.meetings.post.posting import CANCEL, CHANGING
from casework.meetings.queries import MeetingFile
from casework.meetings.rules import is_late

GUEST, PAPER = "Har inget konto här", "Får inget brev härifrån"


@dataclass(frozen=True)
class Ring:
    """Somebody to ring. `phone` where the reader may see one."""

    participant: Participant
    why: str
    phone: str | None


def to_ring(actor: Actor, file: MeetingFile, times: list[MeetingTime], at: datetime) -> list[Ring]:
    """Letters that wait or were given up, people from outside, and the individual on paper."""
    if file.meeting.ends_at <= at:
        return []
    newest = {one.receiver_id: one for one in outbox.about(actor, file.id, (*CHANGING, CANCEL))}
    all_of_them = _late_for_all(file, times)
    whys = [(one, _why(one, newest.get(one.id), all_of_them)) for one in file.participants]
    return [Ring(one, why, _phone(actor, file, one)) for one, why in whys if why]


def _late_for_all(file: MeetingFile, times: list[MeetingTime]) -> bool:
    """The newest change, or the calling off, came within two days of what it changed."""
    meeting = file.meeting
    if meeting.cancelled_at:
        return is_late(meeting.starts_at, meeting.cancelled_at)
    if not times:
        return False
    last = max(times, key=lambda one: one.changed_at)
    return any(is_late(start, last.changed_at) for start in (last.starts_at, meeting.starts_at))


def _why(one: Participant, letter: Letter | None, all_of_them: bool) -> str:
    if all_of_them and one.is_in and letter is None and one.is_individual:
        return PAPER
    if letter is None or not letter.urgent or letter.stopped_at:
        return ""
    if letter.sent_at is None:
        return "Brevet kom inte fram" if letter.failed_at else "Brevet väntar på att skickas"
    return GUEST if one.external_role else ""


def _phone(actor: Actor, file: MeetingFile, one: Participant) -> str | None:
    if one.user_id:
        return file.users[one.user_id].phone
    if one.is_individual and file.case_id and file.reaches_case:
        return case_for(actor, file.case_id, file.on).person.phone
    return None
