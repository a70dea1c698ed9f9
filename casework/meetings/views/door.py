"""What all pages of meetings share: the blueprint, and loading one meeting."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request

from casework.access.web import actor
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.meetings import queries
from casework.meetings.queries import MeetingFile
from casework.meetings.shown import meeting as showing

meetings = Blueprint("meetings", __name__)


def code_of(form: Any) -> int:
    """422 for a page that shows what was typed and what is wrong with it."""
    return 422 if form.errors else 200


def reached(meeting_id: UUID) -> MeetingFile:
    return queries.meeting_for(actor(), meeting_id, clock.today())


def managed(meeting_id: UUID) -> MeetingFile:
    file = reached(meeting_id)
    showing.may(actor(), file).insist()
    return file


def case_asked_for() -> CaseFile | None:
    """The case of `?arende=`, as this actor reaches it. Raises NotVisible."""
    asked = request.args.get("arende")
    if not asked:
        return None
    try:
        return case_for(actor(), UUID(asked), clock.today())
    except ValueError:
        raise NotVisible("cases") from None
