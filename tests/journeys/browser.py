"""A real Chromium, a window for each person, on a real server: where the journeys are walked."""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from typing import ClassVar

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from casework.demo.cast import DOMAIN, PASSWORD
from casework.kit import assets

PATIENCE = 60_000  # ms: a machine with much else to do is no fault of the page
expect.set_options(timeout=PATIENCE)
LONG = os.environ.get("CASEWORK_LONG") == "1"
AXE = (assets.STATIC / "node_modules" / "axe-core" / "axe.min.js").read_text()
FAULTS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | "))"""
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of `app` while it is served on loopback."""
    server = make_server("127.0.0.1", 0, _one_by_one(app), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _one_by_one(app: Flask) -> Callable[..., list[bytes]]:
    """`app`, one request at a time, each answer read and closed before it is sent.

    A browser opens lines that it may need and says nothing on them: each has a thread to wait in,
    so that none holds up the others. And werkzeug's server leaves a file open when the browser
    hangs up on it.
    """
    turn = Lock()

    def answer(environ: dict, start_response: Callable) -> list[bytes]:
        with turn:
            parts = app(environ, start_response)
            try:
                return list(parts)
            finally:
                getattr(parts, "close", lambda: None)()

    return answer


class Visitor:
    """One person at the screen. Every page they come to is looked at by axe, and at 320 pixels.

    What one of the same role has been looked at in an earlier journey is not looked at again;
    with CASEWORK_LONG each journey looks at all of its own.
    """

    looked_at: ClassVar[dict[str, set[str]]] = defaultdict(set)

    def __init__(self, browser: Browser, base: str, name: str) -> None:
        self.base, self.name = base, name
        self.page: Page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.scripted = True
        self.seen: set[str] = set() if LONG else self.looked_at[name]
        self.been: dict[str, None] = {}  # every address, in the order one came to it
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))

    def without_script(self) -> "Visitor":
        """The same person in a browser that runs none. axe is a script, so nothing is looked at."""
        window = self.page.context.browser.new_context(java_script_enabled=False)
        self.page.context.close()
        self.page = window.new_page()
        self.scripted = False
        return self

    def sign_in(self) -> "Visitor":
        self.go("/logga-in")
        self.fill("E-post", f"{self.name}@{DOMAIN}")
        self.fill("Lösenord", PASSWORD)
        self.press("Logga in")
        expect(self.page.get_by_role("button", name="Logga ut")).to_be_visible()
        return self

    def go(self, path: str, status: int = 200) -> "Visitor":
        address = path if path.startswith("http") else self.base + path
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{self.name} {path}: {answer.status}"
        self.errors = [e for e in self.errors if str(status) not in e]
        return self.look(self.page.url if status == 200 else "")

    def look(self, address: str | None = None) -> "Visitor":
        """No violation, no sideways scroll, nothing in the console; once for each page.

        A refusal is one page, wherever one comes to it: it is told by its title alone.
        """
        shown = (self.page.url if address is None else address).removeprefix(self.base)
        where = ID.sub("…", shown + self.page.title())
        self.been[self.path.partition("#")[0]] = None
        assert not self.errors, (self.page.url, self.errors)
        if where in self.seen or not self.scripted:
            return self
        self.seen.add(where)
        self.page.evaluate(AXE)
        assert not (found := self.page.evaluate(FAULTS)), (self.page.url, found)
        self.page.set_viewport_size({"width": 320, "height": 800})
        assert self.page.evaluate(WIDER) <= 0, f"sideways scroll at 320: {self.page.url}"
        self.page.set_viewport_size({"width": 1200, "height": 900})
        return self

    def press(self, name: str, nth: int = 0) -> "Visitor":
        """A button, or a link that looks or reads like one."""
        self._act(name).nth(nth).click()
        self.page.wait_for_load_state()
        return self.look()

    def fill(self, label: str, value: str, nth: int = 0) -> "Visitor":
        self.page.get_by_label(label).nth(nth).fill(value)
        return self

    def pick(self, label: str, choice: str, nth: int = 0) -> "Visitor":
        self.page.get_by_label(label).nth(nth).select_option(label=choice)
        return self

    def tick(self, label: str, nth: int = 0) -> "Visitor":
        """A box or a radio button, by its label, as a finger would."""
        self.page.get_by_label(label).nth(nth).check(force=True)
        return self

    def last(self, label: str) -> Locator:
        """The field with that label in the row added last."""
        return self.page.get_by_label(label).last

    def reads(self, text: str) -> "Visitor":
        expect(self.page.locator("main")).to_contain_text(text)
        return self

    def reads_not(self, text: str) -> "Visitor":
        expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base)

    def _act(self, name: str) -> Locator:
        button = self.page.get_by_role("button", name=name)
        return button.or_(self.page.get_by_role("link", name=name))
