"""An SMTP server that misbehaves, in a process of its own: python -m tests.letters.bad_server DIR.

It says its port, then reads what to do from standard input, a line of JSON each time, and says
"done" when it has begun to. What it takes it keeps as DIR/NUMBER.eml, in the order of arrival.
"""

import json
import random
import socket
import ssl
import sys
import time
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import Any

# what may go wrong with one letter, and whether the letter is kept all the same
FAULTS = {
    "hang after data": True,
    "hang after data, lost": False,
    "drop after data": True,
    "drop after data, lost": False,
    "drop at rcpt": False,
    "451": False,
    "451 at rcpt": False,
    "421": False,
    "421 at mail": False,
}


class Server:
    """`does` is what it does now: how, with which shares of faults, whom it refuses for good."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.does = folder, {"how": "well"}
        self.number, self.lock, self.random = count(1), Lock(), random.Random(1)
        self.connections = 0
        self.port = 0
        self.door: socket.socket | None = None
        self.listen()

    def listen(self) -> None:
        self.door = socket.socket()
        self.door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.door.bind(("127.0.0.1", self.port))
        self.door.listen(64)
        self.port = self.door.getsockname()[1]
        Thread(target=self.accept, args=(self.door,), daemon=True).start()

    def accept(self, door: socket.socket) -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self.answer, args=(line,), daemon=True).start()

    def answer(self, line: socket.socket) -> None:
        try:
            Talk(self, line).run()
        except (OSError, ValueError):
            pass
        finally:
            line.close()

    def now_do(self, does: dict[str, Any]) -> None:
        was, self.does = self.does["how"], does
        if does["how"] == "refuse" and self.door:
            self.door.shutdown(socket.SHUT_RDWR)
            self.door.close()
            self.door = None
        elif was == "refuse" and does["how"] != "refuse":
            self.listen()

    def fault(self) -> str:
        """What goes wrong with the next letter, or nothing."""
        names = [self.does["how"]] if self.does["how"] in FAULTS else self.does.get("faults", [])
        with self.lock:
            if names and self.random.random() < self.does.get("share", 1):
                return self.random.choice(names)
        return ""

    def keep(self, text: bytes) -> None:
        with self.lock:
            path = self.folder / f"{next(self.number):06d}"
            path.with_suffix(".half").write_bytes(text)
            path.with_suffix(".half").rename(path.with_suffix(".eml"))


class Talk:
    """One conversation."""

    def __init__(self, server: Server, line: socket.socket) -> None:
        self.server, self.line = server, line
        self.file = line.makefile("rb")
        self.fault, self.address, self.safe = "", "", False

    def say(self, text: str) -> None:
        self.line.sendall(text.encode() + b"\r\n")

    def run(self) -> None:
        self.greet(self.server.does["how"])
        while raw := self.file.readline():  # another file after STARTTLS
            word, _, rest = raw.decode("latin-1").strip().partition(" ")
            does = getattr(self, f"do_{word.lower()}", None)
            if does is None:
                self.say("500 what?")
            elif does(rest):
                return

    def greet(self, how: str) -> None:
        if how == "hang":
            time.sleep(3600)
        while how == "drip":
            self.line.sendall(b"2")
            time.sleep(0.05)
        self.say("421 no" if how == "421 at once" else "220 bad.test ESMTP")

    def do_ehlo(self, _rest: str) -> None:
        does = self.server.does
        offers = ["bad.test", "SIZE " + str(does.get("size", 10_000_000))]
        if does.get("certificate") and not self.safe:
            offers.append("STARTTLS")
        if does.get("password"):
            offers.append("AUTH PLAIN")
        for one in offers[:-1]:
            self.say(f"250-{one}")
        self.say(f"250 {offers[-1]}")

    def do_starttls(self, _rest: str) -> None:
        self.say("220 go on")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server.does["certificate"])
        self.line = context.wrap_socket(self.line, server_side=True)
        self.file, self.safe = self.line.makefile("rb"), True

    def do_auth(self, rest: str) -> None:
        (self.server.folder / "said").write_text(rest)
        self.say("535 no" if self.server.does.get("password") == "wrong" else "235 yes")

    def do_mail(self, _rest: str) -> bool:
        self.fault = self.server.fault()
        if self.fault == "421 at mail":
            self.say("421 later")
            return True
        self.say(self.server.does.get("mail", "250 yes"))
        return False

    def do_rcpt(self, rest: str) -> bool:
        self.address = rest.partition("<")[2].partition(">")[0]
        if self.fault == "drop at rcpt":
            return True
        time.sleep(self.server.does.get("slow", {}).get(self.address.partition("@")[2], 0))
        said = self.server.does.get("refused", {}).get(self.address)
        self.say(said or ("451 later" if self.fault == "451 at rcpt" else "250 yes"))
        return False

    def do_data(self, _rest: str) -> bool:
        self.say("354 go on")
        lines = []
        for raw in self.file:
            if raw == b".\r\n":
                break
            lines.append(raw[1:] if raw.startswith(b".") else raw)
        if not self.fault or FAULTS[self.fault]:
            said = self.server.does.get("data", "250 taken")
            if said.startswith("250"):
                self.server.keep(b"X-To: " + self.address.encode() + b"\r\n" + b"".join(lines))
        return self.end()

    def end(self) -> bool:
        if self.fault.startswith("hang"):
            time.sleep(3600)
        if self.fault.startswith("drop"):
            return True
        if self.fault:
            self.say(f"{self.fault} later")
            return self.fault == "421"
        self.say(self.server.does.get("data", "250 taken"))
        return False

    def do_rset(self, _rest: str) -> None:
        self.say("250 yes")

    do_noop = do_rset

    def do_quit(self, _rest: str) -> bool:
        self.say("221 bye")
        return True


if __name__ == "__main__":
    server = Server(Path(sys.argv[1]))
    print(server.port, flush=True)  # noqa: T201
    for wanted in sys.stdin:
        if wanted.strip() != "count":
            server.now_do(json.loads(wanted))
        print(server.connections, flush=True)  # noqa: T201
