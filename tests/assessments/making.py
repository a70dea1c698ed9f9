"""Makers of assessment parts."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from casework.assessments.models import AssessmentPart
from casework.cases.models import Case
from casework.kit import clock
from tests.build import World, kept


def part(world: World, case: Case, who: str, kind: str = "arbete", **more: Any) -> AssessmentPart:
    """A part asked of the unit `who`; `text=` writes it, `signed=True` signs it."""
    user = world.user(who)
    text, signed = more.pop("text", None), more.pop("signed", False)
    row = AssessmentPart(
        case_id=case.id,
        series_id=more.pop("series_id", uuid4()),
        version=more.pop("version", 1),
        unit_id=user.unit_id,
        by_individual=more.pop("by_individual", False),
        info_kind=kind,
        asked_by_id=world.user("host").id,
        asked_at=clock.now(),
        due_on=more.pop("due_on", clock.today() + timedelta(days=10)),
        **more,
    )
    if text or signed:
        row.strengths, row.author_id, row.changed_at = text or "Kan mycket", user.id, clock.now()
    if signed:
        row.signed_at, row.signed_by_id = clock.now(), user.id
    return kept(row)
