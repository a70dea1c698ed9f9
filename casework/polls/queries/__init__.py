"""Polls as one actor reaches them: through the case, or by being asked (K4, C5)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import selectinload

from casework.access import Actor
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide, readable_kinds
from casework.audit.service import note_read
from casework.authorities.models import Room, User
from casework.authorities.queries import been_there_since
from casework.cases.models import Case
from casework.cases.queries.asked import AskedTo, asked_or_assigned
from casework.cases.queries.working import assigned
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.meetings.queries import case_facts, users_by_id
from casework.meetings.rules import may_be_asked
from casework.polls.models import Poll, PollTime, PollVoter


@dataclass(frozen=True)
class PollFile:
    """One poll as one actor reaches it on one day. `kinds` is what they may read in it (C5)."""

    poll: Poll
    times: tuple[PollTime, ...]
    voters: tuple[PollVoter, ...]
    answers: dict[tuple[UUID, UUID], str]  # voter and time
    users: dict[UUID, User]
    rooms: dict[UUID, Room]
    case: Case | None
    facts: CaseFacts | None
    reaches_case: bool
    kinds: frozenset[str]
    on: date

    @property
    def id(self) -> UUID:
        return self.poll.id

    @property
    def case_id(self) -> UUID | None:
        return self.poll.case_id

    @property
    def live(self) -> list[PollTime]:
        """The times that have not been taken back, in order."""
        return [one for one in self.times if one.is_in]

    @property
    def asked(self) -> list[PollVoter]:
        """Those who are in."""
        return [one for one in self.voters if one.is_in]

    def mine(self, actor: Actor) -> PollVoter | None:
        return next((one for one in self.asked if one.user_id == actor.user_id), None)

    def goes_along(self, voter: PollVoter) -> bool:
        """M8, K5: whoever was asked and may still be: here, in that unit, and covered today."""
        user = self.users.get(voter.user_id) if voter.user_id else None
        if user and (user.left_at or user.unit_id != voter.unit_id):
            return False
        cleared = user is None or user.cleared
        return may_be_asked(self.facts, voter.unit_id, self.on, cleared=cleared)

    def place(self, time: PollTime) -> str:
        return place_of(time, self.rooms.get(time.room_id) if time.room_id else None)


def place_of(time: PollTime, room: Room | None) -> str:
    """Where, as it is written in letters; that it can be met by video, but not the link."""
    where = room.name if room else (time.place or "")
    return f"{where} eller via video" if time.video_link else where


_poll = Poll.__table__
_vote = PollVoter.__table__.alias("vote")


def _asked(actor: Actor) -> ColumnElement[bool]:
    """The actor is asked, for the unit they still belong to (K5)."""
    mine = exists().where(
        _vote.c.poll_id == _poll.c.id,
        _vote.c.user_id == actor.user_id,
        _vote.c.unit_id == actor.unit_id,
        _vote.c.removed_at.is_(None),
        been_there_since(actor, _poll.c.asked_at),
    )
    return mine.correlate(_poll)


# K4, on the table alone, on `Case`, and as rows to be narrowed further
TO_POLLS = AskedTo(Poll, _asked)
reached_polls = TO_POLLS.reached
asked_of_case = TO_POLLS.of_case
polls_of = TO_POLLS.rows


def poll_for(actor: Actor, poll_id: UUID, on: date) -> PollFile:
    """The poll, if this actor reaches it; the read is noted (A1). Raises NotVisible."""
    found = session.execute(
        polls_of(actor, on)
        .add_columns(Case, assigned(actor, on), _asked(actor))
        .where(Poll.id == poll_id)
        .options(
            selectinload(Poll.times),
            selectinload(Poll.voters).selectinload(PollVoter.answers),
            selectinload(Poll.texts),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not actor.active:
        raise NotVisible("polls", poll_id)
    poll, case, is_assigned, is_asked = found
    facts = case_facts(case, is_assigned) if case else None
    decision = asked_or_assigned(actor, facts, is_asked, on)
    if not decision:
        raise NotVisible("polls", poll_id)
    note_read(actor, poll, decision, case_id=poll.case_id)
    return _file(actor, poll, case, facts, on)


def _file(
    actor: Actor, poll: Poll, case: Case | None, facts: CaseFacts | None, on: date
) -> PollFile:
    voters = tuple(sorted(poll.voters, key=lambda one: (not one.is_individual, str(one.id))))
    said = {(one.id, given.time_id): given.answer for one in voters for given in one.answers}
    return PollFile(
        poll=poll,
        times=tuple(poll.times),
        voters=voters,
        answers=said,
        users=users_by_id(actor, [one.user_id for one in voters if one.user_id]),
        rooms=_rooms(actor, poll.times),
        case=case,
        facts=facts,
        reaches_case=bool(facts and decide(actor, Action.READ, facts, on)),
        kinds=readable_kinds(actor, facts, on) if facts else frozenset(),
        on=on,
    )


def _rooms(actor: Actor, times: list[PollTime]) -> dict[UUID, Room]:
    del actor
    ids = [one.room_id for one in times if one.room_id]
    return {room.id: room for room in session.scalars(select(Room).where(Room.id.in_(ids)))}


def voter_of(actor: Actor, file: PollFile, voter_id: UUID | None) -> PollVoter:
    """Whoever is asked in this poll and has that id. Raises NotVisible."""
    del actor
    for one in file.asked:
        if one.id == voter_id:
            return one
    raise NotVisible("poll_voters", voter_id)


def time_of(actor: Actor, file: PollFile, time_id: UUID) -> PollTime:
    """The time of this poll with that id, also when it is taken back. Raises NotVisible."""
    del actor
    for one in file.times:
        if one.id == time_id:
            return one
    raise NotVisible("poll_times", time_id)
