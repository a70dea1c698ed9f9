from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from casework.demo import cast as demo_cast
from casework.kit import db
from tests.journeys.browser import Visitor, serving


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


class Postbox(Message):
    """Every message that a real SMTP conversation brought."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.messages.append(message)

    def to(self, name: str) -> list[Any]:
        return [m for m in self.messages if m["X-RcptTo"].startswith(f"{name}@")]


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=0)
    server.start()
    port = server.server.sockets[0].getsockname()[1]
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
