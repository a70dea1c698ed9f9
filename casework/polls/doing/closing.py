"""How a poll ends, for the verbs, the daily round and a withdrawn consent alike."""

from collections.abc import Collection
from datetime import datetime

from casework.access import Actor
from casework.cases.service import add_event
from casework.meetings.doing.times import let_go
from casework.polls.doing.holding import hold_anew
from casework.polls.models import Poll, PollVoter
from casework.polls.post.posting import call_off

CLOSED = "Frågan är avslutad."
NOT_IN = "Personen är inte längre med i frågan."


def close_whole(
    actor: Actor, poll: Poll, voters: Collection[PollVoter], *, because: str, at: datetime
) -> None:
    """Nothing came of it: nothing is held, and those who were asked are told."""
    poll.closed_at, poll.closed_because = at, because
    let_go(poll.id)
    call_off(actor, poll, [one for one in voters if one.is_in], because=CLOSED, at=at)
    tell(actor, poll, "avslutades utan att en tid valdes.", at)


def take_out(actor: Actor, poll: Poll, leaving: Collection[PollVoter], *, at: datetime) -> None:
    """M8: these are no longer asked, and no longer held. The others are."""
    for one in leaving:
        one.removed_at = at
    hold_anew(poll, poll.times, poll.voters)
    call_off(actor, poll, leaving, because=NOT_IN, at=at)


def tell(actor: Actor, poll: Poll, what: str, at: datetime) -> None:
    if poll.case_id:
        sentence = f"Frågan om tider {poll.code} {what}"
        add_event(actor, poll.case_id, kind="planering", sentence=sentence, at=at)
