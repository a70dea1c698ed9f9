"""M2: the times of a poll are held for the people asked, and held anew when it changes."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.authorities.models import User
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import clock_time, first_upper, weekday_date
from casework.meetings.doing.checks import insist_free
from casework.meetings.doing.times import hold, let_go
from casework.meetings.rules import Slot
from casework.polls.models import Poll, PollTime, PollVoter
from casework.polls.rules import held_until


def slot_of(time: PollTime) -> Slot:
    return Slot(time.starts_at, time.ends_at)


def insist_all_free(
    actor: Actor, users: Sequence[User], times: Iterable[PollTime], *, at: datetime, but: UUID
) -> None:
    """M2: none of the times is taken from anybody asked, or from its room."""
    for time in times:
        with of_the_time(time.starts_at):
            insist_free(actor, users, time.room_id, slot_of(time), at=at, but=but)


@contextmanager
def of_the_time(starts_at: datetime) -> Generator[None]:
    """A no about one of several times says which."""
    try:
        yield
    except RuleBroken as no:
        when = f"{first_upper(weekday_date(starts_at))} kl. {clock_time(starts_at)}"
        field = "times" if no.field == "slot" else no.field
        raise RuleBroken(field, f"{when}: {no}") from no


def hold_all(poll: Poll, times: Iterable[PollTime], voters: Iterable[PollVoter]) -> None:
    """Everybody asked, and each room, is taken for others until the poll lapses."""
    people = [one.user_id for one in voters if one.is_in and one.user_id]
    for time in times:
        if time.is_in:
            until = held_until(poll.deadline)
            hold(poll.id, slot_of(time), people, time.room_id, until=until)


def hold_anew(poll: Poll, times: Iterable[PollTime], voters: Iterable[PollVoter]) -> None:
    """What is held follows who is asked, what is asked about, and until when."""
    let_go(poll.id)
    hold_all(poll, times, voters)
    session.flush()  # so that what is asked next in this transaction sees it
