from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.kit.errors import NotVisible
from casework.meetings.doing.unsigned import set_answer
from casework.meetings.models import Participant
from casework.meetings.policy import may_answer, may_have_feed, may_manage
from casework.meetings.queries import MeetingFile


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
    set_answer(actor, participant, file.meeting, answer, line, at)
    record(actor, "meeting answered", participant, case_id=file.case_id)


def make_feed(actor: Actor, user: User, token: str) -> None:
    """A calendar address of one's own; making a new one ends the old."""
    may_have_feed(actor, user.id).insist()
    user.feed_token = token
    record(actor, "calendar address made", user)


def end_feed(actor: Actor, user: User) -> None:
    """A calendar address of one's own ends, and there is none until one makes another."""
    may_have_feed(actor, user.id).insist()
    user.feed_token = None
    record(actor, "calendar address ended", user)
