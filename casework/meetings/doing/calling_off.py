"""M4: what a cancellation does, for the verbs and for a withdrawn consent alike.

Whoever calls has insisted.
"""

from datetime import datetime

from casework.access import Actor
from casework.cases.service import add_event
from casework.kit.swedish import time_span
from casework.meetings.doing.series import raise_sequence
from casework.meetings.doing.times import give_back
from casework.meetings.models import Meeting, Participant
from casework.meetings.post.posting import call_off

CALLED_OFF = "Mötet är inställt."
NOT_IN = "Personen är inte längre med på mötet."


def call_off_whole(
    actor: Actor, meeting: Meeting, asked: list[Participant], *, because: str, at: datetime
) -> None:
    """The meeting is off."""
    meeting.cancelled_at, meeting.cancelled_because = at, because
    raise_sequence(actor, meeting, at=at)
    give_back(meeting)
    call_off(actor, meeting, asked, because=CALLED_OFF, at=at)
    tell(actor, meeting, "ställdes in. Det skulle ha varit", at)


def take_out(
    actor: Actor, meeting: Meeting, participants: list[Participant], *, at: datetime
) -> None:
    """These are out."""
    raise_sequence(actor, meeting, at=at)
    for one in participants:
        one.removed_at = at
    give_back(meeting, [one.user_id for one in participants if one.user_id])
    call_off(actor, meeting, participants, because=NOT_IN, at=at)


def tell(actor: Actor, meeting: Meeting, what: str, at: datetime) -> None:
    if meeting.case_id:
        when = time_span(meeting.starts_at, meeting.ends_at)
        sentence = f"Mötet {meeting.code} {what} {when}."
        add_event(actor, meeting.case_id, kind="planering", sentence=sentence, at=at)
