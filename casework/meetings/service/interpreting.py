"""E4: an interpreter is ordered outside this house; here it is only remembered that they know."""

from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.kit.errors import RuleBroken
from casework.meetings.policy import may_manage
from casework.meetings.queries import MeetingFile


def interpreter_told(actor: Actor, file: MeetingFile, *, at: datetime) -> None:
    """Ordered for this time; or, when the meeting is called off, told that nothing comes of it."""
    meeting = file.meeting
    may_manage(actor, file.facts, meeting.organiser_id, file.on).insist()
    if not meeting.interpreter_waits:
        raise RuleBroken("", "Tolken har redan fått besked.")
    meeting.interpreter_told_at = at if meeting.is_on else None
    record(actor, "interpreter told", meeting, case_id=file.case_id)
