import pytest
from flask import url_for

from casework.kit.db import session
from tests import build


@pytest.fixture
def guarded(app):
    """Tokens are asked for, as in the world."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def case(world):
    made = build.case(world)
    session.commit()
    return made


@pytest.fixture
def address(app, case):
    with app.test_request_context():
        return url_for("cases.tell", case_id=case.id)
