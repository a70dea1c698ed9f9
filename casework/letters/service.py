from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.letters import queries
from casework.letters.models import Letter
from casework.letters.policy import may_mend

ERASED = "-"


def post(
    actor: Actor | None,
    *,
    kind: str,  # names the renderer
    about_id: UUID,
    receiver_id: UUID,
    unit_id: UUID | None,
    address: str,
    sequence: int = 0,
    at: datetime,
    code: str = "",
    receiver: str = "",  # a unit's name or a role
    urgent: bool = False,  # goes first
    called: tuple[str | None, datetime | None] = (None, None),  # its UID, and day of a series
) -> Letter:
    """A letter in the outbox, in the transaction of the verb that has insisted; or of a command."""
    letter = Letter(kind=kind, about_id=about_id, receiver_id=receiver_id, unit_id=unit_id)
    letter.created_at, letter.urgent = at, urgent
    letter.sender_id = actor.user_id if actor else None
    letter.not_before, letter.address, letter.sequence, letter.attempts = at, address, sequence, 0
    letter.code, letter.receiver, letter.calendar_uid, letter.calendar_day = code, receiver, *called
    session.add(letter)
    record(actor, "letter posted", letter)
    return letter


def stop(
    actor: Actor,
    *,
    kinds: Collection[str],
    about_id: UUID,
    receiver_id: UUID | None = None,
    because: str,
    at: datetime,
) -> list[Letter]:
    """M8: letters about this that still wait are never sent. Without a receiver: to anybody."""
    stopped = []
    for letter in queries.about(actor, about_id, kinds, lock=True):
        if letter.waits and receiver_id in (None, letter.receiver_id):
            letter.stopped_at, letter.trouble = at, because
            record(actor, "letter stopped", letter)
            stopped.append(letter)
    return stopped


def forget(actor: Actor, *, about_id: UUID, receiver_id: UUID, because: str, at: datetime) -> None:
    """E3: the address of this receiver is erased from every letter about this; none goes any more.

    That verb has insisted.
    """
    for letter in queries.to(actor, about_id, receiver_id):
        if letter.waits:
            letter.stopped_at, letter.trouble = at, because
        letter.address = ERASED
        record(actor, "letter stopped", letter)


def try_again(actor: Actor, letter: Letter, *, at: datetime) -> None:
    """M8: the sender has mended what was wrong; the letter waits again."""
    may_mend(actor, letter.sender_id).insist()
    letter.failed_at = letter.claimed_until = letter.claimed_by = letter.sent_at = None
    letter.attempts, letter.not_before = 0, at
    record(actor, "letter tried again", letter)


def put_aside(actor: Actor, letter: Letter, *, at: datetime) -> None:
    """M8: the sender solved it another way; the letter leaves the desk."""
    may_mend(actor, letter.sender_id).insist()
    letter.stopped_at = at
    record(actor, "letter put aside", letter)
