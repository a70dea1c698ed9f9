import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from casework.access import Actor
from casework.audit.service import record
from casework.kit.clock import local
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.programmes.models import Programme
from casework.reports import queries
from casework.reports.freezing import canonical, digest
from casework.reports.models import InterimReport, Release, SteeringAnswer
from casework.reports.policy import (
    may_answer,
    may_draft,
    may_draft_of,
    may_publish,
    may_second_read,
)
from casework.reports.preparing import prepare
from casework.reports.rules import FIELDS, check_period, check_texts, refuse_names


def draft(
    actor: Actor, programme: Programme, first: date, last: date, *, at: datetime
) -> InterimReport:
    """A new draft over whole months. Its numbers are counted afresh until it is published."""
    may_draft_of(actor, programme.host_unit_id).insist()
    check_period(first, last)
    if queries.same_period(actor, programme.id, first, last):
        raise RuleBroken("period", "Det finns redan en publicerad rapport för den perioden.")
    report = InterimReport(
        programme_id=programme.id,
        period_from=first,
        period_to=last,
        drafted_by_id=actor.user_id,
        drafted_at=at,
    )
    session.add(report)
    record(actor, "report drafted", report)
    return report


def write(actor: Actor, report: InterimReport, texts: Mapping[str, Any], *, at: datetime) -> None:
    """L3: the words, checked; whoever writes last is the one who cannot second-read them."""
    may_draft(actor).insist()
    _insist_draft(report)
    said = {name: texts.get(name) or None for name in FIELDS}
    _check_words(actor, said)
    for name, text in said.items():
        setattr(report, name, text)
    report.drafted_by_id, report.drafted_at = actor.user_id, at
    report.second_reader_id = report.second_read_at = None
    record(actor, "report written", report)


def second_read(actor: Actor, report: InterimReport, *, at: datetime) -> None:
    """L3: another person has read the words and found nobody in them."""
    may_second_read(actor, report.drafted_by_id).insist()
    _insist_draft(report)
    report.second_reader_id, report.second_read_at = actor.user_id, at
    record(actor, "report second read", report)


def publish(actor: Actor, report: InterimReport, *, at: datetime) -> InterimReport:
    """L1, L2, L3: made safe with the whole ledger, frozen for ever, and put in the ledger."""
    may_publish(actor, is_read=report.second_read_at is not None).insist()
    _insist_draft(report)
    if report.period_to >= local(at).date():
        raise RuleBroken("", "Perioden är inte slut. Publicera när den är det.")
    if _published_already(actor, report):
        raise RuleBroken("", "Det finns redan en publicerad rapport för den perioden.")
    _check_words(actor, {name: getattr(report, name) for name in FIELDS})
    prepared = prepare(actor, report, at, lock=True)
    if not prepared.audited().safe:
        raise RuleBroken("", "Kontrollen godkände inte talen. Rapporten är inte publicerad.")
    frozen = canonical(prepared.frozen)
    report.frozen, report.sha256 = frozen, digest(frozen)
    report.published_at, report.published_by_id = at, actor.user_id
    session.add_all(_ledger_rows(report, prepared.release.published, at))
    record(actor, "report published", report)
    return report


def answer(
    actor: Actor, report: InterimReport, answers: Mapping[int, str | None], *, at: datetime
) -> int:
    """LSG's answers to the questions, beside the report: they never change it."""
    may_answer(actor).insist()
    if report.frozen is None:
        raise RuleBroken("", "Rapporten är inte publicerad.")
    asked = len(json.loads(report.frozen)["texts"]["questions"])
    given = {n: text for n, text in answers.items() if text and 1 <= n <= asked}
    check_texts({f"q{n}": text for n, text in given.items()})
    rows = [
        SteeringAnswer(
            report_id=report.id, question_number=n, text=text, by_id=actor.user_id, at=at
        )
        for n, text in given.items()
    ]
    session.add_all(rows)
    for row in rows:
        record(actor, "question answered", row)
    return len(rows)


def _published_already(actor: Actor, report: InterimReport) -> bool:
    same = queries.same_period(actor, report.programme_id, report.period_from, report.period_to)
    return same is not None


def _insist_draft(report: InterimReport) -> None:
    if report.published_at is not None:
        raise RuleBroken("", "Rapporten är publicerad och kan aldrig ändras.")


def _check_words(actor: Actor, texts: Mapping[str, str | None]) -> None:
    check_texts(texts)
    refuse_names(queries.fields_with_names(actor, texts))


def _ledger_rows(report: InterimReport, published: Any, at: datetime) -> list[Release]:
    return [
        Release(
            report_id=report.id,
            programme_id=report.programme_id,
            entry=json.dumps(entry.to_json(), sort_keys=True, ensure_ascii=False),
            released_at=at,
        )
        for entry in published
    ]
