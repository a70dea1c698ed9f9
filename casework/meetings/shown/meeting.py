"""What the pages of a meeting are written with."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from casework.access import YES, Actor, Decision, no
from casework.authorities.models import Room
from casework.authorities.queries import rooms, unit_names, user_for
from casework.kit.swedish import local
from casework.meetings import queries
from casework.meetings.forms import ChangeForm
from casework.meetings.models import Meeting, Participant
from casework.meetings.policy import may_answer, may_manage
from casework.meetings.queries import MeetingFile
from casework.meetings.queries.row import row_of
from casework.meetings.rules import (
    ANSWERED,
    ATTENDANCE,
    CANCELLED_BECAUSE,
    KINDS,
    MAIL,
    PAPER,
    TEXT,
)
from casework.meetings.service.changing import NewTime
from casework.meetings.shown import board
from casework.meetings.shown.booking import own_slot, where
from casework.meetings.shown.free import Wanted
from casework.meetings.shown.ringing import to_ring
from casework.meetings.shown.summons import to_paste
from casework.programmes.queries import KINDS as INFO_KINDS
from casework.programmes.queries import labels

TOLD_BY = {
    PAPER: "får kallelse på papper",
    MAIL: "får kallelse med e-post",
    TEXT: "får ett sms från dig",
}
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


def said_of_removed(name: str, one: Participant) -> str:
    """After an invitation is taken back: who, and whether a letter tells them."""
    by_hand = one.is_individual and one.told_by != MAIL
    return f"{name} är avbokad" + (". Säg det till personen." if by_hand else " och får veta det.")


def rows(actor: Actor, file: MeetingFile) -> list[Row]:
    """Everybody who is in: the individual first, then by name."""
    manages = may(actor, file)
    told = bool(manages) or file.mine(actor) is not None
    return sorted(
        (_row(actor, file, one, manages, told=told) for one in file.asked),
        key=lambda row: (
            not row.participant.is_individual,
            row.participant.user_id is None,
            row.name,
        ),
    )


def _row(
    actor: Actor, file: MeetingFile, one: Participant, manages: Decision, *, told: bool
) -> Row:
    """C5: what somebody wrote with an answer is of no kind: those of the meeting are told it."""
    user = file.users[one.user_id] if one.user_id else None
    small = user.unit.name if user else ""
    if one.is_individual:
        small = TOLD_BY[one.told_by or PAPER]
    return Row(
        participant=one,
        name=name_of(file, one),
        small=small or "utanför myndigheterna",
        answer=ANSWERED.get(one.answer or "", "Har inte svarat"),
        line=one.answer_line if told else None,
        may=may_answer(actor, one.user_id, manages),
    )


def whole(actor: Actor, file: MeetingFile, at: datetime) -> dict[str, Any]:
    """Everything on the page of one meeting."""
    meeting, manages = file.meeting, may(actor, file)
    history, (before, after) = queries.history(actor, file), row_of(actor, file)
    return {
        **_for_organiser(actor, file, at),
        **{"file": file, "meeting": meeting, "kind": KINDS[meeting.kind]},
        "rows": rows(actor, file),
        "mine": file.mine(actor),
        "may": manages,
        "organiser": user_for(actor, meeting.organiser_id),
        "agenda": agenda_of(actor, file),
        "history": history,
        "ring": to_ring(actor, file, [old for old, *_ in history], at) if manages else [],
        "name_of": name_of,
        "items": queries.minutes_of(actor, file),
        "additions": queries.additions_of(actor, file) if meeting.approved_at else [],
        "kinds": labels(actor, INFO_KINDS)[INFO_KINDS],
        "units": unit_names(actor),
        "attendance": ATTENDANCE,
        "because": _because(actor, file),
        "may_write_agenda": may_write_agenda(actor, file),
        **{"straight_before": before, "straight_after": after},
        **{"over": meeting.ends_at <= at, "begun": meeting.starts_at <= at},
    }


def agenda_of(actor: Actor, file: MeetingFile) -> str | None:
    """C5: what a meeting is to talk of is planning; whoever convened it reads what they wrote."""
    reads = file.case_id is None or "planering" in file.kinds
    return file.meeting.agenda if reads or _convened(actor, file) else None


def may_write_agenda(actor: Actor, file: MeetingFile) -> bool:
    """Whoever does not read what stands there does not write over it."""
    reads = file.case_id is None or "planering" in file.kinds
    return bool(may(actor, file)) and (reads or _convened(actor, file))


def _convened(actor: Actor, file: MeetingFile) -> bool:
    return file.meeting.organiser_unit_id == actor.unit_id


def _for_organiser(actor: Actor, file: MeetingFile, at: datetime) -> dict[str, Any]:
    """What only whoever manages the meeting is told of the individual and the interpreter."""
    manages = bool(may(actor, file)) and file.meeting.ends_at > at
    return {
        "text_message": to_paste(actor, file) if manages else "",
        "told_by": next((one.told_by for one in file.asked if one.is_individual), None) or PAPER,
        "interpreter_waits": manages and file.meeting.interpreter_waits,
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


def new_time(actor: Actor, form: ChangeForm, file: MeetingFile, *, at: datetime) -> NewTime:
    """What was asked for. Raises RuleBroken where the time or the room cannot be told."""
    slot = own_slot(form)
    people = [file.users[one.user_id] for one in file.asked if one.user_id]
    length = slot.ends_at - slot.starts_at
    chairs = len(file.asked) + file.meeting.interpreter
    wanted = Wanted(people, rooms(actor), local(slot.starts_at).date(), length, chairs)
    room_id, place = where(actor, form, wanted, slot, at=at)
    return NewTime(slot, room_id, place, form.answers["asked_by"])
