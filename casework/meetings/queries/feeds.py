"""What lies behind one calendar address: the meetings of one user, as their letters name them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from casework.authorities.models import Room, User
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.meetings.models import Meeting, MeetingSeries, Participant
from casework.meetings.queries import meetings_of, place_of
from casework.meetings.queries.series import PostedSeries

FEED_PAST = timedelta(days=30)  # so that what was does not vanish from a calendar the next day


@dataclass(frozen=True)
class Feed:
    """M4: meetings that are events of their own, and series that are one object each."""

    alone: tuple[tuple[Meeting, Room | None], ...]
    series: tuple[PostedSeries, ...]


def feed_of(token: str, on: date, at: datetime) -> Feed:
    """What comes, and the last thirty days; of a series that is not over, all of it.

    What is called off is not there any more. Raises NotVisible for a token that is nobody's.
    """
    user = session.scalar(select(User).where(User.feed_token == token, User.left_at.is_(None)))
    if user is None or not compare_digest(str(user.feed_token), token):
        raise NotVisible("users")
    since = at - FEED_PAST
    rows = session.execute(
        meetings_of(user.as_actor(), on)
        .add_columns(Participant, Room)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(
            Participant.user_id == user.id,
            Participant.removed_at.is_(None),
            Meeting.cancelled_at.is_(None),
            or_(Meeting.ends_at > since, Participant.in_series),
        )
        .order_by(Meeting.starts_at, Meeting.uid)
    ).all()
    alone = tuple((meeting, room) for meeting, one, room in rows if not one.in_series)
    return Feed(alone, _whole(user, [row for row in rows if row[1].in_series], since))


def _whole(user: User, rows: list[Any], since: datetime) -> tuple[PostedSeries, ...]:
    """Each series of which something is later than `since`."""
    days: Mapping[UUID, list] = defaultdict(list)
    for meeting, one, room in sorted(rows, key=lambda row: row[0].recurs_on):
        days[meeting.series_id].append((meeting, one, place_of(meeting, room)))
    shown = [of for of, found in days.items() if max(day[0].ends_at for day in found) > since]
    query = (
        select(MeetingSeries, Room)
        .outerjoin(Room, Room.id == MeetingSeries.room_id)
        .where(MeetingSeries.id.in_(shown))
        .order_by(MeetingSeries.first_on, MeetingSeries.uid)
    )
    return tuple(
        PostedSeries(of, user, tuple(days[of.id]), room.name if room else (of.place or ""))
        for of, room in session.execute(query)
    )
