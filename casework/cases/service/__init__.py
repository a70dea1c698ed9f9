"""The verbs of the case itself; people, hand-overs and absence have files of their own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.cases.models import Assignment, Case, Event
from casework.cases.policy import (
    may_open,
    may_reopen,
    may_set_next_step,
    may_tell,
)
from casework.cases.queries import CaseFile
from casework.cases.rules import check_coming, check_open
from casework.kit.clock import moment
from casework.kit.codes import readable as readable_code
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import long_date

NOON = time(12)  # a day told afterwards has no clock


@dataclass(frozen=True)
class Opening:
    """What a case is opened with."""

    programme_id: UUID
    person_id: UUID
    owner_unit_id: UUID
    owner_officer_id: UUID
    referral_id: UUID | None
    consent_series_id: UUID


def open_case(actor: Actor, opening: Opening, *, next_on: date, at: datetime) -> Case:
    """R7, K1, K2, K3: the sender's unit owns it, and the first next step is the kartläggning."""
    may_open(actor).insist()
    case = Case(
        reference=readable_code("SAM"),
        programme_id=opening.programme_id,
        person_id=opening.person_id,
        owner_unit_id=opening.owner_unit_id,
        referral_id=opening.referral_id,
        consent_series_id=opening.consent_series_id,
        opened_at=at,
        step="kartlaggning",
        next_step="kartlaggning",
        next_step_on=next_on,
    )
    session.add_all((case, _first_assignment(actor, case, opening.owner_officer_id)))
    record(actor, "case opened", case, case_id=case.id)
    return case


def _first_assignment(actor: Actor, case: Case, officer_id: UUID) -> Assignment:
    return Assignment(
        case_id=case.id,
        user_id=officer_id,
        unit_id=case.owner_unit_id,
        since=case.opened_at,
        by_id=actor.user_id,
    )


def set_next_step(
    actor: Actor, file: CaseFile, *, step: str, on: date, note: str | None = None
) -> None:
    """K3: what comes next, and when. A case that rests wakes up, on its day or before."""
    may_set_next_step(actor, file.facts, file.on).insist()
    case = file.case
    check_open(case.closed_at)
    check_coming(on, file.on, "on", "Välj i dag eller en dag som kommer.")
    case.next_step, case.next_step_on, case.next_step_note = step, on, note or None
    case.wake()
    record(actor, "next step set", case, case_id=case.id)


def pause(actor: Actor, file: CaseFile, *, until: date, because: str, at: datetime) -> None:
    """K3: the case rests for a reason, and wakes up on a day. Again, while it rests: until another.

    It has then rested since the first time.
    """
    may_set_next_step(actor, file.facts, file.on).insist()
    check_open(file.case.closed_at)
    tomorrow = file.on + timedelta(days=1)
    check_coming(until, tomorrow, "until", "Välj en dag som kommer, då ärendet ska vakna.")
    if not because:
        raise RuleBroken("because", "Skriv varför ärendet vilar.")
    file.case.paused_at = file.case.paused_at or at
    file.case.paused_until, file.case.paused_because = until, because
    sentence = f"Ärendet vilar till {long_date(until)}. {because}"
    add_event(actor, file.id, kind="planering", sentence=sentence, at=at)
    record(actor, "paused", file.case, case_id=file.id)


def tell(
    actor: Actor, file: CaseFile, *, kind: str, sentence: str, day: date, at: datetime
) -> Event:
    """One line in the timeline, of one kind of information, about today or a day before."""
    may_tell(actor, file.facts, file.on).insist()
    check_open(file.case.closed_at)
    if kind not in file.kinds:
        raise RuleBroken("kind", "Samtycket ger inte din enhet den sortens uppgifter.")
    if day > file.on:
        raise RuleBroken("day", "Dagen har inte varit än.")
    happened = at.replace(second=0, microsecond=0) if day == file.on else moment(day, NOON)
    event = add_event(actor, file.id, kind=kind, sentence=sentence, at=happened)
    event.told_at = at
    record(actor, "told", event, case_id=file.id)
    return event


def reopen(actor: Actor, file: CaseFile, *, because: str, next_on: date, at: datetime) -> None:
    """K6: a closed case is opened again, with a reason and a next step."""
    may_reopen(actor, file.facts, file.on).insist()
    case = file.case
    if case.is_open:
        raise RuleBroken("because", "Ärendet är redan öppet.")
    check_coming(next_on, file.on, "next_on", "Välj i dag eller en dag som kommer.")
    case.closed_at = case.closed_by_id = None
    case.wake()
    case.reopened_at, case.reopened_because = at, because
    case.step, case.next_step, case.next_step_on = "uppfoljning", "uppfoljning", next_on
    add_event(
        actor, file.id, kind="planering", sentence=f"{actor.name} öppnade ärendet igen.", at=at
    )
    record(actor, "reopened", case, case_id=case.id)


def add_event(actor: Actor, case_id: UUID, *, kind: str, sentence: str, at: datetime) -> Event:
    """A line that another verb leaves in the timeline; that verb has insisted and records."""
    event = Event(
        case_id=case_id,
        unit_id=actor.unit_id,
        user_id=actor.user_id,
        info_kind=kind,
        happened_at=at,
        told_at=at,
        sentence=sentence,
    )
    session.add(event)
    return event
