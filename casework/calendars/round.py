"""F4: fetching the calendars that are due: a command's work, which opens its own transactions.

Claimed, fetched with nothing locked, kept. A calendar whose fetching died is due again by itself.
"""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from casework.calendars import apart, keeping, queries
from casework.calendars.fetching import Asked, Fetched, Unchanged, Unreachable, fetch
from casework.calendars.keeping import Outcome
from casework.calendars.models import CalendarSource
from casework.calendars.network import Network
from casework.calendars.reading.refusing import CalendarUnreadable
from casework.calendars.rules import EACH, Window, may_be_unchanged, window
from casework.kit.db import writing

AT_ONCE = 8
MOST = 500
NETWORK = Network()


@dataclass(frozen=True)
class Fetches:
    """What one round did."""

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    gone: int = 0  # of people who have left or moved


def fetch_due(at: datetime, hosts: Collection[str], network: Network = NETWORK) -> Fetches:
    """Fetch every calendar that is due at `at`. Needs an app context."""
    with writing():
        gone = list(queries.forsaken())
        keeping.take_away(gone)
        claimed = [_claim(source, at) for source in queries.due(at, MOST)]
    look = partial(outcome_of, hosts=hosts, network=network, window=window(at))
    with ThreadPoolExecutor(AT_ONCE) as several:
        outcomes = list(several.map(look, [asked for _, asked in claimed]))
    for (calendar_id, _), outcome in zip(claimed, outcomes, strict=True):
        _settle(calendar_id, outcome, at)
    sorts = [type(outcome) for outcome in outcomes]
    failed = sorts.count(Unreachable) + sorts.count(CalendarUnreadable)
    return Fetches(sorts.count(tuple), sorts.count(Unchanged), failed, len(gone))


def asked_of(source: CalendarSource, at: datetime) -> Asked:
    """What to ask for, taken out of the database before the network is."""
    if may_be_unchanged(source.reaches_to, at):
        return Asked(source.address, source.etag, source.last_modified)
    return Asked(source.address)


def outcome_of(
    asked: Asked, *, hosts: Collection[str], network: Network, window: Window
) -> Outcome:
    """Fetched and read, or why not. Touches no database."""
    try:
        found = fetch(asked, hosts, network)
        if not isinstance(found, Fetched):
            return found
        return found, apart.read(found.body, window.first, window.last)
    except (Unreachable, CalendarUnreadable) as trouble:
        return trouble


def _claim(source: CalendarSource, at: datetime) -> tuple[UUID, Asked]:
    source.next_due = at + EACH
    return source.id, asked_of(source, at)


def _settle(calendar_id: UUID, outcome: Outcome, at: datetime) -> None:
    with writing():
        source = queries.still_there(calendar_id)
        if source is not None:
            keeping.settle(source, outcome, window(at), at)
