"""M4: what a cancellation does, for the verbs and for a withdrawn consent alike.

Whoever calls has insisted.
"""

from datetime import datetime

from casework.access import Actor
from casework.cases.service import add_event
from casework.kit.swedish import time_span
from casework.meetings.models import Meeting, Participant
from casework.meetings.posting import call_off

CALLED_OFF = "Mötet är inställt."
NOT_IN = "Personen är inte längre med på mötet."


def call_off_whole(
    actor: Actor, meeting: Meeting, asked: list[Participant], *, because: str, at: datetime
) -> None:
    """The meeting is off."""
    meeting.cancelled_at, meeting.cancelled_because = at, because
    meeting.sequence += 1
    call_off(actor, meeting, asked, because=CALLED_OFF, at=at)
    tell(actor, meeting, "ställdes in. Det skulle ha varit", at)


def take_out(
    actor: Actor, meeting: Meeting, participants: list[Participant], *, at: datetime
) -> None:
    """These are out."""
    meeting.sequence += 1
    for one in participants:
        one.removed_at = at
    call_off(actor, meeting, participants, because=NOT_IN, at=at)


def tell(actor: Actor, meeting: Meeting, what: str, at: datetime) -> None:
    if meeting.case_id:
        when = time_span(meeting.starts_at, meeting.ends_at)
        sentence = f"Mötet {meeting.code} {what} {when}."
        add_event(actor, meeting.case_id, kind="planering", sentence=sentence, at=at)
