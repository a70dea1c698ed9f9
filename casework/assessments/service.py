from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from casework.access import Actor
from casework.assessments import rules
from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.assessments.policy import may_ask, may_begin, may_finish, may_write
from casework.assessments.queries import (
    already_asked,
    answers_in,
    draft_after,
    newest_version,
    told_in,
)
from casework.assessments.reading import Told
from casework.audit.service import record
from casework.cases.queries import CaseFile
from casework.cases.service import add_event, set_next_step
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.programmes.models import AssessmentQuestion
from casework.programmes.queries import questions


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
    template = questions(actor, file.case.programme_id, file.on)
    for part in parts:
        _put(part, [one for one in template if one.info_kind == part.info_kind])
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
    template = questions(actor, file.case.programme_id, file.on)
    _put(part, [one for one in template if one.info_kind is None])
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
    answers: Mapping[int, str | None] | None = None,
    at: datetime,
) -> None:
    """S1: the draft of one's own part. Nobody else reads it before it is signed.

    `answers` are by the position of their question; what is not among them stays as it was.
    """
    may_write(actor, file.facts, part.unit_id, file.on).insist()
    told = told_in(actor, [part])[part.id]
    _check_writable(file, told, seen)
    part.strengths, part.situation, part.needs = strengths, situation, needs
    for one in told.answers:
        one.text = (answers or {}).get(one.position, one.text)
    part.author_id, part.changed_at = actor.user_id, at
    record(actor, "part written", part, case_id=file.id)


def sign(
    actor: Actor,
    file: CaseFile,
    part: AssessmentPart,
    *,
    seen: int,
    read_on: date | None = None,
    at: datetime,
) -> None:
    """S2: from now on the part is read by those whom the consent lets, and locked.

    S1: `read_on` is the day the individual read their own part; other parts have none.
    """
    may_write(actor, file.facts, part.unit_id, file.on).insist()
    told = told_in(actor, [part])[part.id]
    _check_writable(file, told, seen)
    rules.check_says_something(line.text for line in told.lines)
    if part.by_individual:
        rules.check_read(read_on, part.changed_at, file.on)
        part.read_on = read_on
    part.signed_at, part.signed_by_id = at, actor.user_id
    record(actor, "part signed", part, case_id=file.id)
    add_event(actor, file.id, kind=part.info_kind, sentence=_told(actor, part), at=at)


def _check_writable(file: CaseFile, told: Told, seen: int) -> None:
    """S2, AC24: open, unsigned, and as the writer last saw it."""
    rules.check_open(file.case.is_open)
    rules.check_unsigned(told.part.signed_at is not None)
    rules.check_seen(seen, told.part.revision, [line.text for line in told.lines])


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
    _copy(answers_in(actor, [part]).get(part.id, ()), new)
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


def _put(part: AssessmentPart, asked: Sequence[AssessmentQuestion]) -> None:
    """S1: the template of the day, kept in its words: what ends later takes nothing from a part."""
    for position, one in enumerate(asked, 1):
        row = AssessmentAnswer(part_id=part.id, question_id=one.id, words=one.words)
        row.position = position
        session.add(row)


def _copy(answers: Sequence[AssessmentAnswer], to: AssessmentPart) -> None:
    """S2: a correction begins with the questions and answers that it corrects."""
    for one in answers:
        row = AssessmentAnswer(part_id=to.id, question_id=one.question_id, words=one.words)
        row.position, row.text = one.position, one.text
        session.add(row)


def _told(actor: Actor, part: AssessmentPart) -> str:
    if part.by_individual:
        return f"Den enskildes egen del av kartläggningen skrevs under, med {actor.name}."
    what = "rättade" if part.version > 1 else "lämnade"
    return f"{actor.name} {what} sin enhets del av kartläggningen."
