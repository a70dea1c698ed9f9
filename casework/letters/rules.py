"""M8: how long a letter that could not be sent waits, and when it is given up. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.kit.swedish import clock_time, counted, first_upper, short_date
from casework.letters.models import Letter

# minutes to wait after each failed attempt; together a little more than two days
PAUSES = (1, 5, 15, 60, 240, 480, 960, 1440)
LEASE = timedelta(minutes=5)  # no letter takes so long to hand over (postmen/smtp.py)
FEW = 10  # letters that a round holds at a time
SLOW = 5.0  # seconds after which a no is the receiver's slowness
ASIDE = timedelta(minutes=1)  # so long the others to a slow place wait
ENOUGH = 3  # so many letters in a row without a line: the server is away
WITHOUT_SERVER = timedelta(days=3)
ODD = ' <>,;:"()[]\\'  # what may not stand in an address as it is
LATE = timedelta(hours=1)  # a letter that has waited so long is told of


def next_try(attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many failed attempts, or None: give up."""
    if attempts > len(PAUSES):
        return None
    return at + timedelta(minutes=PAUSES[attempts - 1])


def gives_up_without_server(due_since: datetime, at: datetime) -> bool:
    """A server that is away is not the letter's fault, but its sender is told at last."""
    return at - due_since > WITHOUT_SERVER


def may_be_written(address: str) -> bool:
    """AC19: one address and nothing else: no blank, break or sign that ends it (RFC 5321 4.1.2)."""
    name, at, domain = address.rpartition("@")
    odd = {
        one for one in address if one.isspace() or not one.isprintable() or one in '<>,;:"()[]\\'
    }
    return bool(name and at and domain) and not odd


@dataclass(frozen=True)
class Waiting:
    """What the administrator is told of the letters that wait."""

    sentence: str
    late: bool


def waiting(number: int, since: datetime | None, at: datetime) -> Waiting:
    """M8: how many letters wait, how long the oldest has, and whether that is too long."""
    if since is None:
        return Waiting("Inga brev väntar.", late=False)
    age = max(at - since, timedelta())
    letters = first_upper(counted(number, "brev", "brev", neuter=True))
    return Waiting(f"{letters} väntar, det äldsta sedan {_long(age)}.", late=age > LATE)


def cause(letter: Letter, *, behind: bool, at: datetime) -> str:
    """M8, M3: why a letter is where it is, for whoever keeps the queue; nothing of what it says.

    `behind`: an earlier one to the same receiver about the same thing is on its way.
    """
    if not letter.waits:
        return letter.trouble or ""
    if is_held(letter, at):
        return "Skickas just nu."
    return " ".join(filter(None, (letter.trouble, _what_next(letter, behind, at))))


def _what_next(letter: Letter, behind: bool, at: datetime) -> str:
    if letter.not_before > at:
        what = "Nästa försök" if letter.trouble else "Ska gå"
        return f"{what} {short_date(letter.not_before)} kl. {clock_time(letter.not_before)}."
    if behind:
        return "Väntar på ett tidigare brev till samma mottagare."
    return "Försöks igen i nästa omgång." if letter.trouble else "Står på tur i nästa omgång."


def is_held(letter: Letter, at: datetime) -> bool:
    """A round has it. Held for much longer than a lease, it was taken by a clock that ran ahead."""
    until = letter.claimed_until
    return until is not None and at < until <= at + 2 * LEASE


def _long(age: timedelta) -> str:
    """Under en minut, 12 minuter, tre timmar, två dygn."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "mindre än en minut"
    if minutes < 60:
        return counted(minutes, "minut", "minuter")
    hours = minutes // 60
    return counted(hours, "timme", "timmar") if hours < 48 else counted(hours // 24, "dygn", "dygn")
