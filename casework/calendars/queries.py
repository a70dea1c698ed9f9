"""Calendars as their owner sees them, and as busy or free for all others (F3)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from casework.access import Actor
from casework.authorities.models import User
from casework.calendars.models import BusyTime, CalendarSource
from casework.kit.db import session
from casework.kit.errors import NotVisible

Times = list[tuple[datetime, datetime]]


def _counts() -> ColumnElement[bool]:
    """F3, K5: whoever has left, or came to another unit since, has no calendar here."""
    since = or_(User.unit_since.is_(None), User.unit_since <= CalendarSource.added_at)
    return and_(User.left_at.is_(None), since)


def _living() -> Select[Any]:
    return select(CalendarSource).join(User, User.id == CalendarSource.user_id).where(_counts())


def own_calendars(actor: Actor) -> list[CalendarSource]:
    """The address first, then the file."""
    query = _living().where(CalendarSource.user_id == actor.user_id)
    return list(session.scalars(query.order_by(CalendarSource.uploaded)))


def own_calendar(actor: Actor, calendar_id: UUID) -> CalendarSource:
    """F3: one's own, held while it is changed. Raises NotVisible."""
    query = _living().where(
        CalendarSource.user_id == actor.user_id, CalendarSource.id == calendar_id
    )
    found = session.scalar(query.with_for_update(of=CalendarSource))
    if found is None:
        raise NotVisible("calendar_sources", calendar_id)
    return found


def own_address(actor: Actor, calendar_id: UUID) -> CalendarSource:
    """One's own, that can be fetched. Raises NotVisible."""
    found = own_calendar(actor, calendar_id)
    if found.uploaded:
        raise NotVisible("calendar_sources", calendar_id)
    return found


def own_times(actor: Actor) -> dict[UUID, Times]:
    """{calendar id: its busy times}, for whoever keeps them."""
    query = select(BusyTime).where(BusyTime.user_id == actor.user_id).order_by(BusyTime.starts_at)
    found: dict[UUID, Times] = {}
    for one in session.scalars(query):
        found.setdefault(one.source_id, []).append((one.starts_at, one.ends_at))
    return found


def every_calendar(actor: Actor) -> list[CalendarSource]:
    """One's own, those too that count no more: what a new one takes the place of."""
    query = select(CalendarSource).where(CalendarSource.user_id == actor.user_id)
    return list(session.scalars(query.with_for_update()))


def busy_outside(
    actor: Actor, user_ids: Collection[UUID], first: datetime, last: datetime
) -> dict[UUID, Times]:
    """F2, F3: {user id: when they are busy by their own calendars} between the two; one statement.

    Never by what, nor by which calendar.
    """
    del actor
    query = (
        select(BusyTime.user_id, BusyTime.starts_at, BusyTime.ends_at)
        .join(CalendarSource, CalendarSource.id == BusyTime.source_id)
        .join(User, User.id == BusyTime.user_id)
        .where(
            _counts(),
            BusyTime.user_id.in_(user_ids),
            BusyTime.starts_at < last,
            BusyTime.ends_at > first,
        )
        .order_by(BusyTime.starts_at)
    )
    found: dict[UUID, Times] = {}
    for user_id, starts, ends in session.execute(query):
        found.setdefault(user_id, []).append((starts, ends))
    return found


def due(at: datetime, limit: int) -> list[CalendarSource]:
    """F4: addresses to fetch now, locked; another fetcher passes over them."""
    query = _living().where(CalendarSource.next_due <= at).order_by(CalendarSource.next_due)
    locked = query.limit(limit).with_for_update(of=CalendarSource, skip_locked=True)
    return list(session.scalars(locked))


def still_there(calendar_id: UUID) -> CalendarSource | None:
    """The calendar that was fetched, unless it was taken away meanwhile."""
    query = _living().where(CalendarSource.id == calendar_id)
    fresh = query.with_for_update(of=CalendarSource).execution_options(populate_existing=True)
    return session.scalar(fresh)


def forsaken() -> Iterable[CalendarSource]:
    """F3, K5: of those who have left or moved."""
    joined = select(CalendarSource).join(User, User.id == CalendarSource.user_id)
    return list(session.scalars(joined.where(~_counts())))
