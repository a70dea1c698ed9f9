"""Those who carry a finished message: an SMTP server, or a folder of .eml files."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 20
NO_SERVER = "E-postservern svarar inte."
NO_SUCH_ADDRESS = "Mottagarens e-postserver säger att adressen inte finns."
NOT_FROM_US = "E-postservern tar inte emot brev från tjänsten."
NOT_TAKEN = "E-postservern vill inte ta emot brevet."
BUSY = "E-postservern är upptagen."


class Refused(Exception):
    """A permanent no. The sentence is fit to show."""


class Later(Exception):
    """Not now. The sentence is fit to show."""


class Down(Later):
    """The server cannot be reached: the other letters need not be tried either."""


class Postman(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(self, *failure: object) -> None: ...
    def carry(self, message: EmailMessage, address: str) -> None:
        """Delivered when it returns. Raises Refused, Later or Down."""


def postman(url: str) -> Postman:
    """The postman of `smtp://host:port`, `smtps://host:port` or `dir:PATH`."""
    return Folder(Path(url[4:])) if url.startswith("dir:") else Server(urlsplit(url))


class Folder:
    """Writes each message as a file. The name is the message's own, so twice is once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        del failure

    def carry(self, message: EmailMessage, address: str) -> None:
        del address
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / f"{file_name(message)}.eml").write_bytes(message.as_bytes(policy=SMTP))
        except OSError as trouble:
            raise Down("Mappen för brev går inte att skriva i.") from trouble


def file_name(message: EmailMessage) -> str:
    """The part of Message-ID before the @: ours, and safe as a file name."""
    return str(message["Message-ID"]).strip("<> ").split("@")[0]


class Server:
    """One SMTP conversation for many letters; opened with the first, TLS when it is offered."""

    def __init__(self, url: SplitResult) -> None:
        self.url = url
        self.smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        del failure
        self._close()

    def carry(self, message: EmailMessage, address: str) -> None:
        smtp = self.smtp or self._open()
        try:
            smtp.send_message(message, to_addrs=[address])
        except smtplib.SMTPRecipientsRefused as no:
            code = max(code for code, _ in no.recipients.values())
            raise _answer(code, NO_SUCH_ADDRESS) from no
        except smtplib.SMTPSenderRefused as no:
            raise _answer(no.smtp_code, NOT_FROM_US) from no
        except smtplib.SMTPResponseException as no:
            raise _answer(no.smtp_code, NOT_TAKEN) from no
        except (smtplib.SMTPException, OSError) as trouble:
            self._close()
            raise Later("Kontakten med e-postservern bröts.") from trouble

    def _open(self) -> smtplib.SMTP:
        try:
            self.smtp = self._connected()
            if self.url.username:
                self.smtp.login(unquote(self.url.username), unquote(self.url.password or ""))
        except (smtplib.SMTPException, OSError) as trouble:
            self._close()
            raise Down(NO_SERVER) from trouble
        return self.smtp

    def _connected(self) -> smtplib.SMTP:
        host, safe = self.url.hostname or "localhost", ssl.create_default_context()
        if self.url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self.url.port or 465, timeout=SECONDS, context=safe)
        smtp = smtplib.SMTP(host, self.url.port or 25, timeout=SECONDS)
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=safe)
        elif self.url.username:
            smtp.close()
            raise smtplib.SMTPException("no password without TLS")
        return smtp

    def _close(self) -> None:
        smtp, self.smtp = self.smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()


def _answer(code: int, sentence: str) -> Exception:
    return Refused(sentence) if code >= 500 else Later(BUSY)
