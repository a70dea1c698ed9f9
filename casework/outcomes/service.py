from collections.abc import Sequence
from datetime import datetime
from typing import Any

from casework.access import Actor
from casework.audit.service import record
from casework.cases.queries import CaseFile
from casework.cases.service import add_event
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.outcomes.importing import keep
from casework.outcomes.models import Outcome
from casework.outcomes.policy import may_agree, may_import, may_propose
from casework.outcomes.rules import check_complete, check_income
from casework.programmes.models import Programme

SCALES = ("life_end", "closeness_end", "influence_end")
PLAIN = ("closing_reason", "occupation_after", "occupation_extent_after", "ladder_end", *SCALES)


def propose(
    actor: Actor,
    file: CaseFile,
    answers: dict[str, Any],
    *,
    before: tuple[str | None, str | None],
    at: datetime,
) -> Outcome:
    """K6, O1: how the case ended, as it will be counted if the owner says yes."""
    may_propose(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    check_income(answers.get("income_after") or ())
    outcome = Outcome(
        case_id=file.id,
        unit_id=actor.unit_id,
        proposed_by_id=actor.user_id,
        proposed_at=at,
        occupation_before=before[0],
        income_before=before[1],
        closing_reason=answers["closing_reason"],
    )
    _fill(outcome, answers)
    session.add(outcome)
    add_event(actor, file.id, kind="planering", sentence=f"{actor.name} föreslog avslut.", at=at)
    record(actor, "closing proposed", outcome, case_id=file.id)
    return outcome


def agree(
    actor: Actor, file: CaseFile, outcome: Outcome, answers: dict[str, Any], *, at: datetime
) -> None:
    """K6: the owner's yes, with the outcome complete (O1), closes the case."""
    may_agree(actor, file.facts, file.on).insist()
    _fill(outcome, answers)
    income = (outcome.income_after or "").split(",") if outcome.income_after else []
    check_income(income)
    check_complete(outcome.closing_reason, outcome.occupation_after, income)
    outcome.agreed_at, outcome.agreed_by_id = at, actor.user_id
    case = file.case
    case.closed_at, case.closed_by_id = at, actor.user_id
    case.step, case.next_step, case.next_step_on = "avslut", None, None
    case.wake()
    add_event(actor, file.id, kind="planering", sentence=f"{actor.name} avslutade ärendet.", at=at)
    record(actor, "closed", case, case_id=file.id)


def decline(actor: Actor, file: CaseFile, outcome: Outcome, *, because: str, at: datetime) -> None:
    """K6: the owner's no, with the reason; the case goes on."""
    may_agree(actor, file.facts, file.on).insist()
    if not because:
        raise RuleBroken("because", "Skriv varför ärendet inte ska avslutas nu.")
    outcome.declined_at, outcome.declined_because = at, because
    add_event(
        actor, file.id, kind="planering", sentence=f"{actor.name} sa nej till avslut nu.", at=at
    )
    record(actor, "closing declined", outcome, case_id=file.id)


def _fill(outcome: Outcome, answers: dict[str, Any]) -> None:
    """Only what was asked: a reader who may not see income is not asked about it (C5)."""
    for name in PLAIN:
        if name in answers:
            setattr(outcome, name, answers[name])
    if "income_after" in answers:
        outcome.income_after = ",".join(answers["income_after"] or ()) or None
    if "goals_reached" in answers:
        outcome.goals_reached = answers["goals_reached"]
    if "summary" in answers:
        outcome.summary = answers["summary"] or None


def import_earlier(
    actor: Actor, rows: Sequence[dict[str, Any]], programme: Programme, *, at: datetime
) -> int:
    """Outcomes from before casework, all or nothing. They hold nobody's name or number."""
    may_import(actor).insist()
    kept = keep(rows, programme.id, at)
    session.add_all(kept)
    record(actor, "outcomes imported", programme)
    return len(kept)
