"""M7: what parties and the individual took on at meetings, line by line, for the plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from casework.access import Actor
from casework.cases.queries import CaseFile, readable
from casework.kit.db import session
from casework.kit.swedish import local_day
from casework.meetings.models import Meeting, MinutesItem


@dataclass(frozen=True)
class Promised:
    """One line. `line` counts from 0 among the lines of its field: minutes are locked, so it stays.

    `unit_id` None is the individual. `info_kind` and `written_by`, the unit that kept the minutes,
    decide who reads it there (C5).
    """

    item_id: UUID
    line: int
    text: str
    unit_id: UUID | None
    meeting_id: UUID
    code: str
    day: date
    info_kind: str
    written_by: UUID


def promised(actor: Actor, file: CaseFile) -> list[Promised]:
    """C5: of approved minutes, as far as this actor reads them; the oldest meeting first."""
    rows = session.execute(
        select(MinutesItem, Meeting.code, Meeting.starts_at)
        .join(Meeting, Meeting.id == MinutesItem.meeting_id)
        .where(
            Meeting.case_id == file.id,
            Meeting.approved_at.is_not(None),
            Meeting.cancelled_at.is_(None),
            or_(MinutesItem.party_unit_id.is_not(None), MinutesItem.by_individual),
            readable(actor, file, MinutesItem),
        )
        .order_by(Meeting.starts_at, Meeting.id, MinutesItem.position)
    )
    return [
        Promised(
            *(item.id, n, text, item.party_unit_id, item.meeting_id, code, local_day(starts)),
            info_kind=item.info_kind,
            written_by=item.unit_id,
        )
        for item, code, starts in rows
        for n, text in enumerate(lines(item.text))
    ]


def lines(text: str | None) -> list[str]:
    """The lines of a field that say anything."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
