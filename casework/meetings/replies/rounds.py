"""The mailbox of answers, read through once. A command: each message is its own transaction.

What a message did is committed before the message is marked: one that is met again, as after a
crash, is not newer than itself and changes nothing. Nothing of a message is ever logged.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from casework.kit.db import session, writing
from casework.letters.incoming.bounces import bounced, came_back
from casework.letters.incoming.mailboxes import Incoming, mailbox
from casework.letters.incoming.parts import Unreadable, opened
from casework.meetings.doing.unsigned import answer_by_mail
from casework.meetings.queries.replies import participants_by_uid
from casework.meetings.replies.reading import Reply, reply_in
from casework.meetings.replies.rules import counts, same_address, sequence_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """How many answers were taken, messages left as no concern of ours, letters that came back."""

    taken: int = 0
    left: int = 0
    came_back: int = 0
    unreadable: int = 0

    def __str__(self) -> str:
        return (
            f"{self.taken} answers taken, {self.left} messages left,"
            f" {self.came_back} letters came back, {self.unreadable} unreadable."
        )


def read_replies(url: str, at: datetime) -> Seen:
    """Everything unseen in the mailbox. Raises Unreachable."""
    done: Counter[str] = Counter()
    with mailbox(url) as box:
        for message in box.messages():
            done[_see_to(message, at)] += 1
            box.done(message)
            session.remove()
    return Seen(**done)


def _see_to(message: Incoming, at: datetime) -> str:
    try:
        with writing():
            return see_to(message.raw, at)
    except (Unreadable, RecursionError):
        return "unreadable"
    except SQLAlchemyError:
        raise  # it is not the message: it stays unseen
    except Exception as fault:  # one bad message stops no other
        log.error("a message cannot be read: %s", type(fault).__name__)
        return "unreadable"


def see_to(raw: bytes | None, at: datetime) -> str:
    """What became of one message: the name of a field of Seen. Raises Unreadable."""
    if raw is None:
        return "left"
    message = opened(raw)
    if back := bounced(message):
        return "came_back" if came_back(*back, at=at) else "left"
    reply = reply_in(message)
    return "taken" if reply and _take(reply, at) else "left"


def _take(reply: Reply, at: datetime) -> bool:
    """M5: at each meeting meant exactly one participant may be, and the answer must count there.

    A reply to a whole series is one to each of its meetings ahead.
    """
    asked = participants_by_uid(reply.uid, reply.recurs_on, at)
    meant = [one for one in asked if same_address(reply, one.standing)]
    if len({one.meeting.id for one in meant}) != len(meant):
        return False
    taken = [one for one in meant if counts(reply, one.standing, at)]
    for one in taken:
        said = {"answer": str(reply.answer), "said_at": reply.stamp, "at": at}
        said["sequence"] = sequence_of(reply, one.standing)
        answer_by_mail(one.participant, one.meeting, **said)
    return bool(taken)
