"""Meetings of several cases that were booked in one go, as one actor reaches them."""

from casework.access import Actor
from casework.kit.db import session
from casework.meetings.models import Meeting
from casework.meetings.queries import MeetingFile, meetings_of
from casework.meetings.rules import LONGEST
from casework.meetings.rules.row import round_about


def row_of(actor: Actor, file: MeetingFile) -> tuple[list[Meeting], list[Meeting]]:
    """What is straight before this meeting and straight after it, of what the actor reaches.

    No table tells that they belong together: what is booked in one go has one organiser and one
    moment of booking, and what has been moved or called off since is no longer straight after.
    """
    mine = file.meeting
    if mine.case_id is None or not mine.is_on:
        return [], []
    rows = session.scalars(
        meetings_of(actor, file.on).where(
            Meeting.id != mine.id,
            Meeting.booked_at == mine.booked_at,
            Meeting.organiser_id == mine.organiser_id,
            Meeting.case_id.is_not(None),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at.between(mine.starts_at - LONGEST, mine.starts_at + LONGEST),
        )
    )
    return round_about(mine, rows)
