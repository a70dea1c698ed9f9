"""What time it is. Read here and passed on as `at=` or `on=`; never read inside a rule."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretending(moment: datetime) -> Generator[None]:
    """Let it be `moment` meanwhile: how the demo gets two years behind it in some seconds."""
    before = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(before)


def today() -> date:
    """The day it is in Stockholm: consent and deadlines are counted in Swedish days."""
    return now().astimezone(STOCKHOLM).date()


def local(moment: datetime) -> datetime:
    """An aware moment as Swedish wall-clock time."""
    return moment.astimezone(STOCKHOLM)


def moment(day: date, at: time) -> datetime:
    """The UTC moment of a Swedish wall-clock time.

    Raises ValueError for a time that does not exist (the hour skipped in March) or exists
    twice (the hour repeated in October), so that the caller can ask again.
    """
    wall = datetime.combine(day, at, tzinfo=STOCKHOLM)
    utc = wall.astimezone(UTC)
    if utc.astimezone(STOCKHOLM).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise ValueError("skipped")
    if wall.utcoffset() != wall.replace(fold=1).utcoffset():
        raise ValueError("twice")
    return utc
