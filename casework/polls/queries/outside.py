"""What letters, links, withdrawals and the daily round need: no actor is behind most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from casework.access.facts import CaseFacts
from casework.access.wall import beyond
from casework.authorities.models import Room, User
from casework.cases.models import Case
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import local_day
from casework.meetings.queries.outside import consents_of, facts_of
from casework.meetings.rules import may_be_asked
from casework.people.models import Person
from casework.polls.models import Poll, PollAnswer, PollTime, PollVoter
from casework.polls.rules import SAMTYCKE, may_still_read

WITHDRAWING = "whoever records a withdrawal, it takes hold of every poll that rests on it"

ASKER = aliased(User)


@dataclass(frozen=True)
class Posted:
    """What a letter about a poll, or the page behind its link, is made of."""

    voter: PollVoter
    poll: Poll
    times: tuple[tuple[PollTime, Room | None], ...]  # that are left, in order
    answers: tuple[PollAnswer, ...]
    organiser: User
    user: User | None
    facts: CaseFacts | None

    @property
    def has_moved_on(self) -> bool:
        """K5: they have left, or belong to another unit than the one that was asked."""
        user = self.user
        return bool(user and (user.left_at or user.unit_id != self.voter.unit_id))


def posted(voter_id: UUID) -> Posted | None:
    """Everything a letter to one voter needs, or None when they are gone.

    Always four statements, also of nobody: what it costs to look tells an outsider nothing.
    """
    found = session.execute(
        select(PollVoter, Poll, ASKER, User, Case, Person)
        .join(Poll, Poll.id == PollVoter.poll_id)
        .join(ASKER, ASKER.id == Poll.organiser_id)
        .outerjoin(User, User.id == PollVoter.user_id)
        .options(joinedload(User.unit, innerjoin=False))
        .outerjoin(Case, Case.id == Poll.case_id)
        .outerjoin(Person, Person.id == Case.person_id)
        .where(PollVoter.id == voter_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    times = tuple(_times(found[1].id if found else uuid4()))
    answers = tuple(_answers(voter_id))
    case = found[4] if found else None
    consents = consents_of(case.consent_series_id if case else uuid4())
    if found is None:
        return None
    voter, poll, asker, user, _case, person = found
    facts = facts_of(case, person, consents) if case else None
    return Posted(voter, poll, times, answers, asker, user, facts)


def _answers(voter_id: UUID) -> Sequence[PollAnswer]:
    return session.scalars(select(PollAnswer).where(PollAnswer.voter_id == voter_id)).all()


def hold_still(poll: Poll, voter: PollVoter) -> None:
    """M5: one answer at a time, to the question as it stands once nobody else is changing it."""
    alone = select(Poll).where(Poll.id == poll.id).with_for_update(of=Poll)
    everything = selectinload(Poll.times), selectinload(Poll.voters), selectinload(Poll.texts)
    anew = {"populate_existing": True}
    session.scalars(alone.options(*everything), execution_options=anew).one()
    mine = select(PollVoter).where(PollVoter.id == voter.id)
    session.scalars(mine.options(selectinload(PollVoter.answers)), execution_options=anew).one()


def _times(poll_id: UUID) -> list[tuple[PollTime, Room | None]]:
    rows = session.execute(
        select(PollTime, Room)
        .outerjoin(Room, Room.id == PollTime.room_id)
        .where(PollTime.poll_id == poll_id, PollTime.taken_back_at.is_(None))
        .order_by(PollTime.starts_at)
    )
    return [(time, room) for time, room in rows]


def voter_for_link(voter_id: UUID | None, at: datetime) -> Posted:
    """What the page behind a signed link may show. Raises NotVisible (M3, M8).

    A token that cannot be read is looked for like any other, as an id that nobody has.
    """
    about = posted(voter_id or uuid4())
    if about is None or not about.voter.is_in or not _still_open(about, at):
        raise NotVisible("poll_voters", voter_id)
    return about


def _still_open(about: Posted, at: datetime) -> bool:
    poll = about.poll
    if about.has_moved_on or poll.closed_because == SAMTYCKE:
        return False
    if not may_still_read(poll.closed_at, at=at):
        return False
    cleared = about.user is None or about.user.cleared
    return may_be_asked(about.facts, about.voter.unit_id, local_day(at), cleared=cleared)


def open_with_consent(series_id: UUID, *narrowed: ColumnElement[bool]) -> list[tuple[Poll, Case]]:
    """Open polls of the cases that rest on one consent, with everyone and every time in them."""
    rows = session.execute(
        select(Poll, Case)
        .join(Case, Case.id == Poll.case_id)
        .where(Case.consent_series_id == series_id, Poll.closed_at.is_(None), *narrowed)
        .options(selectinload(Poll.voters), selectinload(Poll.times))
        .order_by(Poll.asked_at)
        .execution_options(populate_existing=True, **beyond(WITHDRAWING))
    )
    return [(poll, case) for poll, case in rows]


def still_open() -> list[tuple[Poll, User]]:
    """Every open poll with its organiser, for the daily round."""
    rows = session.execute(
        select(Poll, User)
        .join(User, User.id == Poll.organiser_id)
        .where(Poll.closed_at.is_(None))
        .options(selectinload(Poll.voters), selectinload(Poll.times))
        .order_by(Poll.deadline)
        .execution_options(populate_existing=True)
    )
    return [(poll, user) for poll, user in rows]


def silent(at: datetime, within: timedelta) -> Sequence[tuple[PollVoter, Poll, User]]:
    """M5: those who have not answered a poll whose last day is near, with its organiser."""
    rows = session.execute(
        select(PollVoter, Poll, User)
        .join(Poll, Poll.id == PollVoter.poll_id)
        .join(User, User.id == Poll.organiser_id)
        .where(
            Poll.closed_at.is_(None),
            Poll.deadline > at,
            Poll.deadline <= at + within,
            PollVoter.removed_at.is_(None),
            PollVoter.answered_at.is_(None),
            PollVoter.reminded_at.is_(None),
            ~PollVoter.is_individual,
        )
    )
    return [(voter, poll, user) for voter, poll, user in rows]
