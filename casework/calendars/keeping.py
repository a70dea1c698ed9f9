"""F1: what a reading leaves behind. Part of the verbs, and of the round that nobody asks for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from casework.calendars.fetching import Fetched, Unchanged, Unreachable
from casework.calendars.models import BusyTime, CalendarSource
from casework.calendars.reading.busy import Read
from casework.calendars.reading.refusing import CalendarUnreadable
from casework.calendars.rules import EACH, Window
from casework.kit.db import session

# what came of fetching and reading, outside of any transaction
Outcome = tuple[Fetched, Read] | Unchanged | Unreachable | CalendarUnreadable


def keep(source: CalendarSource, read: Read, window: Window, at: datetime) -> None:
    """The intervals take the place of those before. Flushed: the calendar's row goes first."""
    source.tried_at = source.read_at = at
    source.reaches_to, source.unread, source.trouble = window.last_day, read.unread, None
    empty([source.id])
    session.add(source)
    session.flush()
    of = {"source_id": source.id, "user_id": source.user_id}
    session.add_all(BusyTime(starts_at=start, ends_at=end, **of) for start, end in read.busy)


def settle(source: CalendarSource, outcome: Outcome, window: Window, at: datetime) -> None:
    """F4, F5: what was fetched is kept; after a failure what was read before stays."""
    source.tried_at, source.next_due = at, at + EACH
    if isinstance(outcome, tuple):
        fetched, read = outcome
        source.etag, source.last_modified = fetched.etag, fetched.last_modified
        keep(source, read, window, at)
    elif isinstance(outcome, Unchanged):
        source.read_at, source.trouble = at, None
    else:
        source.trouble = str(outcome)


def empty(source_ids: list[UUID]) -> None:
    session.execute(delete(BusyTime).where(BusyTime.source_id.in_(source_ids)))


def take_away(sources: list[CalendarSource]) -> None:
    """The calendars and all that was read of them. Flushed, so that others may take their place."""
    empty([source.id for source in sources])
    for source in sources:
        session.delete(source)
    session.flush()
