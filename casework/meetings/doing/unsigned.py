"""M5: what happens without anybody signed in: answers by a signed link or mail, and reminders."""

from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.meetings.models import Meeting, Participant
from casework.meetings.post.posting import REMINDER, invite, tell_organiser
from casework.meetings.queries.outside import organiser_of, silent
from casework.meetings.rules import KAN_INTE, check_answer, is_late


def answer_by_link(
    participant: Participant, meeting: Meeting, *, answer: str, line: str | None, at: datetime
) -> None:
    """M5: the same through a signed link; the link is the right to give this one answer.

    It does not show what was written before, and so an empty line leaves that as it was.
    """
    set_answer(None, participant, meeting, answer, line or participant.answer_line, at)
    record(None, "meeting answered by link", participant, case_id=meeting.case_id)


def set_answer(
    actor: Actor | None,
    participant: Participant,
    meeting: Meeting,
    answer: str,
    line: str | None,
    at: datetime,
) -> None:
    """M5: one of three, while the meeting is on; whoever calls has insisted and records."""
    check_answer(answer, on_now=meeting.is_on, ends_at=meeting.ends_at, at=at)
    before = participant.answer
    # never before an earlier answer by mail, which brings the hour of its writer's clock
    participant.answer, participant.answered_at = answer, max(at, participant.answered_at or at)
    participant.answered_sequence, participant.answer_line = None, line or None
    _tell_if_late(actor, participant, meeting, before, at)


def _tell_if_late(
    actor: Actor | None,
    participant: Participant,
    meeting: Meeting,
    before: str | None,
    at: datetime,
) -> None:
    """M5: a late no reaches the organiser; what one has just noted oneself needs no letter."""
    mine = actor is not None and actor.user_id == meeting.organiser_id
    late_no = participant.answer == KAN_INTE != before and is_late(meeting.starts_at, at)
    if late_no and not mine:
        tell_organiser(actor, meeting, participant, organiser_of(meeting), at)


def answer_by_mail(
    participant: Participant,
    meeting: Meeting,
    *,
    answer: str,
    sequence: int,
    said_at: datetime,
    at: datetime,
) -> None:
    """M5: a REPLY that counts (replies/rules.py). It changes PARTSTAT and nothing else."""
    before = participant.answer
    newest = max(said_at, participant.answered_at or said_at)
    participant.answer, participant.answered_at = answer, newest
    participant.answered_sequence = sequence
    _tell_if_late(None, participant, meeting, before, at)
    record(None, "meeting answered by mail", participant, case_id=meeting.case_id)


def remind(at: datetime) -> int:
    """M5: one reminder to each who has not answered a meeting two days ahead. By a command.

    To the one who was asked, never to whoever stands in for them, who is asked to nothing (M1).
    """
    reminded = 0
    for participant, meeting, organiser in silent(at):
        actor = organiser.as_actor()
        if invite(actor, meeting, [participant], at=at, kind=REMINDER):
            participant.reminded_at = at
            record(None, "reminded", participant, case_id=meeting.case_id)
            reminded += 1
    return reminded
