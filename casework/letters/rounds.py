"""The postman's round: claim, render, carry, note. A command, so it opens its own transactions.

M8  Rendering asks once more whether the letter may go. Nothing is held locked while a server is
    talked to. A few letters are held at a time, each for a lease that is begun anew just before it
    is handed over, and only while this round still holds it. A round that dies in the middle leaves
    its claims to run out; the same letter then goes with the same Message-ID, and the same UID and
    SEQUENCE if it is about a meeting, which receivers take as one.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from casework.kit.db import writing
from casework.letters import queries
from casework.letters.models import Letter
from casework.letters.postmen import Down, Later, Postman, Refused
from casework.letters.postmen.answers import ODD_ADDRESS
from casework.letters.rules import (
    ASIDE,
    ENOUGH,
    FEW,
    LEASE,
    SLOW,
    gives_up_without_server,
    may_be_written,
    next_try,
)

TRIES = 5  # to note that a letter went
NOT_WRITTEN = "Tjänsten kunde inte skriva brevet. Administratören ser felet i loggen."
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stop:
    """M8: the renderer's no. `reason` is a Swedish sentence for the list of letters."""

    reason: str


@dataclass(frozen=True)
class Sent:
    """What one round did. `failed` counts letters put off and given up; `down` is why it ended."""

    sent: int = 0
    failed: int = 0
    stopped: int = 0
    down: str = field(default="", compare=False)

    @property
    def nothing(self) -> bool:
        return not (self.sent or self.failed or self.stopped)


@dataclass(frozen=True)
class Ready:
    """A letter in its envelope. `unsure_since` is how it was before it was handed over."""

    message: EmailMessage
    address: str
    unsure_since: datetime | None


def Always() -> bool:  # noqa: N802  it stands where a word stands
    return True


@dataclass
class Round:
    """One round from `at` on, over one line to one server."""

    at: datetime
    carrier: Postman
    renderers: Mapping[str, Callable[[Letter], EmailMessage | Stop]]
    config: Mapping[str, Any]
    going_on: Callable[[], bool] = Always
    token: str = field(default_factory=lambda: uuid4().hex)
    began: float = field(default_factory=monotonic)
    slow: set[str] = field(default_factory=set)  # domains that have kept us waiting
    without_line: int = 0  # letters in a row
    down: str = ""

    @property
    def now(self) -> datetime:
        """`at` and the seconds since: a clock that is set meanwhile changes nothing."""
        return self.at + timedelta(seconds=int(monotonic() - self.began))

    def run(self, limit: int) -> Sent:
        """At most `limit` letters, until none is due, the server is away, or it is told to end."""
        done: Counter[str] = Counter()
        try:
            while claimed := self._claim(min(FEW, limit - done.total())):
                for letter_id in claimed:
                    if self._goes_on:
                        done[self._one(letter_id)] += 1
        finally:
            self._release()
        return Sent(done["sent"], done["failed"], done["stopped"], self.down)

    @property
    def _goes_on(self) -> bool:
        return not self.down and self.going_on()

    def _claim(self, number: int) -> list[UUID]:
        if number <= 0 or not self._goes_on:
            return []
        with writing():
            letters = queries.due(self.now, number)
            for letter in letters:
                letter.claimed_by, letter.claimed_until = self.token, self.now + LEASE
        return [letter.id for letter in letters]

    def _release(self) -> None:
        with writing():
            for letter in queries.all_held(self.token):
                _let_go(letter)

    def _one(self, letter_id: UUID) -> str:
        """sent, failed or stopped; or aside, or lost to another round."""
        try:
            ready = self._prepare(letter_id)
        except SQLAlchemyError:
            raise
        except Refused as no:
            return self._put_off(letter_id, no)
        except Exception as fault:  # one letter that cannot be written stops no other
            log.error("a letter cannot be written: %s", type(fault).__name__)
            return self._put_off(letter_id, Later(NOT_WRITTEN))
        return ready if isinstance(ready, str) else self._carry(letter_id, ready)

    def _prepare(self, letter_id: UUID) -> Ready | str:
        """The claim is still ours, the letter may still go, and from here on it may arrive."""
        with writing():
            letter = queries.held(letter_id, self.token)
            if letter is None:
                return "lost"
            address = str(letter.address)
            if not may_be_written(address):
                raise Refused(ODD_ADDRESS)
            message = self.renderers[letter.kind](letter)
            if isinstance(message, Stop):
                letter.stopped_at, letter.trouble = self.now, message.reason
                return _let_go(letter, "stopped")
            if _domain(address) in self.slow:
                letter.not_before = self.now + ASIDE
                return _let_go(letter, "aside")
            self._address_it(message, letter, address)
            before, letter.handed_at = letter.handed_at, letter.handed_at or self.now
            letter.claimed_until = self.now + LEASE
        return Ready(message, address, before)

    def _carry(self, letter_id: UUID, ready: Ready) -> str:
        began = monotonic()
        try:
            self.carrier.carry(ready.message, ready.address)
        except (Refused, Later) as trouble:
            self._mind(trouble, ready.address, monotonic() - began)
            return self._put_off(letter_id, trouble, ready)
        self.without_line = 0
        for attempt in range(1, TRIES + 1):
            try:
                return self._note_sent(letter_id)
            except OperationalError:  # a database that is busy: forgotten, it would go again
                if attempt == TRIES:
                    raise
        return "sent"

    def _note_sent(self, letter_id: UUID) -> str:
        with writing():
            letter = queries.by_id(letter_id)
            if letter is not None:
                letter.sent_at = letter.sent_at or self.now
                letter.trouble = letter.trouble if letter.stopped_at else None
                _let_go(letter)
        return "sent"

    def _mind(self, trouble: Exception, address: str, seconds: float) -> None:
        """What a letter's trouble says of the server, and of others to the same place."""
        lost = isinstance(trouble, Later) and trouble.lost
        self.without_line = self.without_line + 1 if lost else 0
        if isinstance(trouble, Down) or self.without_line >= ENOUGH:
            self.down = str(trouble)
        if isinstance(trouble, Later) and seconds >= SLOW:
            self.slow.add(_domain(address))

    def _put_off(self, letter_id: UUID, trouble: Exception, ready: Ready | None = None) -> str:
        with writing():
            letter = queries.held(letter_id, self.token)
            if letter is None:
                return "lost"
            letter.trouble = str(trouble)
            if ready and not (isinstance(trouble, Later) and not trouble.clear):
                letter.handed_at = ready.unsure_since
            again = _again(letter, trouble, self.at)
            letter.failed_at = None if again else self.at
            letter.not_before = again or letter.not_before
            return _let_go(letter, "failed")

    def _address_it(self, message: EmailMessage, letter: Letter, address: str) -> None:
        """The envelope: from us, to one receiver, the same Message-ID at every attempt."""
        domain = self.config["MAIL_FROM"].rpartition("@")[2]
        message["From"] = formataddr((self.config["SERVICE_NAME"], self.config["MAIL_FROM"]))
        message["To"] = address
        message["Date"] = format_datetime(self.now)
        message["Message-ID"] = f"<{letter.created_at:%Y%m%dT%H%M%S}-{letter.id.hex}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"


def _again(letter: Letter, trouble: Exception, at: datetime) -> datetime | None:
    """When to try again, or None: given up. A server that is away counts for no letter."""
    if isinstance(trouble, Down):
        return None if gives_up_without_server(letter.not_before, at) else letter.not_before
    letter.attempts += 1
    return None if isinstance(trouble, Refused) else next_try(letter.attempts, at)


def _let_go(letter: Letter, outcome: str = "") -> str:
    letter.claimed_by = letter.claimed_until = None
    return outcome


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
