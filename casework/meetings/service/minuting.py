from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from casework.access import Actor
from casework.audit.service import record
from casework.cases.queries import case_for
from casework.cases.service import add_event, set_next_step
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.working_days import add_working_days
from casework.meetings.models import MinutesAddition, MinutesItem, Participant
from casework.meetings.policy import may_manage
from casework.meetings.queries import MeetingFile, all_minutes
from casework.meetings.rules import ATTENDANCE

PLAN = "planering"
DAYS_TO_WRITE = 5  # working days from the approved minutes to the plan or the follow-up
Key = tuple[str, UUID | None, bool]


@dataclass(frozen=True)
class Minutes:
    """M7: what was said, by kind of information; what each unit takes on, and the individual."""

    paragraphs: Mapping[str, str]
    attendance: Mapping[UUID, str]  # participant id -> code
    takes_on: Mapping[UUID, str] = field(default_factory=dict)  # unit id -> text
    individual_takes_on: str | None = None  # None: the individual is not asked


def save(actor: Actor, file: MeetingFile, minutes: Minutes, *, at: datetime) -> None:
    """M7: written and rewritten until approved."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    _insist_open(file, at)
    if any(code not in ATTENDANCE for code in minutes.attendance.values()):
        raise RuleBroken("", "Välj ett av alternativen för närvaro.")
    for participant in file.asked:
        participant.attendance = minutes.attendance.get(participant.id, participant.attendance)
    flag_modified(file.meeting, "approved_at")  # of two at once, one is stale: also who approves
    there = {_key(item): item for item in all_minutes(actor, file)}
    for position, (key, text) in enumerate(_wanted(minutes).items()):
        if not _stands_unread(actor, file, there.get(key), text):
            _write(actor, file, there.get(key), key, text, position, at)
    record(actor, "minutes written", file.meeting, case_id=file.case_id)


def approve(actor: Actor, file: MeetingFile, *, at: datetime) -> None:
    """M7: from here on nobody changes them."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    _insist_open(file, at)
    if any(one.attendance is None for one in file.asked):
        raise RuleBroken("", "Fyll i närvaro för alla innan du godkänner.")
    file.meeting.approved_at, file.meeting.approved_by_id = at, actor.user_id
    record(actor, "minutes approved", file.meeting, case_id=file.case_id)
    if file.case_id:
        there = sum(_was_there(one) for one in file.asked)
        sentence = (
            f"{actor.name} godkände anteckningarna från möte {file.meeting.code}."
            f" {there} av {len(file.asked)} var med."
        )
        add_event(actor, file.case_id, kind=PLAN, sentence=sentence, at=at)
        _go_on(actor, file)


@dataclass(frozen=True)
class Addition:
    """M7: what is added to minutes that are locked, of which kind of information, and why."""

    info_kind: str
    text: str
    reason: str


def add_later(actor: Actor, file: MeetingFile, said: Addition, *, at: datetime) -> MinutesAddition:
    """M7: what was forgotten stands under the minutes with why; they stay as they were."""
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    if not file.meeting.approved_at:
        raise RuleBroken("", "Anteckningarna är inte låsta än. Skriv i dem i stället.")
    if file.facts is not None and said.info_kind not in file.kinds:
        raise RuleBroken("kind", "Samtycket ger inte din enhet den sorten.")
    added = MinutesAddition(
        meeting_id=file.id,
        unit_id=actor.unit_id,
        info_kind=said.info_kind,
        written_by_id=actor.user_id,
        written_at=at,
    )
    added.text, added.reason = said.text, said.reason
    session.add(added)
    record(actor, "minutes added to", added, case_id=file.case_id)
    if file.case_id:
        sentence = f"{actor.name} gjorde ett tillägg till anteckningarna från {file.meeting.code}."
        add_event(actor, file.case_id, kind=PLAN, sentence=sentence, at=at)
    return added


def _go_on(actor: Actor, file: MeetingFile) -> None:
    """K3: a case that waited for this meeting now waits for what was said there to be written."""
    case = file.case
    if not (case and file.reaches_case and case.is_open and case.next_step == "mote"):
        return
    step = "uppfoljning" if case.step == "uppfoljning" else "plan"
    day = add_working_days(file.on, DAYS_TO_WRITE)
    set_next_step(actor, case_for(actor, case.id, file.on), step=step, on=day)


def _insist_open(file: MeetingFile, at: datetime) -> None:
    if file.meeting.approved_at:
        raise RuleBroken("", "Anteckningarna är godkända och låsta.")
    if not file.meeting.is_on:
        raise RuleBroken("", "Mötet är inställt.")
    if file.meeting.starts_at > at:
        raise RuleBroken("", "Mötet har inte börjat än.")


def _was_there(participant: Participant) -> bool:
    return participant.attendance in ("pa_plats", "video")


def _key(item: MinutesItem) -> Key:
    return item.info_kind, item.party_unit_id, item.by_individual


def _wanted(minutes: Minutes) -> dict[Key, str]:
    wanted: dict[Key, str] = {(kind, None, False): t for kind, t in minutes.paragraphs.items()}
    wanted |= {(PLAN, unit_id, False): text for unit_id, text in minutes.takes_on.items()}
    if minutes.individual_takes_on is not None:
        wanted[(PLAN, None, True)] = minutes.individual_takes_on
    return wanted


def _stands_unread(actor: Actor, file: MeetingFile, item: MinutesItem | None, text: str) -> bool:
    """C5: whoever does not read what stands there does not write over it, nor take it away."""
    if item is None or not item.text or item.unit_id == actor.unit_id:
        return False
    if file.facts is None or item.info_kind in file.kinds:
        return False
    if text:
        raise RuleBroken("", "En annan enhet har skrivit där. Samtycket låter inte din enhet läsa.")
    return True


def _write(
    actor: Actor,
    file: MeetingFile,
    item: MinutesItem | None,
    key: Key,
    text: str,
    position: int,
    at: datetime,
) -> None:
    if item is None and not text:
        return
    if item is None:
        kind, unit_id, individual = key
        item = MinutesItem(
            meeting_id=file.id,
            unit_id=actor.unit_id,
            info_kind=kind,
            party_unit_id=unit_id,
            by_individual=individual,
        )
        session.add(item)
    item.text, item.position, item.written_at = text, position, at
