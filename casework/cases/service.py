from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.cases.models import Assignment, Case, Event
from casework.cases.policy import (
    may_assign,
    may_open,
    may_reopen,
    may_set_next_step,
    may_tell,
)
from casework.cases.queries import CaseFile
from casework.kit.codes import readable as readable_code
from casework.kit.db import session
from casework.kit.errors import RuleBroken


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
    session.add(case)
    _assign(case.id, opening.owner_officer_id, opening.owner_unit_id, actor, at)
    record(actor, "case opened", case, case_id=case.id)
    return case


def assign(actor: Actor, file: CaseFile, user: User, *, at: datetime) -> Assignment:
    """K4: this user works with the case from now on. Only units that the consent covers."""
    may_assign(actor, file.facts, file.on).insist()
    if user.unit_id not in file.units_in_force | {file.case.owner_unit_id}:
        raise RuleBroken("user_id", f"Samtycket omfattar inte {user.unit.name}.")
    assignment = _assign(file.id, user.id, user.unit_id, actor, at)
    record(actor, "assigned", assignment, case_id=file.id)
    return assignment


def unassign(actor: Actor, file: CaseFile, assignment: Assignment, *, at: datetime) -> None:
    """K4: this user no longer works with the case."""
    may_assign(actor, file.facts, file.on).insist()
    assignment.ended_at, assignment.ended_by_id = at, actor.user_id
    record(actor, "unassigned", assignment, case_id=file.id)


def set_next_step(
    actor: Actor, file: CaseFile, *, step: str, on: date, note: str | None = None
) -> None:
    """K3: what comes next, and when. Wakes a paused case."""
    may_set_next_step(actor, file.facts, file.on).insist()
    case = file.case
    _insist_open(case)
    if on < file.on:
        raise RuleBroken("on", "Nästa steg kan inte ha en dag som redan har varit.")
    case.next_step, case.next_step_on, case.next_step_note = step, on, note or None
    case.paused_at = case.paused_until = None
    record(actor, "next step set", case, case_id=case.id)


def pause(actor: Actor, file: CaseFile, *, until: date, at: datetime) -> None:
    """K3: the case rests, and wakes up on a day."""
    may_set_next_step(actor, file.facts, file.on).insist()
    _insist_open(file.case)
    if until <= file.on:
        raise RuleBroken("until", "Välj en dag som kommer, då ärendet ska vakna.")
    file.case.paused_at, file.case.paused_until = at, until
    record(actor, "paused", file.case, case_id=file.id)


def tell(
    actor: Actor, file: CaseFile, *, kind: str, sentence: str, at: datetime, happened_at: datetime
) -> Event:
    """One line in the timeline, of one kind of information."""
    may_tell(actor, file.facts, file.on).insist()
    event = add_event(actor, file.id, kind=kind, sentence=sentence, at=happened_at)
    event.told_at = at
    record(actor, "told", event, case_id=file.id)
    return event


def reopen(actor: Actor, file: CaseFile, *, because: str, next_on: date, at: datetime) -> None:
    """K6: a closed case is opened again, with a reason and a next step."""
    may_reopen(actor, file.facts, file.on).insist()
    case = file.case
    if case.is_open:
        raise RuleBroken("because", "Ärendet är redan öppet.")
    case.closed_at = case.closed_by_id = None
    case.reopened_at, case.reopened_because = at, because
    case.step, case.next_step, case.next_step_on = "uppfoljning", "uppfoljning", next_on
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


def _assign(case_id: UUID, user_id: UUID, unit_id: UUID, actor: Actor, at: datetime) -> Assignment:
    row = Assignment(
        case_id=case_id, user_id=user_id, unit_id=unit_id, since=at, by_id=actor.user_id
    )
    session.add(row)
    return row


def _insist_open(case: Case) -> None:
    if not case.is_open:
        raise RuleBroken("", "Ärendet är avslutat.")
