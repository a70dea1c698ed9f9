from datetime import datetime, timedelta
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.kit.errors import NotVisible
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_answer, may_manage
from casework.meetings.queries import MeetingFile
from casework.meetings.queries.outside import silent
from casework.meetings.rules import check_answer
from casework.meetings.service.post import REMINDER, invite

REMIND_WITHIN = timedelta(days=2)


def answer(
    actor: Actor,
    file: MeetingFile,
    participant: Participant,
    *,
    answer: str,
    line: str | None,
    at: datetime,
) -> None:
    """M5: kommer, kan inte or annan tid, from the signed-in one, or noted by the organiser."""
    manages = may_manage(actor, file.facts, file.meeting.organiser_id, file.on)
    may_answer(actor, participant.user_id, manages).insist()
    if participant not in file.asked:
        raise NotVisible("participants", participant.id)
    _set(participant, file.meeting, answer, line, at)
    record(actor, "meeting answered", participant, case_id=file.case_id)


def answer_by_link(
    participant: Participant, meeting: Meeting, *, answer: str, line: str | None, at: datetime
) -> None:
    """M5: the same through a signed link; the link is the right to give this one answer."""
    _set(participant, meeting, answer, line, at)
    record(None, "meeting answered by link", participant, case_id=meeting.case_id)


def _set(
    participant: Participant, meeting: Meeting, answer: str, line: str | None, at: datetime
) -> None:
    check_answer(answer, on_now=meeting.is_on, ends_at=meeting.ends_at, at=at)
    participant.answer, participant.answered_at = answer, at
    participant.answer_line = line or None


def remind(at: datetime) -> int:
    """M5: one reminder to each who has not answered a meeting within two days. By a command."""
    reminded = 0
    for participant, meeting, organiser in silent(at, REMIND_WITHIN):
        actor = organiser.as_actor()
        reminded += invite(actor, meeting, [participant], at=at, kind=REMINDER)
        participant.reminded_at = at
        record(actor, "reminded", participant, case_id=meeting.case_id)
    return reminded


def make_feed(actor: Actor, user: User, token: str) -> None:
    """A calendar address of one's own; making a new one ends the old."""
    if user.id != actor.user_id:
        raise NotVisible("users", user.id)
    user.feed_token = token
    record(actor, "calendar address made", user)


def participant_of(file: MeetingFile, participant_id: UUID) -> Participant:
    """The participant of this meeting with that id. Raises NotVisible."""
    for one in file.asked:
        if one.id == participant_id:
            return one
    raise NotVisible("participants", participant_id)
