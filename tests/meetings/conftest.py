from datetime import datetime

import pytest
import time_machine
from flask import current_app

from casework.kit import clock
from tests.letters.mailbox import open_mailbox


@pytest.fixture
def mailbox(world, monkeypatch):  # noqa: ARG001  the database first
    with open_mailbox() as box:
        monkeypatch.setitem(current_app.config, "SMTP_URL", box.url)
        yield box


@pytest.fixture
def in_november():
    """Ten days before the first of the series in recurring.py."""
    with time_machine.travel(datetime(2026, 11, 28, 8, tzinfo=clock.STOCKHOLM)):
        yield
