"""A meeting that was: its approved minutes, what was added later, what the plan made of them."""

from typing import Any

from casework.kit import clock
from casework.meetings.models import Meeting, MinutesAddition, MinutesItem
from casework.plans.models import TakenUp
from tests import build


def taken_on(held: Meeting, place: Any, canary: str) -> dict[str, object]:
    """What the owner took on waits for the plan; another line is put aside."""
    held.case_id, held.approved_at, officer = place.case.id, clock.now(), place.officer
    wrote = {"meeting_id": held.id, "unit_id": held.organiser_unit_id, "written_at": clock.now()}
    said = {"info_kind": "planering", "position": 1, "text": f"Ringer {canary}"}
    item = build.kept(MinutesItem(**wrote, **said, party_unit_id=officer.unit_id))
    later = {"text": f"Tillägg {canary}", "reason": f"Glömdes {canary}", "info_kind": "social"}
    build.kept(MinutesAddition(**wrote, **later, written_by_id=held.organiser_id))
    aside = {"decided_by_id": officer.id, "decided_at": clock.now()}
    build.kept(TakenUp(case_id=held.case_id, item_id=item.id, line=7, **aside))
    return {"minutes_item_id": item.id, "line_no": 0}
