"""`send-mail --watch`: round after round, until it is told to end.

What it says is numbers and sentences about the server, never anything about a letter.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from casework.kit import clock
from casework.kit.db import session
from casework.letters import queries
from casework.letters.rounds import Sent
from casework.letters.rules import LATE
from casework.letters.sending import send_due

EVERY = 3.0  # seconds between looking
LONGEST = 60.0  # between knocking at a server that is away


def watch(say: Callable[[str], None], ending: Event) -> None:
    """Send what is due until `ending` is set, also in the middle of a round: between two letters.

    A line for each round in which something happened, or that could not be held.
    """
    pause = EVERY
    while not ending.is_set():
        line, well = _round(lambda: not ending.is_set())
        if line:
            say(line)
        pause = EVERY if well else min(pause * 2, LONGEST)
        if well and line:
            continue  # there may be more
        ending.wait(pause)


def _round(going_on: Callable[[], bool]) -> tuple[str, bool]:
    """What to say of one round, and whether server and database answered."""
    try:
        done = one_round(going_on)
    except SQLAlchemyError as fault:
        return f"The database does not answer: {type(fault).__name__}.", False
    finally:
        session.remove()
    return ("" if done.nothing and not done.down else told(done)), not done.down


def one_round(going_on: Callable[[], bool] = lambda: True) -> Sent:
    """One round, at the time that all senders agree on."""
    return send_due(queries.database_time() or clock.now(), going_on=going_on)


def told(done: Sent) -> str:
    """A round in one line."""
    line = f"{done.sent} sent, {done.failed} put off, {done.stopped} stopped."
    return f"{line} {done.down}" if done.down else line


def waiting_faults(at: datetime) -> Iterator[str]:
    """M8: a sentence when letters have waited for more than an hour."""
    number, since = queries.oldest_waiting()
    if since and at - since > LATE:
        hours = int((at - since).total_seconds() // 3600)
        yield f"{number} letters wait, the oldest for {hours} h: is casework send-mail running?"
