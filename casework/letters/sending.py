"""The postman's round: claim, render, carry, note. A command, so it opens its own transactions.

M8  Rendering asks once more whether the letter may go. Nothing is held locked while a server is
    talked to. A round that dies in the middle leaves its claims to run out after a few minutes;
    the same letter then goes with the same Message-ID, which receivers take as one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from uuid import UUID

from flask import current_app

from casework.kit.db import writing
from casework.letters import queries
from casework.letters.models import Letter
from casework.letters.postmen import Down, Later, Postman, Refused, postman
from casework.letters.rules import LEASE, next_try


@dataclass(frozen=True)
class Stop:
    """M8: the renderer's no. `reason` is a Swedish sentence for the list of letters."""

    reason: str


Renderer = Callable[[Letter], EmailMessage | Stop]

# kind of letter -> who writes it; later rooms add theirs when the app is made
RENDERERS: dict[str, Renderer] = {}


@dataclass(frozen=True)
class Sent:
    """What one round did. `failed` counts letters put off and letters given up."""

    sent: int = 0
    failed: int = 0
    stopped: int = 0


def send_due(at: datetime, limit: int = 100) -> Sent:
    """Send what is due at `at`, at most `limit` letters. Needs an app context."""
    outcomes: list[str] = []
    with writing():
        claimed = [_claim(letter, at) for letter in queries.due(at, limit)]
    with postman(current_app.config["SMTP_URL"]) as carrier:
        for letter_id in claimed:
            if "down" in outcomes:
                _release(letter_id)
            else:
                outcomes.append(_send(carrier, letter_id, at))
    failed = outcomes.count("failed") + outcomes.count("down")
    return Sent(outcomes.count("sent"), failed, outcomes.count("stopped"))


def _claim(letter: Letter, at: datetime) -> UUID:
    letter.claimed_until = at + LEASE
    return letter.id


def _release(letter_id: UUID) -> None:
    with writing():
        queries.by_id(letter_id).claimed_until = None


def _send(carrier: Postman, letter_id: UUID, at: datetime) -> str:
    with writing():
        letter = queries.by_id(letter_id)
        message = RENDERERS[letter.kind](letter) if letter.waits else Stop(letter.trouble or "")
        if isinstance(message, Stop):
            letter.stopped_at, letter.trouble = letter.stopped_at or at, message.reason
            letter.claimed_until = None
            return "stopped"
        address = _address_it(message, letter, at)
    return _carry(carrier, message, letter_id, address, at)


def _carry(
    carrier: Postman, message: EmailMessage, letter_id: UUID, address: str, at: datetime
) -> str:
    try:
        carrier.carry(message, address)
    except Refused as no:
        return _put_off(letter_id, str(no), at, for_good=True)
    except Later as trouble:
        _put_off(letter_id, str(trouble), at)
        return "down" if isinstance(trouble, Down) else "failed"
    with writing():
        letter = queries.by_id(letter_id)
        letter.sent_at, letter.claimed_until, letter.trouble = at, None, None
    return "sent"


def _put_off(letter_id: UUID, trouble: str, at: datetime, *, for_good: bool = False) -> str:
    with writing():
        letter = queries.by_id(letter_id)
        letter.attempts += 1
        letter.trouble, letter.claimed_until = trouble, None
        again = None if for_good else next_try(letter.attempts, at)
        if again is None:
            letter.failed_at = at
        else:
            letter.not_before = again
    return "failed"


def _address_it(message: EmailMessage, letter: Letter, at: datetime) -> str:
    """The envelope: from the service, to one receiver, the same Message-ID at every attempt."""
    config = current_app.config
    domain = config["MAIL_FROM"].rpartition("@")[2]
    message["From"] = formataddr((config["SERVICE_NAME"], config["MAIL_FROM"]))
    message["To"] = letter.address
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.created_at:%Y%m%dT%H%M%S}-{letter.id.hex}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    return str(letter.address)
