from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from casework.access import Actor
from casework.authorities.models import Unit
from casework.cases.models import Case
from casework.cases.queries import CaseFile, visible_cases
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.tasks import Task, Waits
from casework.outcomes.models import EarlierOutcome, Outcome
from casework.outcomes.policy import may_agree, may_propose
from casework.outcomes.rules import KIND_OF
from casework.referrals.models import Referral


def latest(actor: Actor, file: CaseFile) -> Outcome | None:
    """The outcome proposed or agreed last, in a case the actor already reaches."""
    del actor
    return session.scalar(
        select(Outcome)
        .where(Outcome.case_id == file.id)
        .order_by(Outcome.proposed_at.desc())
        .limit(1)
    )


def waiting(actor: Actor, file: CaseFile) -> Outcome:
    """The proposal that waits for the owner's answer. Raises NotVisible."""
    found = latest(actor, file)
    if found is None or not is_waiting(found):
        raise NotVisible("outcomes", file.id)
    return found


def _waits() -> ColumnElement[bool]:
    """The same of a row: the proposal that was made last, and neither a yes nor a no to it."""
    newer = aliased(Outcome)
    later = exists().where(
        newer.case_id == Outcome.case_id, newer.proposed_at > Outcome.proposed_at
    )
    answered = or_(Outcome.agreed_at.is_not(None), Outcome.declined_at.is_not(None))
    return ~or_(answered, later.correlate(Outcome))


def is_waiting(outcome: Outcome) -> bool:
    return outcome.agreed_at is None and outcome.declined_at is None


def hidden(actor: Actor, file: CaseFile, outcome: Outcome | None) -> frozenset[str]:
    """C5: the answers of a proposal that this actor may not read; none of its own unit's."""
    if outcome is not None and outcome.unit_id == actor.unit_id:
        return frozenset()
    return frozenset(name for name, kind in KIND_OF.items() if kind not in file.kinds)


def _because(actor: Actor, file: CaseFile, outcome: Outcome | None) -> str | None:
    """C5: why the owner said no, for the owner and for those who read of planning."""
    if outcome is None or not ("planering" in file.kinds or may_agree(actor, file.facts, file.on)):
        return None
    return outcome.declined_because


def before(actor: Actor, file: CaseFile) -> tuple[str | None, str | None]:
    """(occupation, income codes) as the referral told them when it was sent."""
    del actor
    if file.case.referral_id is None:
        return None, None
    row = session.execute(
        select(Referral.occupation, Referral.income).where(Referral.id == file.case.referral_id)
    ).one()
    return row.occupation, row.income


def on_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """What the case page shows of closing."""
    found = latest(actor, file)
    return {
        "outcome": found,
        "because": _because(actor, file, found),
        "is_waiting": found is not None and is_waiting(found),
        "may_propose": may_propose(actor, file.facts, file.on, is_open=file.case.is_open),
        "may_agree": may_agree(actor, file.facts, file.on),
    }


def tasks(actor: Actor, on: date) -> list[Task]:
    """Proposals that wait for the owner's yes: for the owner's officers."""
    rows = session.execute(
        visible_cases(actor, on)
        .join(Outcome, Outcome.case_id == Case.id)
        .where(
            Case.owner_unit_id == actor.unit_id,
            Case.closed_at.is_(None),
            _waits(),
        )
        .with_only_columns(Case.id, Case.reference, Outcome.proposed_at)
    )
    return [_task(*row) for row in rows]


def waits(actor: Actor, on: date) -> list[Waits]:
    """K6: open cases that wait for the owner's yes or no to closing. One statement."""
    rows = session.execute(
        visible_cases(actor, on)
        .join(Outcome, Outcome.case_id == Case.id)
        .join(Unit, Unit.id == Case.owner_unit_id)
        .where(Case.closed_at.is_(None), _waits())
        .with_only_columns(Case.id, Unit.short_name)
        .distinct()
    )
    return [Waits(case_id, f"Ja eller nej till avslut: {unit}", (unit,)) for case_id, unit in rows]


def _task(case_id: UUID, reference: str, proposed_at: datetime) -> Task:
    return Task(
        due=clock.local(proposed_at).date(),
        sentence=f"Det finns ett förslag om att avsluta {reference}. Säg ja eller nej.",
        button="Svara på förslaget",
        endpoint="outcomes.agree",
        args={"case_id": case_id},
        ref=reference,
        flag="Väntar på ditt ja",
        level="soon",
    )


def earlier(actor: Actor, programme_id: UUID) -> list[EarlierOutcome]:
    """The imported lines of one programme. Nobody is named in them."""
    del actor
    query = select(EarlierOutcome).where(EarlierOutcome.programme_id == programme_id)
    return list(session.scalars(query))
