import pytest
from flask import current_app

from tests.letters.mailbox import open_mailbox


@pytest.fixture
def mailbox(world, monkeypatch):  # noqa: ARG001  the database first
    with open_mailbox() as box:
        monkeypatch.setitem(current_app.config, "SMTP_URL", box.url)
        yield box
