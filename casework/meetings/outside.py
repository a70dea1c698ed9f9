"""M5: what happens without anybody signed in: an answer by a signed link, and the reminders."""

from datetime import datetime, timedelta

from casework.audit.service import record
from casework.meetings.models import Meeting, Participant
from casework.meetings.posting import REMINDER, invite
from casework.meetings.queries.outside import silent
from casework.meetings.rules import check_answer

REMIND_WITHIN = timedelta(days=2)


def answer_by_link(
    participant: Participant, meeting: Meeting, *, answer: str, line: str | None, at: datetime
) -> None:
    """M5: the same through a signed link; the link is the right to give this one answer."""
    set_answer(participant, meeting, answer, line, at)
    record(None, "meeting answered by link", participant, case_id=meeting.case_id)


def set_answer(
    participant: Participant, meeting: Meeting, answer: str, line: str | None, at: datetime
) -> None:
    """M5: one of three, while the meeting is on; whoever calls has insisted and records."""
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
