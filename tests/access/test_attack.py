"""AC28: what a log must not keep."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from casework.kit import db
from casework.kit.db import session


def test_ac28_a_failed_statement_is_logged_without_what_it_held(app, databases, caplog):  # noqa: ARG001
    engine = db.connect(str(session.get_bind().url.render_as_string(hide_password=False)))
    with (
        caplog.at_level(logging.ERROR),
        engine.connect() as line,
        pytest.raises(SQLAlchemyError) as failed,
    ):
        line.execute(text("SELECT :name FROM nowhere"), {"name": "Kanariefågeln"})
    engine.dispose()
    assert "Kanariefågeln" not in str(failed.value)
