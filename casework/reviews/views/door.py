"""What all pages of the work group share: the blueprint, loading a sitting, and the way back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for

from casework.access.web import actor
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.meetings.models import Meeting
from casework.reviews import queries
from casework.reviews.queries.shapes import STEPS, Sitting, Words
from casework.reviews.rules import WORDS

GENOMGANG = "genomgang"
reviews = Blueprint("reviews", __name__, url_prefix="/genomgangar")


@reviews.app_template_global()
def review_of(meeting: Meeting) -> UUID | None:
    """The sitting that a meeting is; whoever reaches the meeting reaches it."""
    return queries.id_of(actor(), meeting) if meeting.kind == GENOMGANG else None


def load(review_id: UUID) -> Sitting:
    return queries.sitting_for(actor(), review_id, clock.today())


def to(review_id: UUID, **more: Any) -> Any:
    return redirect(url_for("reviews.show", review_id=review_id, **more))


def done(verb: Callable[[], Any]) -> Any:
    """What the verb gave back, or True; a rule that says no is said on the page one comes to."""
    try:
        with writing():
            given = verb()
    except RuleBroken as broken:
        flash(str(broken), "error")
        return None
    return True if given is None else given


def called(words: Words) -> dict[str, str]:
    """{code: words} of every decision an item may have."""
    return {**words.called(STEPS), **WORDS}
