"""A series as one actor reaches it: those of its meetings that they are asked to (K4, K5)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from casework.access import YES, Actor
from casework.access.wall import beyond
from casework.audit.service import note_read
from casework.authorities.models import Room, User
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.letters import queries as outbox
from casework.meetings.models import Meeting, MeetingSeries, Participant
from casework.meetings.queries import meetings_of, place_of, users_by_id

LINK_LASTS = timedelta(days=14)  # after the last of it
COUNTING = beyond("how many times a series has, never which")

SERIES_REQUEST = "series.request"  # the letter that puts it in a calendar


@dataclass(frozen=True)
class SeriesFile:
    """One series on one day: the meetings that the actor reaches, in order. `whole`: all."""

    series: MeetingSeries
    meetings: tuple[Meeting, ...]
    rooms: dict[UUID, Room]
    users: dict[UUID, User]
    whole: bool
    on: date

    @property
    def id(self) -> UUID:
        return self.series.id

    @property
    def managing(self) -> tuple[UUID, bool, date]:
        """What decides who may change it: see the policy."""
        return self.series.organiser_id, self.whole, self.on

    @property
    def on_now(self) -> list[Meeting]:
        """Those that are not called off."""
        return [one for one in self.meetings if one.is_on]

    def coming(self, at: datetime) -> list[Meeting]:
        """What lies ahead; what has begun is never touched."""
        return [one for one in self.on_now if one.starts_at > at]

    def rest(self, since: Meeting, at: datetime) -> list[Meeting]:
        """This one and the following."""
        return [one for one in self.coming(at) if one.starts_at >= since.starts_at]

    def where(self, of: Meeting | MeetingSeries) -> str:
        """The place of one time, or of the rule."""
        room = self.rooms.get(of.room_id) if of.room_id else None
        return room.name if room else (of.place or "")

    def mine(self, actor: Actor, at: datetime) -> list[tuple[Meeting, Participant]]:
        """M5: what lies ahead and the actor answers for."""
        return [
            (meeting, one)
            for meeting in self.coming(at)
            for one in meeting.participants
            if one.is_in and one.user_id == actor.user_id
        ]


def series_for(actor: Actor, series_id: UUID, on: date) -> SeriesFile:
    """The series, if the actor reaches any meeting of it; the read is noted (A1). Or NotVisible."""
    mine = meetings_of(actor, on).where(Meeting.series_id == series_id)
    found = _loaded(mine)
    series = session.get(MeetingSeries, series_id) if found else None
    if series is None or not actor.active:
        raise NotVisible("meeting_series", series_id)
    note_read(actor, series, YES)
    ids = {one.user_id for meeting in found for one in meeting.participants if one.user_id}
    many = select(func.count(Meeting.id)).where(Meeting.series_id == series_id)
    whole = session.scalar(many.execution_options(**COUNTING)) == len(found)
    users = users_by_id(actor, ids)
    return SeriesFile(series, tuple(found), _rooms(series, found), users, whole, on)


def series_called(uid: str | None) -> MeetingSeries | None:
    """The series that is called so in calendars: for a letter that is bound to it."""
    return session.scalar(select(MeetingSeries).where(MeetingSeries.uid == uid))


def series_of(actor: Actor, meeting: Meeting) -> MeetingSeries | None:
    """The series that a meeting is one of. Whoever reaches the meeting reaches its rule."""
    del actor
    return session.get(MeetingSeries, meeting.series_id) if meeting.series_id else None


def _loaded(query: Select) -> list[Meeting]:
    return list(
        session.scalars(
            query.order_by(Meeting.starts_at, Meeting.id)
            .options(selectinload(Meeting.participants))
            .execution_options(populate_existing=True)
        )
    )


def _rooms(series: MeetingSeries, meetings: Iterable[Meeting]) -> dict[UUID, Room]:
    ids = {one.room_id for one in (series, *meetings) if one.room_id}
    return {room.id: room for room in session.scalars(select(Room).where(Room.id.in_(ids)))}


def having(actor: Actor, series: MeetingSeries) -> set[UUID]:
    """M4: users who may have the series as one object in their calendar, or will: by the letters.

    Locked: a sender either sees what is decided, or has been seen.
    """
    found = outbox.about(actor, series.id, (SERIES_REQUEST,), lock=True)
    return {one.receiver_id for one in found if one.stopped_at is None or one.may_have_arrived}


def in_whole(
    actor: Actor, meeting: Meeting, user_ids: Collection[UUID | None]
) -> frozenset[UUID | None]:
    """M4: those of them who are in other days of the meeting's series, as one object.

    For those another day is one day more of it; for anybody else it is an event of its own.
    """
    del actor
    query = (
        select(Participant.user_id)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.id != meeting.id,
            Meeting.cancelled_at.is_(None),
            Participant.user_id.in_([one for one in user_ids if one]),
            Participant.in_series,
            Participant.removed_at.is_(None),
        )
    )
    return frozenset(session.scalars(query)) if meeting.series_id else frozenset()


@dataclass(frozen=True)
class PostedSeries:
    """What a letter about a whole series is made of: the days of one user, and their answers."""

    series: MeetingSeries
    user: User
    times: tuple[tuple[Meeting, Participant, str], ...]  # with the place, in order
    place: str


def posted_series(series_id: UUID, user_id: UUID) -> PostedSeries | None:
    """K5: the days that somebody has as one, for the unit they still belong to. Or None."""
    series, user = session.get(MeetingSeries, series_id), session.get(User, user_id)
    if series is None or user is None:
        return None
    rows = session.execute(
        select(Meeting, Participant, Room)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(
            Meeting.series_id == series_id,
            Meeting.cancelled_at.is_(None),
            Participant.user_id == user_id,
            Participant.in_series,
            Participant.unit_id == user.unit_id,
            Participant.removed_at.is_(None),
        )
        .order_by(Meeting.recurs_on)
        .execution_options(populate_existing=True)
    )
    times = tuple((meeting, one, place_of(meeting, room)) for meeting, one, room in rows)
    room = session.get(Room, series.room_id) if series.room_id else None
    return PostedSeries(series, user, times, room.name if room else (series.place or ""))


def series_for_link(series_id: UUID, user_id: UUID, *, at: datetime) -> PostedSeries | None:
    """M5: what a signed link opens, until a while after the last of it."""
    about = posted_series(series_id, user_id)
    if about is None or about.user.left_at or not about.times:
        return None
    last = max(meeting.ends_at for meeting, *_ in about.times)
    return about if last + LINK_LASTS > at else None
