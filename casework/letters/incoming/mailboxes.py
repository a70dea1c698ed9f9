"""A mailbox that is read once: each message is handed out, and marked when it has been seen to.

    imaps://user:password@host[:993]/FOLDER   over TLS, the certificate verified
    imap://…                                  only to this machine itself
    maildir:PATH                              where a mail server on this machine delivers

RFC 3501 (IMAP). Whom to trust is the machine's list, or that of SSL_CERT_FILE.
"""

import imaplib
import re
import ssl
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 20
LARGEST = 512 * 1024  # bytes of a message that is read at all
MOST = 500  # messages of one round
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unreachable(Exception):
    """There is no mailbox to read. A sentence for whoever runs the command."""


@dataclass(frozen=True)
class Incoming:
    """One message. `raw` is None when it is too large to be read."""

    name: str
    raw: bytes | None


class Mailbox(Protocol):
    def messages(self) -> Iterator[Incoming]:
        """Those that were not seen to before, oldest first."""

    def done(self, message: Incoming) -> None:
        """It is not handed out again."""


def mailbox(url: str) -> AbstractContextManager[Mailbox]:
    """The mailbox of an address. Raises Unreachable, also while it is read."""
    if url.startswith("maildir:"):
        return _maildir(Path(url.removeprefix("maildir:")))
    parts = urlsplit(url)
    if parts.scheme == "imaps" or (parts.scheme == "imap" and parts.hostname in LOOPBACK):
        return _imap(parts)
    raise Unreachable(
        "CASEWORK_REPLIES_URL must be imaps://user:password@host/FOLDER or maildir:PATH."
    )


class Maildir:
    """Read from new/, and from cur/ what nobody has seen; seen to, it lies in cur/ as seen."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def messages(self) -> Iterator[Incoming]:
        waiting = [*self.path.glob("new/*"), *self.path.glob("cur/*")]
        unseen = [one for one in waiting if one.is_file() and "S" not in _flags(one)]
        for file in sorted(unseen, key=lambda one: one.name)[:MOST]:
            small = file.stat().st_size <= LARGEST
            yield Incoming(str(file), file.read_bytes() if small else None)

    def done(self, message: Incoming) -> None:
        file = Path(message.name)
        flags = "".join(sorted({*_flags(file), "S"}))
        file.rename(self.path / "cur" / f"{file.name.partition(':')[0]}:2,{flags}")


def _flags(file: Path) -> str:
    return file.name.partition(":2,")[2]


@contextmanager
def _maildir(path: Path) -> Generator[Maildir]:
    for folder in ("new", "cur", "tmp"):
        (path / folder).mkdir(parents=True, exist_ok=True)
    try:
        yield Maildir(path)
    except OSError as trouble:
        raise Unreachable(f"The mailbox cannot be read: {trouble.strerror}.") from trouble


class Imap:
    """Unseen messages of one folder; seen to, they are flagged as seen."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self.line = line

    def messages(self) -> Iterator[Incoming]:
        found = self._said("SEARCH", "UNSEEN")[0] or b""
        for number in found.decode("ascii").split()[:MOST]:
            yield Incoming(number, self._fetched(number))

    def _fetched(self, number: str) -> bytes | None:
        told = b" ".join(one for one in self._said("FETCH", number, "(RFC822.SIZE)") if one)
        size = _SIZE.search(told)
        if size is None or int(size[1]) > LARGEST:
            return None
        parts = self._said("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((one[1] for one in parts if isinstance(one, tuple)), b"")

    def done(self, message: Incoming) -> None:
        self._said("STORE", message.name, "+FLAGS.SILENT", r"(\Seen)")

    def _said(self, command: str, *words: str) -> list[Any]:
        status, data = self.line.uid(command, *words)
        if status != "OK":
            raise imaplib.IMAP4.error(command)
        return data


@contextmanager
def _imap(url: SplitResult) -> Generator[Imap]:
    try:
        line = _connected(url)
        try:
            line.login(unquote(url.username or ""), unquote(url.password or ""))
            folder = unquote(url.path.strip("/")) or "INBOX"
            if line.select(f'"{folder}"')[0] != "OK":
                raise Unreachable("The folder of the mailbox is not there.")
            yield Imap(line)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                line.logout()
    except ssl.SSLCertVerificationError as trouble:
        raise Unreachable("The certificate of the mailbox cannot be trusted.") from trouble
    except (imaplib.IMAP4.error, OSError) as trouble:  # what the server says may hold a name
        raise Unreachable(f"The mailbox does not answer: {type(trouble).__name__}.") from trouble


def _connected(url: SplitResult) -> imaplib.IMAP4:
    host = url.hostname or "localhost"
    if url.scheme == "imap":
        return imaplib.IMAP4(host, url.port or 143, timeout=SECONDS)
    safe = ssl.create_default_context()
    return imaplib.IMAP4_SSL(host, url.port or 993, ssl_context=safe, timeout=SECONDS)
