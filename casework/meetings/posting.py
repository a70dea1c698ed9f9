"""Letters about a meeting: asked, called off, reminded. The verbs have insisted and record."""

from collections.abc import Iterable
from datetime import datetime

from casework.access import Actor
from casework.authorities.models import User
from casework.letters import queries as outbox
from casework.letters import service as letters
from casework.meetings.models import Meeting, Participant
from casework.meetings.queries import users_by_id

REQUEST, CANCEL, REMINDER = "meeting.request", "meeting.cancel", "meeting.reminder"


def invite(
    actor: Actor,
    meeting: Meeting,
    participants: Iterable[Participant],
    *,
    at: datetime,
    kind: str = REQUEST,
) -> int:
    """M4, M5: one letter to each who has an address. The individual gets theirs on paper."""
    asked = list(participants)
    users = users_by_id(actor, [one.user_id for one in asked if one.user_id])
    return sum(_post(actor, meeting, one, users, kind, at) for one in asked)


def call_off(
    actor: Actor,
    meeting: Meeting,
    participants: Iterable[Participant],
    *,
    because: str,
    at: datetime,
) -> None:
    """M4, M8: what waits is never sent; whoever may have got a letter gets a cancellation."""
    asked = list(participants)
    earlier = outbox.about(actor, meeting.id, (REQUEST, REMINDER))
    had = {letter.receiver_id for letter in earlier if letter.may_have_arrived(at)}
    hold_back(actor, meeting, asked, because=because, at=at)
    invite(actor, meeting, [one for one in asked if one.id in had], at=at, kind=CANCEL)


def hold_back(
    actor: Actor,
    meeting: Meeting,
    participants: Iterable[Participant],
    *,
    because: str,
    at: datetime,
) -> None:
    """M8: letters to these that still wait are not sent."""
    for one in participants:
        letters.stop(
            actor,
            kinds=(REQUEST, REMINDER),
            about_id=meeting.id,
            receiver_id=one.id,
            because=because,
            at=at,
        )


def _post(
    actor: Actor,
    meeting: Meeting,
    participant: Participant,
    users: dict,
    kind: str,
    at: datetime,
) -> int:
    user: User | None = users.get(participant.user_id)
    address = user.email if user else participant.address
    if not address or (user and user.left_at):
        return 0
    letters.post(
        actor,
        kind=kind,
        about_id=meeting.id,
        receiver_id=participant.id,
        unit_id=participant.unit_id,
        address=address,
        sequence=meeting.sequence,
        at=at,
        code=meeting.code,
        receiver=user.unit.short_name if user else (participant.external_role or ""),
    )
    return 1
