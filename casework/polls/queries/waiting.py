"""What of the polls waits for somebody, or stands on the page of a case and in the list."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from casework.access import Actor
from casework.authorities.models import User
from casework.cases.queries import CaseFile
from casework.kit import clock
from casework.kit.db import session
from casework.kit.swedish import local_day
from casework.kit.tasks import Coming, Task
from casework.polls.models import Poll, PollVoter
from casework.polls.queries import polls_of
from casework.polls.rules import GICK_UT

TOLD_FOR = timedelta(days=7)  # that the times lapsed stands on the organiser's desk


def tasks(actor: Actor, on: date) -> list[Task]:
    """M5: polls to answer; for the organiser, when to pick. One statement."""
    since = clock.moment(on, time(0)) - TOLD_FOR
    lapsed = (Poll.closed_because == GICK_UT) & (Poll.closed_at >= since)
    mine = _to_see_to_by(actor)
    query = (
        polls_of(actor, on)
        .add_columns(_silent(), _silent(PollVoter.user_id == actor.user_id), mine)
        .where(or_(Poll.closed_at.is_(None), lapsed & mine))
        .order_by(Poll.deadline)
    )
    found = [_task(*row, on) for row in session.execute(query)]
    return [task for task in found if task]


def _to_see_to_by(actor: Actor) -> ColumnElement[bool]:
    """Whoever asked; when they have left, any coordinator who reaches it: nothing is forgotten."""
    left = exists().where(User.id == Poll.organiser_id, User.left_at.is_not(None)).correlate(Poll)
    mine = Poll.organiser_id == actor.user_id
    return or_(mine, left) if actor.coordinates else mine


def _silent(*whose: Any) -> Any:
    """How many of a poll have not answered."""
    return (
        select(func.count())
        .where(
            PollVoter.poll_id == Poll.id,
            PollVoter.answered_at.is_(None),
            PollVoter.removed_at.is_(None),
            *whose,
        )
        .correlate(Poll)
        .scalar_subquery()
    )


def _task(poll: Poll, silent: int, me: int, sees_to: bool, on: date) -> Task | None:
    last = local_day(poll.deadline)
    if me and poll.is_open and last >= on:
        said = f"Frågan om tider {poll.code} väntar på ditt svar."
        return _of(poll, last, said, "Svara om tiderna", "polls.answer")
    return _to_see_to(poll, silent, last, on) if sees_to else None


def _to_see_to(poll: Poll, silent: int, last: date, on: date) -> Task | None:
    """What the organiser is told, once there is something to do."""
    if not poll.is_open:
        said = f"Ingen tid valdes i tidsfråga {poll.code}. Tiderna hålls inte längre."
        return _of(poll, on, said, "Visa frågan", flag="Tiderna är släppta")
    if not silent:
        return _of(poll, last, f"Alla har svarat på tidsfråga {poll.code}: välj tid.", "Välj tid")
    if last < on:
        said = f"Tiden för svar på tidsfråga {poll.code} har gått ut: välj tid."
        return _of(poll, last, said, "Välj tid", flag="Svarstiden är slut")
    return None


def _of(
    poll: Poll, due: date, said: str, button: str, endpoint: str = "polls.show", flag: str = ""
) -> Task:
    return Task(due, said, button, endpoint, _args(poll), ref=poll.code, flag=flag)


def _args(poll: Poll) -> dict[str, Any]:
    return {"poll_id": poll.id}


@dataclass(frozen=True)
class Listed:
    """An open poll in a list: how many of how many have answered, and whether the reader has."""

    poll: Poll
    answered: int
    asked: int
    me: int  # 1 when the reader is asked
    mine: int  # 1 when the reader has answered
    over: bool

    @property
    def waits_for_me(self) -> bool:
        return bool(self.me and not self.mine and not self.over)


def coming(actor: Actor, on: date, until: date) -> list[Coming]:
    """M5: the last days ahead of polls that do not wait for the actor. One statement."""
    listed = [one for one in open_polls(actor, on) if one.me and one.mine and not one.over]
    days = ((local_day(one.poll.deadline), one) for one in listed)
    return [_day(actor, day, one) for day, one in days if day <= until]


def _day(actor: Actor, day: date, one: Listed) -> Coming:
    asks = one.poll.organiser_id == actor.user_id
    how = f"{one.answered} av {one.asked} har svarat" if asks else "du har svarat"
    return Coming(day, f"Svar om tider, {one.poll.code}: {how}", "polls.show", _args(one.poll))


def open_polls(actor: Actor, on: date) -> list[Listed]:
    """The open polls that the actor reaches, the one that ends first before the others."""
    return _counted(actor, polls_of(actor, on).where(Poll.closed_at.is_(None)), on)


def on_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """The open polls of the case. One statement."""
    query = select(Poll).where(Poll.case_id == file.id, Poll.closed_at.is_(None))
    return {"open": _counted(actor, query, file.on)}


def _counted(actor: Actor, query: Any, on: date) -> list[Listed]:
    me = (PollVoter.user_id == actor.user_id) & (PollVoter.unit_id == actor.unit_id)
    rows = session.execute(
        query.join(PollVoter, (PollVoter.poll_id == Poll.id) & PollVoter.removed_at.is_(None))
        .add_columns(
            func.count(PollVoter.answered_at),
            func.count(PollVoter.id),
            func.count(case((me, PollVoter.id))),
            func.count(case((me, PollVoter.answered_at))),
        )
        .group_by(Poll.id)
        .order_by(Poll.deadline, Poll.id)
    )
    return [Listed(poll, *counts, over=local_day(poll.deadline) < on) for poll, *counts in rows]
