"""What of the meetings stands on the page of a case: the next one with its answers, the last."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import func, select

from casework.access import Actor
from casework.authorities.models import Room
from casework.cases.queries import CaseFile
from casework.kit import clock
from casework.kit.db import session
from casework.kit.swedish import counted
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_book
from casework.meetings.queries import place_of
from casework.meetings.rules import ANNAN_TID, KAN_INTE, KINDS, KOMMER

MANY = 60  # more than any case has ahead: the nearest is found among them


@dataclass(frozen=True)
class NextMeeting:
    """The meeting that comes first, and how people have answered."""

    meeting: Meeting
    place: str
    comes: int
    not_then: int
    silent: int

    @property
    def kind(self) -> str:
        return KINDS[self.meeting.kind]

    @property
    def answers(self) -> str:
        """En kommer, två har inte svarat."""
        said = [
            (self.comes, f"{counted(self.comes, 'person', 'personer')} kommer"),
            (self.not_then, f"{counted(self.not_then, 'person', 'personer')} kan inte den tiden"),
            (self.silent, f"{counted(self.silent, 'person', 'personer')} har inte svarat"),
        ]
        text = ", ".join(words for number, words in said if number)
        return text[:1].upper() + text[1:] + "."


def on_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """The next meeting with its answers, the latest ones, and who may book. Two statements."""
    rows = session.execute(
        select(Meeting, Room)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(Meeting.case_id == file.id, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at.desc())
        .limit(MANY)
    ).all()
    today = clock.moment(file.on, time(0))
    ahead = [(meeting, room) for meeting, room in rows if meeting.starts_at >= today]
    return {
        "next": _next(*ahead[-1]) if ahead else None,
        "more": max(len(ahead) - 1, 0),
        "past": [meeting for meeting, _ in rows if meeting.starts_at < today][:3],
        "may_book": may_book(actor, file.facts, file.on),
        "kinds": KINDS,
    }


def _next(meeting: Meeting, room: Room | None) -> NextMeeting:
    rows = session.execute(
        select(Participant.answer, func.count())
        .where(Participant.meeting_id == meeting.id, Participant.removed_at.is_(None))
        .group_by(Participant.answer)
    )
    found: dict[str | None, int] = {answer: number for answer, number in rows}
    not_then = found.get(KAN_INTE, 0) + found.get(ANNAN_TID, 0)
    place = place_of(meeting, room)
    return NextMeeting(meeting, place, found.get(KOMMER, 0), not_then, found.get(None, 0))
