"""Letters about a poll: asked, reminded, called off. The verbs have insisted and record."""

from collections.abc import Iterable
from datetime import datetime

from casework.access import Actor
from casework.authorities.models import User
from casework.letters import queries as outbox
from casework.letters import service as letters
from casework.meetings.queries import users_by_id
from casework.polls.models import Poll, PollVoter

ASKED, REMINDER, OFF = "poll.ask", "poll.reminder", "poll.off"


def send(
    actor: Actor, poll: Poll, voters: Iterable[PollVoter], *, at: datetime, kind: str = ASKED
) -> int:
    """One letter to each who has an address, but not to whoever asks."""
    asked = [one for one in voters if one.user_id != poll.organiser_id]
    users = users_by_id(actor, [one.user_id for one in asked if one.user_id])
    return sum(_post(actor, poll, one, users, kind, at) for one in asked)


def call_off(
    actor: Actor, poll: Poll, voters: Iterable[PollVoter], *, because: str, at: datetime
) -> int:
    """M8: what waits is never sent; whoever may have got a letter is told that it is off."""
    asked = list(voters)
    earlier = outbox.about(actor, poll.id, (ASKED, REMINDER), lock=True)
    had = {letter.receiver_id for letter in earlier if letter.may_have_arrived}
    hold_back(actor, poll, asked, because=because, at=at)
    return send(actor, poll, [one for one in asked if one.id in had], at=at, kind=OFF)


def hold_back(
    actor: Actor, poll: Poll, voters: Iterable[PollVoter], *, because: str, at: datetime
) -> None:
    """M8: letters to these that still wait are not sent."""
    for one in voters:
        letters.stop(
            actor,
            kinds=(ASKED, REMINDER),
            about_id=poll.id,
            receiver_id=one.id,
            because=because,
            at=at,
        )


def _post(actor: Actor, poll: Poll, voter: PollVoter, users: dict, kind: str, at: datetime) -> int:
    user: User | None = users.get(voter.user_id)
    address = user.email if user else voter.address
    if not address or (user and user.left_at):
        return 0
    letters.post(
        actor,
        kind=kind,
        about_id=poll.id,
        receiver_id=voter.id,
        unit_id=voter.unit_id,
        address=address,
        at=at,
        code=poll.code,
        receiver=user.unit.short_name if user else (voter.external_role or ""),
    )
    return 1
