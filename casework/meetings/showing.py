"""What the pages of a meeting are written with."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from casework.access import YES, Actor, Decision, no
from casework.authorities.models import Room
from casework.authorities.queries import unit_names, user_for
from casework.kit.swedish import local
from casework.meetings import board, queries
from casework.meetings.booking_page import own_slot, where
from casework.meetings.forms import ChangeForm
from casework.meetings.invitation import Happening
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_answer, may_manage
from casework.meetings.queries import MeetingFile
from casework.meetings.rules import ANSWERED, ATTENDANCE, CANCELLED_BECAUSE, KINDS
from casework.meetings.service.changing import NewTime
from casework.programmes.queries import KINDS as INFO_KINDS
from casework.programmes.queries import labels

WITHDRAWN = "Samtycket är återkallat"
hours = board.hours


@dataclass(frozen=True)
class Row:
    """One participant as the page shows them. `may` says who may note the answer."""

    participant: Participant
    name: str
    small: str
    answer: str
    line: str | None
    may: Decision

    @property
    def level(self) -> str:
        return {"kommer": "done", None: "now"}.get(self.participant.answer, "soon")


def may(actor: Actor, file: MeetingFile) -> Decision:
    """Whether this actor changes the meeting and keeps its minutes."""
    return may_manage(actor, file.facts, file.meeting.organiser_id, file.on)


def may_minute(file: MeetingFile, at: datetime) -> Decision:
    """M7: whether there is anything to write minutes of yet, or still."""
    meeting = file.meeting
    if meeting.approved_at:
        return no("Anteckningarna är godkända och låsta.")
    if not meeting.is_on:
        return no("Mötet är inställt.")
    return YES if meeting.starts_at <= at else no("Mötet har inte börjat än.")


def name_of(file: MeetingFile, one: Participant) -> str:
    """A member of staff by name, the individual and those from outside by what they are."""
    if one.user_id:
        return file.users[one.user_id].name
    return "Personen själv" if one.is_individual else str(one.external_role)


def rows(actor: Actor, file: MeetingFile) -> list[Row]:
    """Everybody who is in: the individual first, then by name."""
    manages = may(actor, file)
    return sorted(
        (_row(actor, file, one, manages) for one in file.asked),
        key=lambda row: (
            not row.participant.is_individual,
            row.participant.user_id is None,
            row.name,
        ),
    )


def _row(actor: Actor, file: MeetingFile, one: Participant, manages: Decision) -> Row:
    user = file.users[one.user_id] if one.user_id else None
    small = user.unit.name if user else ""
    if one.is_individual:
        small = "får kallelse på papper"
    return Row(
        participant=one,
        name=name_of(file, one),
        small=small or "utanför myndigheterna",
        answer=ANSWERED.get(one.answer or "", "Har inte svarat"),
        line=one.answer_line,
        may=may_answer(actor, one.user_id, manages),
    )


def whole(actor: Actor, file: MeetingFile, at: datetime) -> dict[str, Any]:
    """Everything on the page of one meeting."""
    meeting = file.meeting
    reads_agenda = file.case_id is None or "planering" in file.kinds
    return {
        "file": file,
        "meeting": meeting,
        "kind": KINDS[meeting.kind],
        "rows": rows(actor, file),
        "mine": file.mine(actor),
        "may": may(actor, file),
        "organiser": user_for(actor, meeting.organiser_id),
        "agenda": meeting.agenda
        if reads_agenda or meeting.organiser_unit_id == actor.unit_id
        else None,
        "history": queries.history(actor, file),
        "items": queries.minutes_of(actor, file),
        "kinds": labels(actor, INFO_KINDS)[INFO_KINDS],
        "units": unit_names(actor),
        "attendance": ATTENDANCE,
        "because": _because(actor, file),
        "over": meeting.ends_at <= at,
        "begun": meeting.starts_at <= at,
    }


def _because(actor: Actor, file: MeetingFile) -> str:
    """C5: that a consent is behind it is told to the owner and the coordinator only."""
    because = file.meeting.cancelled_because or ""
    told = actor.coordinates or (file.case and file.case.owner_unit_id == actor.unit_id)
    if because not in CANCELLED_BECAUSE and not told:
        because = "annat"
    return CANCELLED_BECAUSE.get(because, WITHDRAWN)


def by_week(
    found: list[tuple[Meeting, Room | None]],
) -> list[tuple[int, list[tuple[Meeting, str]]]]:
    """[(ISO week, its meetings with their places)], in order."""
    weeks = groupby(found, key=lambda one: local(one[0].starts_at).isocalendar()[:2])
    return [
        (week, [(meeting, queries.place_of(meeting, room)) for meeting, room in rows])
        for (_year, week), rows in weeks
    ]


def as_it_is(file: MeetingFile) -> dict[str, Any]:
    """What the form for another time starts from."""
    start, meeting = local(file.meeting.starts_at), file.meeting
    length = (meeting.ends_at - meeting.starts_at).total_seconds() // 60
    return {
        "day": start.date(),
        "starts": start.time(),
        "minutes": str(int(length)),
        "room_id": meeting.room_id,
        "place": meeting.place,
    }


def new_time(actor: Actor, form: ChangeForm, file: MeetingFile) -> NewTime:
    """What was asked for. Raises RuleBroken where the time or the room cannot be told."""
    slot = own_slot(form)
    room_id, place = where(actor, form, slot, len(file.asked))
    return NewTime(slot, room_id, place, form.answers["asked_by"])


def happening(meeting: Meeting, room: Room | None) -> Happening:
    """M3: a meeting as a calendar feed may know it."""
    return Happening(
        uid=meeting.uid,
        sequence=meeting.sequence,
        code=meeting.code,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=queries.place_of(meeting, room),
        stamp=meeting.booked_at,
        description="Logga in för att läsa dagordningen.",
    )
