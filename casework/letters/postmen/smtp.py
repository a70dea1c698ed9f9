"""One SMTP conversation for many letters, in time boxes and never past a certificate.

    smtp://[user:password@]host[:587]   TLS by STARTTLS, demanded but to this machine itself
    smtps://[user:password@]host[:465]  TLS from the first byte
    smtp+plain://host[:25]              no TLS at all: a relay on a closed network; no password

RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 1870 (SIZE), RFC 6531 (addresses beyond ASCII). Whom to
trust is the machine's list, or that of SSL_CERT_FILE for an authority with a list of its own.
"""

import re
import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from socket import SHUT_RDWR
from threading import Timer
from typing import Any, Self
from urllib.parse import SplitResult, unquote

from casework.letters.postmen import answers
from casework.letters.postmen.answers import CLOSING, Down, Later, Refused

SECONDS = 20  # for one answer
SECONDS_A_LETTER = 60  # for all of it: much less than a lease (rules.py)
OK = 250
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 25, "smtps": 465, "smtp+plain": 25}
_DOT_FIRST = re.compile(rb"^\.", flags=re.M)


class Server:
    """Opened with the first letter; asked with RSET whether it is still there before each next."""

    def __init__(self, url: SplitResult) -> None:
        self.url = url
        self.smtp: smtplib.SMTP | None = None
        self.carried = 0  # on the line that is open now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        del failure
        self._close()

    def carry(self, message: EmailMessage, address: str) -> None:
        """As Postman says. A line that is hung up between two letters is opened once more."""
        used = self.carried > 0
        try:
            self._try(message, address)
        except Later as trouble:
            if not (used and trouble.lost and trouble.clear):
                raise
            self._try(message, address)

    def _try(self, message: EmailMessage, address: str) -> None:
        smtp = self._line()
        try:
            with boxed(smtp):
                _hand_over(smtp, message, address)
        except Later as trouble:
            if trouble.lost:
                self._close()
            raise
        self.carried += 1

    def _line(self) -> smtplib.SMTP:
        """A line that answers, with nothing half said on it."""
        if self.smtp and not _answers(self.smtp):
            self._close()
        return self.smtp or self._open()

    def _open(self) -> smtplib.SMTP:
        try:
            self.smtp = self._connected()
            with boxed(self.smtp):
                if self.url.username:
                    self.smtp.login(unquote(self.url.username), unquote(self.url.password or ""))
        except Down:
            raise
        except (smtplib.SMTPException, OSError) as trouble:
            self._close()
            raise Down(_why(trouble)) from trouble
        return self.smtp

    def _connected(self) -> smtplib.SMTP:
        host, scheme = self.url.hostname or "localhost", self.url.scheme
        port = self.url.port or PORTS[scheme]
        if scheme == "smtps":
            return _Safe(host, port, timeout=SECONDS, context=ssl.create_default_context())
        smtp = _Plain(host, port, timeout=SECONDS)
        with boxed(smtp):
            smtp.ehlo()
            if scheme == "smtp" and smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
            elif self.url.username or (scheme == "smtp" and host not in LOOPBACK):
                smtp.close()
                raise Down(answers.NO_ENCRYPTION)
        return smtp

    def _close(self) -> None:
        smtp, self.smtp, self.carried = self.smtp, None, 0
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError), boxed(smtp):
                smtp.quit()
            smtp.close()


@contextmanager
def boxed(smtp: smtplib.SMTP) -> Generator[None]:
    """All of it together takes no longer: also a server that says a letter at a time is cut off."""

    def cut() -> None:
        if smtp.sock:
            with suppress(OSError):
                smtp.sock.shutdown(SHUT_RDWR)

    timer = Timer(SECONDS_A_LETTER, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Plain(smtplib.SMTP):
    """The greeting is waited for inside a box too."""

    def connect(self, host: str = "", port: int = 0, source_address: Any = None) -> Any:
        with boxed(self):
            return super().connect(host, port, source_address)


class _Safe(smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def connect(self, host: str = "", port: int = 0, source_address: Any = None) -> Any:
        with boxed(self):
            return super().connect(host, port, source_address)


def _answers(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.rset()[0] == OK
    except (smtplib.SMTPException, OSError):
        return False


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage, address: str) -> None:
    """One letter to one receiver. Raises Refused or Later."""
    begun = False
    try:
        options, text = _written(smtp, message, address)
        _insist(
            smtp.mail(str(message["From"].addresses[0].addr_spec), options),
            answers.about_the_sender,
        )
        _insist(smtp.rcpt(address), answers.about_the_address)
        _insist(smtp.docmd("DATA"), answers.about_the_letter, 354)
        begun = True
        smtp.send(text)
        _insist(smtp.getreply(), answers.about_the_letter)
    except (smtplib.SMTPException, OSError) as trouble:
        raise Later(answers.CUT_OFF, clear=not begun, lost=True) from trouble


def _insist(said: tuple[int, bytes], otherwise: Any, wanted: int = OK) -> None:
    code = said[0]
    if code == -1:  # smtplib's word for an answer that is none
        code = CLOSING
    if code not in (wanted, wanted + 1):
        raise otherwise(code)


def _written(smtp: smtplib.SMTP, message: EmailMessage, address: str) -> tuple[list[str], bytes]:
    """The options of MAIL FROM, and the bytes after DATA. Raises Refused."""
    smtp.ehlo_or_helo_if_needed()
    options, policy = [], SMTP
    if not address.isascii():
        if not smtp.has_extn("smtputf8"):
            raise Refused(answers.ODD_ADDRESS)
        options, policy = ["SMTPUTF8", "BODY=8BITMIME"], SMTPUTF8
    whole = message.as_bytes(policy=policy)
    if smtp.has_extn("size"):
        most = smtp.esmtp_features["size"]
        if most.isdigit() and 0 < int(most) < len(whole):
            raise Refused(answers.TOO_BIG)
        options.append(f"SIZE={len(whole)}")
    ends = b"" if whole.endswith(b"\r\n") else b"\r\n"
    return options, _DOT_FIRST.sub(b"..", whole) + ends + b".\r\n"


def _why(trouble: Exception) -> str:
    """Why there is no line, in a sentence."""
    sentences = {
        ssl.SSLCertVerificationError: answers.BAD_CERTIFICATE,
        ssl.SSLError: answers.BAD_ENCRYPTION,
        smtplib.SMTPAuthenticationError: answers.NOT_SIGNED_IN,
    }
    found = (said for kind, said in sentences.items() if isinstance(trouble, kind))
    return next(found, answers.NO_SERVER)
