import os
from collections.abc import Callable, Iterator
from datetime import date
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from playwright.sync_api import Browser

from casework.demo import cast as demo_cast
from casework.kit import clock, db
from tests.databases import Postgres, Sqlite
from tests.journeys.browser import Visitor, serving
from tests.journeys.walking import Walk

# A journey takes about a minute. What it walks through is tested on both kinds room by room.
KINDS = ["sqlite", "postgresql"] if os.environ.get("CASEWORK_LONG") == "1" else ["sqlite"]


@pytest.fixture(scope="session", params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """As for every test, but PostgreSQL only with --long."""
    folder = tmp_path_factory.mktemp(f"journeys_{request.param}")
    server = Sqlite(folder) if request.param == "sqlite" else Postgres(folder)
    yield server
    if isinstance(server, Postgres):
        server.stop()


class Postbox(Message):
    """Every message that a real SMTP conversation brought."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.messages.append(message)

    def to(self, name: str) -> list[Any]:
        return [m for m in self.messages if m["X-RcptTo"].startswith(f"{name}@")]


def _free_port() -> int:
    with socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    box = Postbox()
    port = _free_port()  # the controller knocks at its own door, so it must know the number
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    before = app.config["SMTP_URL"]
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    yield box
    app.config["SMTP_URL"] = before
    server.stop()


@pytest.fixture
def cast(app: Flask) -> demo_cast.Cast:  # noqa: ARG001  it needs the database only
    made = demo_cast.install()
    db.session.commit()
    return made


@pytest.fixture
def visit(app: Flask, cast: Any, chromium: Browser) -> Iterator[Callable[[str], Visitor]]:  # noqa: ARG001
    """Opens a window for somebody of the cast, signed in through the page."""
    app.config["WTF_CSRF_ENABLED"] = True
    visitors: list[Visitor] = []
    with serving(app) as base:
        app.config["BASE_URL"] = base

        def visit(name: str, signed_in: bool = True) -> Visitor:
            db.session.remove()
            visitor = Visitor(chromium, base, name)
            visitors.append(visitor)
            return visitor.sign_in() if signed_in else visitor

        yield visit
        for visitor in visitors:
            visitor.page.context.close()
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def walk(
    visit: Callable[..., Visitor],
    cast: demo_cast.Cast,
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
) -> Walk:
    """A journey that begins on a Monday in October, before the change of clocks."""
    made = Walk(visit, cast, postbox, date(2026, 10, 5))
    monkeypatch.setattr(clock, "now", made.now)
    return made
