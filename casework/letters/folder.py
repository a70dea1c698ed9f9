"""The demo's mail: what the postman wrote into a folder, read back to be looked at."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

NEWEST = 100
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Folder:
    path: str


@dataclass(frozen=True)
class Written:
    """One message as its receiver sees it. `link` is the path of the address in it, if any."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str
    link: str
    calendar: str


def written(folder: Folder) -> list[Written]:
    """The newest messages of the folder, newest first. A folder that is not there is empty."""
    files = sorted(Path(folder.path).glob("*.eml"), key=lambda one: one.name, reverse=True)
    return [_read(one) for one in files[:NEWEST]]


def _read(file: Path) -> Written:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
    text = _part(message, "text/plain")
    found = ADDRESS.search(text)
    return Written(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=text,
        link=urlsplit(found[0]).path if found else "",
        calendar=_part(message, "text/calendar"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind:
            content = part.get_payload(decode=True)
            return content.decode() if isinstance(content, bytes) else ""
    return ""
