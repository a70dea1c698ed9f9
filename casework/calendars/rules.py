"""F1, F4: what an address may look like, the window, and when a calendar is due. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.kit.swedish import listed

DAYS = 60
EACH = timedelta(hours=1)  # F4: no oftener of itself
AGAIN = timedelta(minutes=1)  # nor when asked
FRESH = timedelta(days=7)  # how far behind the window may be when a server says "unchanged"
LONGEST = 2000
PLAIN = re.compile(r"[!-~]+")  # no spaces, breaks or letters that only look like others
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
NUMBERS = re.compile(r"[0-9.]+|.*\.(?:0x[0-9a-f]*|[0-9]+)")  # an address of a machine, not a name


@dataclass(frozen=True)
class Window:
    """F1: from now on, until the last day is over."""

    first: datetime
    last: datetime
    last_day: date


def window(at: datetime) -> Window:
    today = clock.local(at).date()
    last_day = today + timedelta(days=DAYS)
    first, last = clock.moment(today, time(0)), clock.moment(last_day + timedelta(days=1), time(0))
    return Window(first, last, last_day)


def address_of(text: str, hosts: Collection[str]) -> str:
    """F4: the address as it will be asked for. Raises RuleBroken on the field "address".

    `webcal:` is what calendars call https. `hosts` as in CASEWORK_CALENDAR_HOSTS.
    """
    address = re.sub(r"^webcals?://", "https://", text.strip(), flags=re.IGNORECASE)
    host = host_of(address)
    if not is_allowed(host, hosts):
        raise RuleBroken("address", f"Kalendrar hämtas bara från {named(hosts)}.")
    return address


def host_of(address: str) -> str:
    """F4: the name of the machine that an address leads to. Raises RuleBroken."""
    try:
        parts = urlsplit(address) if PLAIN.fullmatch(address) and "\\" not in address else None
        host, port = (parts.hostname or "", parts.port) if parts else ("", None)
    except ValueError:
        parts, host, port = None, "", None
    if parts is None or not HOST.fullmatch(host) or NUMBERS.fullmatch(host):
        raise RuleBroken("address", "Skriv hela adressen, som den står i din kalender.")
    if parts.scheme != "https":
        raise RuleBroken("address", "Adressen måste börja med https.")
    if "@" in parts.netloc or port not in (None, 443):
        raise RuleBroken("address", "Adressen får inte ha namn, lösenord eller port i sig.")
    if len(address) > LONGEST:
        raise RuleBroken("address", f"Adressen får ha högst {LONGEST} tecken.")
    return host


def is_allowed(host: str, hosts: Collection[str]) -> bool:
    """F4: one of the names; one that begins with a point stands for everything under it."""
    return any(host == one or (one[:1] == "." and host.endswith(one)) for one in hosts)


def named(hosts: Collection[str]) -> str:
    return listed(sorted(one.removeprefix(".") for one in hosts), "eller")


def check_not_just_tried(tried_at: datetime | None, at: datetime) -> None:
    if tried_at and at < tried_at + AGAIN:
        raise RuleBroken("", "Kalendern hämtades nyss. Vänta en minut och försök igen.")


def may_be_unchanged(reaches_to: date | None, at: datetime) -> bool:
    """F1: "unchanged" is an answer only while what was read still reaches almost far enough."""
    return reaches_to is not None and reaches_to >= window(at).last_day - FRESH
