"""M7: what was taken on at meetings and waits to be put in the plan, or aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select

from casework.access import Actor
from casework.authorities.queries import unit_names
from casework.cases.queries import CaseFile
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.meetings.queries.promised import Promised, promised
from casework.plans.models import Commitment, Goal, TakenUp
from casework.plans.queries import PlanFile, draft_of, in_force


@dataclass(frozen=True)
class Proposal:
    """One line of the minutes, and the name of the unit that took it on; None: the individual."""

    said: Promised
    unit: str | None


def proposals(actor: Actor, file: CaseFile) -> list[Proposal]:
    """C5: what waits, as far as the actor reads the minutes. Two statements, or three."""
    found = promised(actor, file)
    settled = _settled(file) if found else frozenset()
    return _named(actor, (one for one in found if (one.item_id, one.line) not in settled))


def proposal_for(actor: Actor, file: CaseFile, item_id: UUID, line: int) -> Proposal:
    """One line, whether it waits or not. Raises NotVisible."""
    found = (one for one in promised(actor, file) if (one.item_id, one.line) == (item_id, line))
    for one in _named(actor, found):
        return one
    raise NotVisible("minutes_items", item_id)


def is_settled(actor: Actor, file: CaseFile, proposal: Proposal) -> bool:
    """It is in some version of the plan, or was put aside."""
    del actor
    return (proposal.said.item_id, proposal.said.line) in _settled(file)


def taken_up(actor: Actor, proposal: Proposal) -> TakenUp | None:
    """What was decided of it before, also when it does not hold any more."""
    del actor
    said = proposal.said
    of = (TakenUp.item_id == said.item_id, TakenUp.line == said.line)
    return session.scalar(select(TakenUp).where(*of))


def goals_to_choose(actor: Actor, file: CaseFile) -> list[Goal]:
    """The goals of the draft, or of the version it will be a copy of, that the actor reads."""
    plan: PlanFile | None = draft_of(actor, file) or in_force(actor, file)
    return [aim.goal for aim in plan.aims] if plan else []


def _named(actor: Actor, found: Iterable[Promised]) -> list[Proposal]:
    listed = list(found)
    names = unit_names(actor) if listed else {}
    return [Proposal(one, names[one.unit_id] if one.unit_id else None) for one in listed]


def _settled(file: CaseFile) -> frozenset[tuple[UUID, int]]:
    """A commitment that was taken out of the draft again, or went with it, settles nothing."""
    stands = exists().where(Commitment.lineage_id == TakenUp.lineage_id)
    rows = session.execute(
        select(TakenUp.item_id, TakenUp.line).where(
            TakenUp.case_id == file.id, or_(TakenUp.lineage_id.is_(None), stands)
        )
    )
    return frozenset((item_id, line) for item_id, line in rows)
