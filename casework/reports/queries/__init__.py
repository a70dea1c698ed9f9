"""The reports themselves: drafts for the coordinator, published ones for their readers."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select, true

from casework.access import YES, Actor
from casework.access.wall import beyond
from casework.audit.service import note_read
from casework.authorities.models import User
from casework.disclosure.ledger import Published
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.reports.models import InterimReport, Release, SteeringAnswer
from casework.reports.policy import may_draft, may_read, may_see_answers
from casework.reports.rules import FIELDS, names_in

NEWEST = (InterimReport.period_to.desc(), InterimReport.drafted_at.desc())

NAMES = beyond("L3: whether a text names anybody at all, told as yes or no")


def published(actor: Actor) -> list[tuple[InterimReport, str]]:
    """What everybody who reads reports sees, newest first: (report, programme). Or NotVisible."""
    if not may_read(actor):
        raise NotVisible("interim_reports")
    return _listed(InterimReport.published_at.is_not(None))


def drafts(actor: Actor) -> list[tuple[InterimReport, str]]:
    """Of the programmes that the coordinator's unit hosts; empty for everybody else."""
    mine = _hosted(actor) & InterimReport.published_at.is_(None)
    return _listed(mine) if may_draft(actor) else []


def unread(actor: Actor) -> list[tuple[InterimReport, str]]:
    """L3: drafts whose words wait for a second reader, for those who could be it."""
    if not actor.works_with_cases or actor.coordinates:
        return []
    waits = InterimReport.second_read_at.is_(None) & InterimReport.published_at.is_(None)
    return _listed(waits & or_(*(getattr(InterimReport, name).is_not(None) for name in FIELDS)))


def report_for(actor: Actor, report_id: UUID) -> InterimReport:
    """A published report for its readers; a draft for the coordinator alone. Or NotVisible."""
    return _one(report_id, _readable(actor))


def draft_for(actor: Actor, report_id: UUID) -> InterimReport:
    """A draft, to go on with. Raises NotVisible for all but the coordinator."""
    mine = _hosted(actor) if may_draft(actor) else false()
    return _one(report_id, mine & InterimReport.published_at.is_(None))


def words_for(actor: Actor, report_id: UUID) -> InterimReport:
    """L3: a draft whose words are to be read; those who work with cases. Or NotVisible."""
    mine = true() if actor.works_with_cases else false()
    report = _one(report_id, mine & InterimReport.published_at.is_(None))
    note_read(actor, report, YES)
    return report


def insist_on_coordinator(actor: Actor) -> None:
    """A page that is there for the coordinator alone. Raises NotVisible for everybody else."""
    if not may_draft(actor):
        raise NotVisible("interim_reports")


def inside_for(actor: Actor, report_id: UUID) -> InterimReport:
    """A report, draft or not, to look behind it; the coordinator alone. Or NotVisible."""
    insist_on_coordinator(actor)
    return _one(report_id, _hosted(actor))


def same_period(actor: Actor, programme_id: UUID, first: date, last: date) -> InterimReport | None:
    """The published report of exactly this period, if there is one."""
    del actor
    query = select(InterimReport).where(
        InterimReport.programme_id == programme_id,
        InterimReport.period_from == first,
        InterimReport.period_to == last,
        InterimReport.published_at.is_not(None),
    )
    return session.scalars(query).first()


def ledger(actor: Actor, programme_id: UUID, *, lock: bool = False) -> list[Published]:
    """L2: everything that was ever published of a programme.

    `lock`: hold the programme meanwhile, so that two reports never pass each other.
    """
    del actor
    if lock:
        session.scalar(select(Programme.id).where(Programme.id == programme_id).with_for_update())
    query = (
        select(Release.entry)
        .where(Release.programme_id == programme_id)
        .order_by(Release.released_at, Release.id)
    )
    return [Published.from_json(json.loads(entry)) for entry in session.scalars(query)]


def released(actor: Actor) -> list[tuple[InterimReport, int, list[Published]]]:
    """Every published report in order: (report, k, what it put in the ledger)."""
    del actor
    query = (
        select(InterimReport, Programme.k)
        .join(Programme, Programme.id == InterimReport.programme_id)
        .where(InterimReport.published_at.is_not(None))
        .order_by(InterimReport.published_at, InterimReport.id)
    )
    kept: dict[UUID, list[Published]] = {}
    for row in session.scalars(select(Release).order_by(Release.released_at, Release.id)):
        entry = Published.from_json(json.loads(row.entry))
        kept.setdefault(row.report_id, []).append(entry)
    return [(report, k, kept.get(report.id, [])) for report, k in session.execute(query)]


def fields_with_names(actor: Actor, texts: Mapping[str, str | None]) -> list[str]:
    """L3: the fields in which somebody in a case is named. Names are opened here and stay here."""
    del actor
    query = select(Person).where(Person.name_sealed.is_not(None))
    people = session.scalars(query.execution_options(**NAMES))
    names = [str(person.name) for person in people]
    return [name for name in FIELDS if texts.get(name) and names_in(str(texts[name]), names)]


def answers(actor: Actor, report: InterimReport) -> dict[int, list[tuple[SteeringAnswer, str]]]:
    """Question → (answer, who), oldest first; empty for those who may not see them."""
    if not may_see_answers(actor):
        return {}
    query = (
        select(SteeringAnswer, User.name)
        .join(User, User.id == SteeringAnswer.by_id)
        .where(SteeringAnswer.report_id == report.id)
        .order_by(SteeringAnswer.at)
    )
    found: dict[int, list[tuple[SteeringAnswer, str]]] = {}
    for answer, name in session.execute(query):
        found.setdefault(answer.question_number, []).append((answer, name))
    return found


def names_of(actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """{user id: name} of those who wrote and read a draft."""
    del actor
    query = select(User.id, User.name).where(User.id.in_([i for i in ids if i]))
    return {user_id: name for user_id, name in session.execute(query)}


def _readable(actor: Actor) -> ColumnElement[bool]:
    published = InterimReport.published_at.is_not(None)
    if may_draft(actor):
        return or_(published, _hosted(actor))
    return published if may_read(actor) else false()


def _hosted(actor: Actor) -> ColumnElement[bool]:
    """K4: of a programme that the actor's unit hosts."""
    own = select(Programme.id).where(Programme.host_unit_id == actor.unit_id)
    return InterimReport.programme_id.in_(own)


def _listed(which: ColumnElement[bool]) -> list[tuple[InterimReport, str]]:
    query: Any = (
        select(InterimReport, Programme.name)
        .join(Programme, Programme.id == InterimReport.programme_id)
        .where(which)
        .order_by(*NEWEST)
    )
    return [(report, name) for report, name in session.execute(query)]


def _one(report_id: UUID | None, which: ColumnElement[bool]) -> InterimReport:
    found = session.scalar(select(InterimReport).where(InterimReport.id == report_id, which))
    if found is None:
        raise NotVisible("interim_reports", report_id)
    return found
