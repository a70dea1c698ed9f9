"""The verbs of whoever keeps a calendar. None of them waits for a network or a slow file."""

from collections.abc import Collection
from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.calendars.keeping import Outcome, keep, settle, take_away
from casework.calendars.models import CalendarSource
from casework.calendars.policy import may_keep_calendar
from casework.calendars.queries import every_calendar
from casework.calendars.reading.busy import Read
from casework.calendars.rules import address_of, check_not_just_tried, window
from casework.kit.db import session


def add_address(
    actor: Actor, *, address: str, hosts: Collection[str], at: datetime
) -> CalendarSource:
    """F4, F6: fetched from now on; it takes the place of an address that was there."""
    may_keep_calendar(actor, actor.user_id).insist()
    checked = address_of(address, hosts)
    take_away([one for one in every_calendar(actor) if not one.uploaded])
    source = CalendarSource(user_id=actor.user_id, uploaded=False, added_at=at, next_due=at)
    source.address = checked
    session.add(source)
    record(actor, "calendar address added", source)
    return source


def add_file(actor: Actor, *, read: Read, at: datetime) -> CalendarSource:
    """F1: of a file that was read; it takes the place of the one before."""
    may_keep_calendar(actor, actor.user_id).insist()
    take_away([one for one in every_calendar(actor) if one.uploaded])
    source = CalendarSource(user_id=actor.user_id, uploaded=True, added_at=at)
    keep(source, read, window(at), at)
    record(actor, "calendar file read", source)
    return source


def begin_fetching(actor: Actor, source: CalendarSource, *, at: datetime) -> None:
    """F4: noted before the network is asked, so that impatience does not ask it twice."""
    may_keep_calendar(actor, source.user_id).insist()
    check_not_just_tried(source.tried_at, at)
    source.tried_at = at
    record(actor, "calendar fetched", source)


def end_fetching(actor: Actor, source: CalendarSource, outcome: Outcome, *, at: datetime) -> None:
    """F1, F5: what came of it."""
    may_keep_calendar(actor, source.user_id).insist()
    settle(source, outcome, window(at), at)
    record(actor, "calendar settled", source)


def remove(actor: Actor, source: CalendarSource) -> None:
    """F3: the calendar and its busy times are gone at once."""
    may_keep_calendar(actor, source.user_id).insist()
    record(actor, "calendar removed", source)
    take_away([source])
