"""What all pages of polls share: the blueprint, loading one poll, and the list in Möten."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from casework.access.web import actor
from casework.kit import clock
from casework.polls import queries
from casework.polls.queries import PollFile, waiting
from casework.polls.queries.waiting import Listed
from casework.polls.shown import poll as showing

polls = Blueprint("polls", __name__)


@polls.app_template_global()
def open_polls() -> list[Listed]:
    """The list stands on the page of meetings, a room that knows nothing of this one."""
    return waiting.open_polls(actor(), clock.today())


def code_of(form: Any) -> int:
    """422 for a page that shows what was typed and what is wrong with it."""
    return 422 if form.errors else 200


def reached(poll_id: UUID) -> PollFile:
    return queries.poll_for(actor(), poll_id, clock.today())


def managed(poll_id: UUID) -> PollFile:
    file = reached(poll_id)
    showing.may(actor(), file).insist()
    return file
