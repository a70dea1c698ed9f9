"""Meetings as one actor reaches them: through the case, or by being asked to them (K4, C5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from casework.access import Actor
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide, readable_kinds
from casework.access.wall import beyond
from casework.audit.service import note_read
from casework.authorities.models import Room, User
from casework.authorities.queries import been_there_since
from casework.cases.models import Case
from casework.cases.queries.asked import AskedTo, asked_or_assigned
from casework.cases.queries.working import assigned
from casework.consents.queries import versions_of
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.meetings.models import (
    InvitationText,
    Meeting,
    MeetingTime,
    MinutesAddition,
    MinutesItem,
    Participant,
)
from casework.people.models import Person

DECIDING = beyond("whoever is asked to a meeting is decided on by facts that they do not see")

WRITING_ON = beyond(
    "what is written on is looked for among all of it, so that nothing stands twice"
)


@dataclass(frozen=True)
class MeetingFile:
    """One meeting as one actor reaches it on one day. `kinds` is what they may read in it (C5)."""

    meeting: Meeting
    participants: tuple[Participant, ...]
    users: dict[UUID, User]
    room: Room | None
    case: Case | None
    facts: CaseFacts | None
    reaches_case: bool
    kinds: frozenset[str]
    on: date

    @property
    def id(self) -> UUID:
        return self.meeting.id

    @property
    def place(self) -> str:
        return place_of(self.meeting, self.room)

    @property
    def asked(self) -> list[Participant]:
        """Those who are in."""
        return [one for one in self.participants if one.is_in]

    @property
    def case_id(self) -> UUID | None:
        return self.meeting.case_id

    def mine(self, actor: Actor) -> Participant | None:
        return next((p for p in self.asked if p.user_id == actor.user_id), None)


def place_of(meeting: Meeting, room: Room | None) -> str:
    """Where, as it is written in letters and calendars."""
    return room.name if room else (meeting.place or "")


_meeting = Meeting.__table__
_place = Participant.__table__.alias("place")


def _asked(actor: Actor) -> ColumnElement[bool]:
    """The actor takes part, for the unit they still belong to."""
    asked_at = func.coalesce(_place.c.asked_at, _meeting.c.booked_at)
    mine = exists().where(
        _place.c.meeting_id == _meeting.c.id,
        _place.c.user_id == actor.user_id,
        _place.c.unit_id == actor.unit_id,
        _place.c.removed_at.is_(None),
        been_there_since(actor, asked_at),
    )
    return mine.correlate(_meeting)


# K4, on the table alone, on `Case`, and as rows to be narrowed further
TO_MEETINGS = AskedTo(Meeting, _asked)
reached_meetings = TO_MEETINGS.reached
asked_of_case = TO_MEETINGS.of_case
meetings_of = TO_MEETINGS.rows


def meeting_for(actor: Actor, meeting_id: UUID, on: date) -> MeetingFile:
    """The meeting, if this actor reaches it; the read is noted (A1). Raises NotVisible."""
    found = session.execute(
        meetings_of(actor, on)
        .add_columns(Case, Room, assigned(actor, on), _asked(actor))
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(Meeting.id == meeting_id)
        .options(selectinload(Meeting.participants))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not actor.active:
        raise NotVisible("meetings", meeting_id)
    meeting, case, room, is_assigned, is_asked = found
    facts = case_facts(case, is_assigned) if case else None
    decision = asked_or_assigned(actor, facts, is_asked, on)
    if not decision:
        raise NotVisible("meetings", meeting_id)
    note_read(actor, meeting, decision, case_id=meeting.case_id)
    return _file(actor, meeting, case, room, facts, on)


def case_facts(case: Case, is_assigned: bool) -> CaseFacts:
    """The facts of a case row, its consents read fresh."""
    anew = {"populate_existing": True, **DECIDING}
    consents = session.scalars(versions_of(case.consent_series_id).execution_options(**anew))
    person = session.get_one(Person, case.person_id, execution_options=anew)
    return CaseFacts(
        owner_unit_id=case.owner_unit_id,
        consents=tuple(one.facts() for one in consents),
        assigned=is_assigned,
        erased=case.erased_at is not None,
        protected=person.is_protected,
    )


def _file(
    actor: Actor,
    meeting: Meeting,
    case: Case | None,
    room: Room | None,
    facts: CaseFacts | None,
    on: date,
) -> MeetingFile:
    people = tuple(sorted(meeting.participants, key=lambda p: (not p.is_individual, str(p.id))))
    return MeetingFile(
        meeting=meeting,
        participants=people,
        users=users_by_id(actor, [p.user_id for p in people if p.user_id]),
        room=room,
        case=case,
        facts=facts,
        reaches_case=bool(facts and decide(actor, Action.READ, facts, on)),
        kinds=readable_kinds(actor, facts, on) if facts else frozenset(),
        on=on,
    )


def users_by_id(actor: Actor, ids: Collection[UUID]) -> dict[UUID, User]:
    """{user id: user}, in one statement."""
    del actor
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}


def coming_meetings(actor: Actor, on: date, at: datetime) -> list[tuple[Meeting, Room | None]]:
    """What is not over yet, soonest first."""
    query = meetings_of(actor, on).where(Meeting.ends_at > at, Meeting.cancelled_at.is_(None))
    return _with_rooms(query.order_by(Meeting.starts_at))


def past_meetings(
    actor: Actor, on: date, at: datetime, limit: int = 30
) -> list[tuple[Meeting, Room | None]]:
    """What has been or was cancelled, latest first."""
    query = meetings_of(actor, on).where(
        or_(Meeting.ends_at <= at, Meeting.cancelled_at.is_not(None))
    )
    return _with_rooms(query.order_by(Meeting.starts_at.desc()).limit(limit))


def _with_rooms(query: Select) -> list[tuple[Meeting, Room | None]]:
    rows = session.execute(query.add_columns(Room).outerjoin(Room, Room.id == Meeting.room_id))
    return [(meeting, room) for meeting, room in rows]


def history(actor: Actor, file: MeetingFile) -> list[tuple[MeetingTime, User, Room | None]]:
    """M6: the times before this one, oldest first, and who changed them."""
    del actor
    rows = session.execute(
        select(MeetingTime, User, Room)
        .join(User, User.id == MeetingTime.changed_by_id)
        .outerjoin(Room, Room.id == MeetingTime.room_id)
        .where(MeetingTime.meeting_id == file.id)
        .order_by(MeetingTime.changed_at)
    )
    return [(time, user, room) for time, user, room in rows]


def minutes_of(actor: Actor, file: MeetingFile) -> list[MinutesItem]:
    """M7, C5: what this actor's unit may read of the minutes: its kinds, and its own writing."""
    query = select(MinutesItem).where(MinutesItem.meeting_id == file.id)
    if file.facts is not None:
        mine = MinutesItem.unit_id == actor.unit_id
        query = query.where(or_(MinutesItem.info_kind.in_(sorted(file.kinds)), mine))
    return list(session.scalars(query.order_by(MinutesItem.position)))


def additions_of(actor: Actor, file: MeetingFile) -> list[tuple[MinutesAddition, User]]:
    """M7, C5: what was added later and by whom, oldest first: what this actor's unit reads."""
    query = (
        select(MinutesAddition, User)
        .join(User, User.id == MinutesAddition.written_by_id)
        .where(MinutesAddition.meeting_id == file.id)
    )
    if file.facts is not None:
        mine = MinutesAddition.unit_id == actor.unit_id
        query = query.where(or_(MinutesAddition.info_kind.in_(sorted(file.kinds)), mine))
    return [(one, by) for one, by in session.execute(query.order_by(MinutesAddition.written_at))]


def all_minutes(actor: Actor, file: MeetingFile) -> list[MinutesItem]:
    """Everything written, for the verb that writes on; never for a page."""
    del actor
    query = select(MinutesItem).where(MinutesItem.meeting_id == file.id)
    return list(session.scalars(query.execution_options(**WRITING_ON)))


def own_text_to_individual(actor: Actor, file: MeetingFile) -> str:
    """What the organiser wrote in the individual's letter."""
    del actor
    query = select(InvitationText).where(
        InvitationText.meeting_id == file.id, InvitationText.party == "individual"
    )
    return next((str(one.text) for one in session.scalars(query)), "")


def participant_of(actor: Actor, file: MeetingFile, participant_id: UUID | None) -> Participant:
    """The participant of this meeting with that id. Raises NotVisible."""
    del actor
    for one in file.asked:
        if one.id == participant_id:
            return one
    raise NotVisible("participants", participant_id)
