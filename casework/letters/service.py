from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.letters import queries
from casework.letters.models import Letter
from casework.letters.policy import may_mend


def post(
    actor: Actor | None,
    *,
    kind: str,
    about_id: UUID,
    receiver_id: UUID,
    unit_id: UUID | None,
    address: str,
    sequence: int = 0,
    at: datetime,
    code: str = "",
    receiver: str = "",
) -> Letter:
    """A letter in the outbox, in the transaction of what it tells; that verb has insisted.

    `kind` names the renderer; `receiver` is a unit's name or a role. Without an actor: a command.
    """
    letter = Letter(kind=kind, about_id=about_id, receiver_id=receiver_id, unit_id=unit_id)
    letter.sender_id = actor.user_id if actor else None
    letter.created_at = letter.not_before = at
    letter.address, letter.sequence, letter.attempts = address, sequence, 0
    letter.code, letter.receiver = code, receiver
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
    for letter in queries.about(actor, about_id, kinds):
        if letter.waits and receiver_id in (None, letter.receiver_id):
            letter.stopped_at, letter.trouble = at, because
            record(actor, "letter stopped", letter)
            stopped.append(letter)
    return stopped


def try_again(actor: Actor, letter: Letter, *, at: datetime) -> None:
    """M8: the sender has mended what was wrong; the letter waits again."""
    may_mend(actor, letter.sender_id).insist()
    letter.failed_at = letter.claimed_until = None
    letter.attempts, letter.not_before = 0, at
    record(actor, "letter tried again", letter)


def put_aside(actor: Actor, letter: Letter, *, at: datetime) -> None:
    """M8: the sender solved it another way; the letter leaves the desk."""
    may_mend(actor, letter.sender_id).insist()
    letter.stopped_at = at
    record(actor, "letter put aside", letter)
