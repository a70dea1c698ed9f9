"""Running the bad server and senders as processes of their own, and reading what arrived."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar

from casework.kit.db import session
from tests.conftest import CONFIG

HOUSE = Path(__file__).parents[2]


class BadServer:
    """tests/letters/bad_server.py, running."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.letters.bad_server", str(folder)],
            cwd=HOUSE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = f"smtp://127.0.0.1:{int(self.process.stdout.readline())}"

    def does(self, how: str = "well", **more: Any) -> int:
        return self._say(json.dumps({"how": how, **more}))

    @property
    def connections(self) -> int:
        """How many have called so far."""
        return self._say("count")

    def _say(self, line: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    @property
    def got(self) -> list[EmailMessage]:
        """What was kept, in the order of arrival."""
        files = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]  # ty: ignore[invalid-return-type]

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def bad_server(folder: Path) -> Iterator[BadServer]:
    folder.mkdir(parents=True, exist_ok=True)
    server = BadServer(folder)
    try:
        yield server
    finally:
        server.stop()


class Senders:
    """Senders on this test's database, each a process of its own (sender.py)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.running = folder, dict[int, Path]()
        folder.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.letters.sender"],
            cwd=HOUSE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._heard()

    def start(self, url: str, **more: Any) -> int:
        """Another one. Its process id."""
        engine: Any = session.get_bind()
        says = self.folder / f"{len(list(self.folder.iterdir()))}.txt"
        says.touch()
        database = engine.url.render_as_string(hide_password=False)
        wanted = {"database": database, "server": url, "says": str(says), **more}
        process = int(self._said(json.dumps(wanted)))
        self.running[process] = says
        return process

    def end(self, process: int, how: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; what it came to and what it had said."""
        os.kill(process, how)
        code = int(self._said(str(process)))
        return code, self.running.pop(process).read_text()

    def _said(self, line: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self._heard()

    def _heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def stop(self) -> None:
        """Nothing is left running."""
        for process in list(self.running):
            self.end(process, signal.SIGKILL)
        self.process.kill()
        self.process.communicate()


@contextmanager
def senders(folder: Path) -> Iterator[Senders]:
    made = Senders(folder)
    try:
        yield made
    finally:
        made.stop()


def command(*words: str, server: str, data: Path, **more: str) -> subprocess.Popen:
    """`casework WORDS` as an installation runs it, on this test's database."""
    engine: Any = session.get_bind()
    (key,) = CONFIG["FIELD_KEYS"].values()
    settings = {
        "BASE_URL": CONFIG["BASE_URL"],
        "DATA_DIR": str(data),
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "FIELD_KEYS": f"1:{base64.b64encode(key).decode()}",
        "MAIL_FROM": CONFIG["MAIL_FROM"],
        "SMTP_URL": server,
        **dict.fromkeys(("SECRET_KEY", "INDEX_KEY", "AUDIT_KEY"), CONFIG["SECRET_KEY"]),
        **more,
    }
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", "from casework.cli import main; main()", *words],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **{f"CASEWORK_{name}": value for name, value in settings.items()}},
    )


@dataclass(frozen=True)
class Told:
    """One calendar message as it arrived."""

    to: str
    method: str
    uid: str
    sequence: int
    starts_at: datetime
    message_id: str


def told(message: EmailMessage) -> Told | None:
    """What a calendar reads in it, or None without a calendar part."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            whole = Calendar.from_ical(part.get_payload(decode=True))
            (event,) = whole.walk("VEVENT")
            return Told(
                str(message["X-To"]),
                str(whole["METHOD"]),
                str(event["UID"]),
                int(event["SEQUENCE"]),
                event.start,
                str(message["Message-ID"]),
            )
    return None


def as_a_calendar_would(arrived: list[Told]) -> dict[tuple[str, str], Told]:
    """RFC 5546 2.1.5: {(receiver, UID): the event that stands there} after all of it."""
    seen: dict[tuple[str, str], Told] = {}
    for one in arrived:
        before = seen.get((one.to, one.uid))
        if before is None or one.sequence >= before.sequence:
            seen[one.to, one.uid] = one
    return {key: one for key, one in seen.items() if one.method == "REQUEST"}
