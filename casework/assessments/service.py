from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from casework.access import Actor
from casework.assessments import rules
from casework.assessments.models import AssessmentPart
from casework.assessments.policy import may_ask, may_begin, may_finish, may_write
from casework.assessments.queries import already_asked, draft_after, newest_version
from casework.audit.service import record
from casework.cases.queries import CaseFile
from casework.cases.service import add_event, set_next_step
from casework.kit.db import session
from casework.kit.errors import RuleBroken


def ask(
    actor: Actor, file: CaseFile, *, wanted: Collection[rules.Wanted], due_on: date, at: datetime
) -> list[AssessmentPart]:
    """S1: ask units for one part per kind. What is already asked for is not asked twice."""
    may_ask(actor, file.facts, file.on).insist()
    rules.check_open(file.case.is_open)
    can = rules.askable(file.facts.consents, {unit for unit, _ in wanted}, file.on)
    rules.check_wanted(wanted, can)
    rules.check_due(due_on, file.on)
    new = [pair for pair in wanted if pair not in already_asked(actor, file)]
    parts = [_asked(actor, file, unit, kind, due_on, at) for unit, kind in new]
    for part in parts:
        record(actor, "part asked for", part, case_id=file.id)
    if parts:
        said = f"{actor.name} bad om delar till kartläggningen."
        add_event(actor, file.id, kind="planering", sentence=said, at=at)
    return parts


def begin_individual(
    actor: Actor, file: CaseFile, *, info_kind: str, due_on: date, at: datetime
) -> AssessmentPart:
    """S1: the individual's own view is a part of its own, written down together with them."""
    may_begin(actor, file.facts, file.on).insist()
    rules.check_open(file.case.is_open)
    if info_kind not in file.kinds:
        raise RuleBroken("info_kind", "Samtycket ger inte din enhet den sortens uppgifter.")
    part = _asked(actor, file, actor.unit_id, info_kind, due_on, at)
    part.by_individual = True
    record(actor, "individual's part begun", part, case_id=file.id)
    return part


def save(
    actor: Actor,
    file: CaseFile,
    part: AssessmentPart,
    *,
    seen: int,
    strengths: str | None,
    situation: str | None,
    needs: str | None,
    at: datetime,
) -> None:
    """S1: the draft of one's own part. Nobody else reads it before it is signed."""
    may_write(actor, file.facts, part.unit_id, file.on).insist()
    rules.check_open(file.case.is_open)
    rules.check_unsigned(part.signed_at is not None)
    rules.check_seen(seen, part.revision, (part.strengths, part.situation, part.needs))
    part.strengths, part.situation, part.needs = strengths, situation, needs
    part.author_id, part.changed_at = actor.user_id, at
    record(actor, "part written", part, case_id=file.id)


def sign(actor: Actor, file: CaseFile, part: AssessmentPart, *, seen: int, at: datetime) -> None:
    """S2: from now on the part is read by those whom the consent lets, and locked."""
    may_write(actor, file.facts, part.unit_id, file.on).insist()
    rules.check_open(file.case.is_open)
    rules.check_unsigned(part.signed_at is not None)
    rules.check_seen(seen, part.revision, (part.strengths, part.situation, part.needs))
    rules.check_says_something((part.strengths, part.situation, part.needs))
    part.signed_at, part.signed_by_id = at, actor.user_id
    record(actor, "part signed", part, case_id=file.id)
    add_event(actor, file.id, kind=part.info_kind, sentence=_told(actor, part), at=at)


def correct(
    actor: Actor, file: CaseFile, part: AssessmentPart, *, reason: str, at: datetime
) -> AssessmentPart:
    """S2: a correction is a new version with a reason; the signed one stands until it is signed."""
    may_write(actor, file.facts, part.unit_id, file.on).insist()
    rules.check_open(file.case.is_open)
    if part.signed_at is None or draft_after(actor, part) is not None:
        raise RuleBroken("", "En rättelse är redan påbörjad. Fortsätt på den.")
    version = newest_version(actor, part) + 1
    new = _asked(actor, file, part.unit_id, part.info_kind, file.on, at)
    new.series_id, new.version = part.series_id, version
    new.by_individual = part.by_individual
    new.correction_reason = reason
    new.strengths, new.situation, new.needs = part.strengths, part.situation, part.needs
    new.author_id, new.changed_at = actor.user_id, at
    record(actor, "correction begun", new, case_id=file.id)
    return new


def finish(actor: Actor, file: CaseFile, *, on: date, at: datetime) -> None:
    """The kartläggning is enough: next comes a samarbetsmöte. A human says so, never a count."""
    may_finish(actor, file.facts, file.on).insist()
    if file.case.step != "kartlaggning":
        raise RuleBroken("", "Kartläggningen är redan markerad som klar.")
    set_next_step(actor, file, step="mote", on=on)
    file.case.step = "plan"
    record(actor, "assessment finished", file.case, case_id=file.id)
    said = f"{actor.name} markerade kartläggningen som klar."
    add_event(actor, file.id, kind="planering", sentence=said, at=at)


def _asked(
    actor: Actor, file: CaseFile, unit_id: UUID, kind: str, due_on: date, at: datetime
) -> AssessmentPart:
    part = AssessmentPart(
        case_id=file.id,
        series_id=uuid4(),
        version=1,
        unit_id=unit_id,
        by_individual=False,
        info_kind=kind,
        asked_by_id=actor.user_id,
        asked_at=at,
        due_on=due_on,
    )
    session.add(part)
    return part


def _told(actor: Actor, part: AssessmentPart) -> str:
    if part.by_individual:
        return f"Den enskildes egen del av kartläggningen skrevs under, med {actor.name}."
    what = "rättade" if part.version > 1 else "lämnade"
    return f"{actor.name} {what} sin enhets del av kartläggningen."
