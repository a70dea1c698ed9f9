"""What becomes of each day when this one and the following change. Nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.kit.errors import RuleBroken
from casework.kit.swedish import local_day
from casework.meetings.models import Meeting, MeetingSeries
from casework.meetings.queries.series import SeriesFile
from casework.meetings.rules import Slot, check_slot, slot_of


@dataclass(frozen=True)
class NewRule:
    """From a day on: when and where instead, and who asked for it (M6)."""

    day: date
    starts: time
    minutes: int
    room_id: UUID | None
    place: str | None
    asked_by: str


@dataclass(frozen=True)
class Move:
    """One of the days: its new time, or none where it was moved by itself before and stays."""

    meeting: Meeting
    recurs_on: date
    slot: Slot | None


def moves(file: SeriesFile, since: Meeting, new: NewRule, *, at: datetime) -> list[Move]:
    """What would become of each day. Raises RuleBroken for a time that no day can have."""
    rest = rest_of(file, since, at)
    shift = new.day - (since.recurs_on or new.day)
    found = [_move(file.series, meeting, new, shift) for meeting in rest]
    for one in found:
        if one.slot:
            check_slot(one.slot, at=at)
    before = [m for m in file.on_now if m not in rest]
    if before and min(one.recurs_on for one in found) <= max(_day(m) for m in before):
        raise RuleBroken("day", "Dagen är före ett möte som inte ändras. Välj en senare dag.")
    return found


def _move(series: MeetingSeries, meeting: Meeting, new: NewRule, shift: timedelta) -> Move:
    day = _day(meeting)
    usual = slot_of(day, series.starts, series.minutes).starts_at
    day += shift
    if meeting.starts_at != usual:
        return Move(meeting, day, None)
    return Move(meeting, day, slot_of(day, new.starts, new.minutes))


def _day(meeting: Meeting) -> date:
    return meeting.recurs_on or local_day(meeting.starts_at)


def rest_of(file: SeriesFile, since: Meeting, at: datetime) -> list[Meeting]:
    """This one and the following; what has begun is never touched."""
    rest = file.rest(since, at)
    if since not in rest:
        raise RuleBroken("", "Mötet har redan börjat eller är inställt. Välj ett senare.")
    return rest
