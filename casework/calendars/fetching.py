"""F4: a calendar is fetched from where it may be, and from nowhere else.

The name is looked up once and the connection goes to exactly the address that was judged, so that
a name that changes its mind in between leads nowhere. Each redirect is judged anew. One clock runs
from the first question to the last byte; a server that drips is left.
"""

import re
import ssl
from collections.abc import Collection
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin, urlsplit

from casework.calendars.network import Clock, Network, Slow, Timed
from casework.calendars.reading.sifting import BYTES
from casework.calendars.rules import address_of
from casework.kit.errors import RuleBroken

SECONDS = 10.0
REDIRECTS = 3
# RFC 9110, 8.8.2 and 8.8.3
MARKS = {
    "ETag": re.compile(r'(?:W/)?"[!#-~]{0,190}"'),
    "Last-Modified": re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"),
}
MOVED = (301, 302, 303, 307, 308)
SLOW = "Servern svarade för långsamt. Försöket görs om senare."
SILENT = "Servern svarar inte. Försöket görs om senare."
UNSAFE = "Servern kan inte visa att den är den som adressen säger."
ELSEWHERE = "Adressen leder till en plats som kalendrar inte får hämtas från."
ROUND = "Adressen skickar vidare för många gånger."
TOO_BIG = "Kalendern är för stor. Den får vara högst 2 MB. Ta med färre månader."
PACKED = "Servern skickar kalendern packad, och då kan den inte läsas."
GONE = (
    "Kalendern finns inte på adressen. Kontrollera att den är publicerad och kopiera adressen igen."
)
SHUT = "Kalendern är inte öppen för den som har adressen. Publicera den igen."
ODD = "Servern svarade inte med en kalender. Försöket görs om senare."
# what can go wrong on the way; the first that fits says it
TROUBLES: dict[type[Exception], str] = {
    RuleBroken: ELSEWHERE,
    Slow: SLOW,
    TimeoutError: SLOW,
    ssl.SSLCertVerificationError: UNSAFE,
    **dict.fromkeys((OSError, HTTPException, ValueError), SILENT),
}
ANSWERS = {401: SHUT, 403: SHUT, 404: GONE, 410: GONE}


class Unreachable(Exception):
    """Nothing came. The sentence is fit to show, and never holds the address (F6)."""


@dataclass(frozen=True)
class Fetched:
    """The bytes of a calendar, and what the server wants to be asked with next time."""

    body: bytes = field(repr=False)
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Unchanged:
    """The server says that it is as it was."""


@dataclass(frozen=True)
class Asked:
    """An address, and what the server said of it the last time."""

    address: str = field(repr=False)
    etag: str | None = field(default=None, repr=False)
    last_modified: str | None = None


def fetch(asked: Asked, hosts: Collection[str], network: Network) -> Fetched | Unchanged:
    """F4: what is published there. Raises Unreachable and nothing else."""
    try:
        return _followed(asked, hosts, network, Clock(SECONDS))
    except tuple(TROUBLES) as trouble:
        said = next(said for sort, said in TROUBLES.items() if isinstance(trouble, sort))
        raise Unreachable(said) from None


def _followed(
    asked: Asked, hosts: Collection[str], network: Network, time: Clock
) -> Fetched | Unchanged:
    address = asked.address
    for _turn in range(REDIRECTS + 1):
        answer = _ask(address, asked, hosts, network, time)
        if not isinstance(answer, str):
            return answer
        address = urljoin(address, answer)
    raise Unreachable(ROUND)


def _ask(
    address: str, asked: Asked, hosts: Collection[str], network: Network, time: Clock
) -> Fetched | Unchanged | str:
    """The answer, or where it sends one on."""
    parts = urlsplit(address_of(address, hosts))
    places = network.places(parts.hostname or "", time)
    if not places:
        raise Unreachable(ELSEWHERE)
    with network.line(parts.hostname or "", places, time) as line:
        line.sendall(_request(asked, parts.hostname or "", parts.path, parts.query))
        answer = HTTPResponse(line, method="GET")  # ty: ignore[invalid-argument-type] it asks for a file
        answer.begin()
        return _answered(answer, line)


def _request(asked: Asked, host: str, path: str, query: str) -> bytes:
    """Everything in it was found to be plain letters without spaces (`rules.host_of`)."""
    lines = [
        f"GET {path or '/'}{'?' + query if query else ''} HTTP/1.1",
        f"Host: {host}",
        "User-Agent: casework",
        "Accept: text/calendar, */*;q=0.1",
        "Accept-Encoding: identity",
        "Connection: close",
        *([f"If-None-Match: {asked.etag}"] if asked.etag else []),
        *([f"If-Modified-Since: {asked.last_modified}"] if asked.last_modified else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _answered(answer: HTTPResponse, line: Timed) -> Fetched | Unchanged | str:
    if answer.status in MOVED and (to := answer.getheader("Location")):
        return to
    if answer.status == 304:
        return Unchanged()
    if answer.status != 200:
        raise Unreachable(ANSWERS.get(answer.status, ODD))
    if answer.getheader("Content-Encoding", "identity").strip().lower() != "identity":
        raise Unreachable(PACKED)
    if (answer.length or 0) > BYTES:
        raise Unreachable(TOO_BIG)
    marks = (_said(answer, name, shape) for name, shape in MARKS.items())
    return Fetched(_body(answer, line), *marks)


def _body(answer: HTTPResponse, line: Timed) -> bytes:
    body = answer.read(BYTES + 1)
    if len(body) > BYTES:
        raise Unreachable(TOO_BIG)
    if line.clock.is_out:
        raise Slow
    if answer.length:  # it said that more would come
        raise Unreachable(SILENT)
    return body


def _said(answer: HTTPResponse, name: str, shape: re.Pattern[str]) -> str | None:
    """To be sent back word for word, if it is what it should be and no other words."""
    said = answer.getheader(name, "").strip()
    return said if shape.fullmatch(said) else None
