"""F4: looking a name up, judging where it leads, and a line to there that ends in time.

Tests give a `Network` with another way of looking up and of dialling; what is judged is the same.
"""

import io
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

PORT = 443
TRIED = 4  # addresses of one name
# What Python's own is_global lets through in some versions, or what hides an address in another:
# RFC 6890 and its updates; 6to4 (3056), Teredo (4380), NAT64 (6052, 8215), IPv4 in IPv6 (4291).
NEVER = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        *("::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32"),
        *("2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8"),
    )
)


class Slow(Exception):
    """The time is out."""


class Clock:
    """How long is left of one fetching, redirects and all."""

    def __init__(self, seconds: float) -> None:
        self.ends = monotonic() + seconds

    @property
    def is_out(self) -> bool:
        return monotonic() >= self.ends

    def left(self) -> float:
        left = self.ends - monotonic()
        if left <= 0:
            raise Slow
        return left


def is_public(text: str) -> bool:
    """F4: an address in the open net, that hides no other."""
    try:
        found: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:  # "fe80::1%eth0" and whatever else is no address
        return False
    inside = any(found.version == net.version and found in net for net in NEVER)
    return found.is_global and not found.is_multicast and not inside


def look_up(host: str) -> list[str]:
    """Every address of a name, as the system knows it."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def dial(place: str, seconds: float) -> socket.socket:
    return socket.create_connection((place, PORT), timeout=seconds)


@dataclass(frozen=True)
class Network:
    """The world as the house reaches it. The defaults are strict, and the only ones in use."""

    look_up: Callable[[str], list[str]] = look_up
    dial: Callable[[str, float], socket.socket] = dial
    trusted: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def places(self, host: str, clock: Clock) -> list[str]:
        """The addresses of a name; none when any of them is not open to the whole world."""
        found = _in_time(lambda: self.look_up(host), clock)
        return found[:TRIED] if all(is_public(one) for one in found) else []

    def line(self, host: str, places: Sequence[str], clock: Clock) -> "Timed":
        """TLS to the first of the places that answers, verified for the name."""
        raw = self._connected(places, clock)
        try:
            raw.settimeout(clock.left())
            context = self.trusted()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            return Timed(context.wrap_socket(raw, server_hostname=host), clock)
        except BaseException:
            raw.close()
            raise

    def _connected(self, places: Sequence[str], clock: Clock) -> socket.socket:
        for number, place in enumerate(places, 1):
            try:
                return self.dial(place, clock.left() / (1 + len(places) - number))
            except OSError:
                if number == len(places):
                    raise
        raise OSError("no place to dial")


def _in_time(ask: Callable[[], list[str]], clock: Clock) -> list[str]:
    """The system's looking up knows no clock of ours: it is left to itself when the time is out."""
    answers: Queue[Any] = Queue()

    def look() -> None:
        try:
            answers.put(ask())
        except (OSError, UnicodeError) as trouble:
            answers.put(trouble)

    Thread(target=look, daemon=True).start()
    try:
        answer = answers.get(timeout=clock.left())
    except Empty:
        raise Slow from None
    if isinstance(answer, Exception):
        raise OSError("the name is not known") from None
    return answer


class Timed(io.RawIOBase):
    """A line that is given no more time than is left, at each byte anew."""

    def __init__(self, line: ssl.SSLSocket, clock: Clock) -> None:
        self._line, self.clock = line, clock

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(self.clock.left())
        self._line.sendall(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self.clock.left())
        return self._line.recv_into(buffer)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What http.client reads from."""
        return io.BufferedReader(self)

    def close(self) -> None:
        if not self.closed:
            self._line.close()
        super().close()
