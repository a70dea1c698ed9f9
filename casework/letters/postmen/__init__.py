"""Those who carry a finished message: an SMTP server (smtp.py), or a folder of .eml files."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import urlsplit

from casework.letters.postmen.answers import Down, Later, Refused
from casework.letters.postmen.smtp import Server

__all__ = ["Down", "Folder", "Later", "Postman", "Refused", "Server", "file_name", "postman"]


class Postman(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(self, *failure: object) -> None: ...
    def carry(self, message: EmailMessage, address: str) -> None:
        """Delivered when it returns. Raises Refused, Later or Down."""


def postman(url: str) -> Postman:
    """The postman of `smtp://host:port` and its like (see smtp.py), or `dir:PATH`."""
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
        file = self.path / f"{file_name(message)}.eml"
        half = file.with_suffix(".half")  # whoever reads the folder never meets half a letter
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            half.write_bytes(message.as_bytes(policy=SMTP))
            half.replace(file)
        except OSError as trouble:
            raise Down("Mappen för brev går inte att skriva i.") from trouble


def file_name(message: EmailMessage) -> str:
    """The part of Message-ID before the @: ours, and safe as a file name."""
    return str(message["Message-ID"]).strip("<> ").split("@")[0]
