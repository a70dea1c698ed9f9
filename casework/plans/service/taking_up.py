"""M7: a line of the minutes becomes a commitment in the plan's draft, or is put aside."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.queries import unit_names
from casework.cases.queries import CaseFile
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.plans import queries, rules
from casework.plans.models import Commitment, Goal, TakenUp
from casework.plans.policy import may_draft
from casework.plans.queries import Aim, proposals
from casework.plans.queries.proposals import Proposal
from casework.plans.rules import INDIVIDUAL, PromiseWords
from casework.plans.service import draft


@dataclass(frozen=True)
class Place:
    """Where in the plan it goes: the goal, by what it is through all versions; who, and by when."""

    goal_lineage_id: UUID
    what: str
    who: str | None
    due_on: date | None = None
    recurring: str | None = None

    @property
    def words(self) -> PromiseWords:
        return PromiseWords(self.what, self.who, self.due_on, self.recurring)


def take_up(
    actor: Actor, file: CaseFile, proposal: Proposal, place: Place, *, at: datetime
) -> Commitment:
    """P1, P4: into the draft, begun if there is none; the version in force is untouched.

    C5: by the same rule as what is written there; and nobody comes to read it who did not before.
    """
    may_draft(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    _insist_waiting(actor, file, proposal)
    plan = draft(actor, file, at=at)
    aim = _aim(actor, file, place)
    around = queries.around(actor, file)
    rules.check_promise(place.words, aim.goal.info_kind, around)
    said = proposal.said.info_kind, proposal.said.written_by
    moved = rules.shift(file.facts, said, aim.goal.info_kind, file.on)
    rules.check_nobody_more(moved, unit_names(actor))
    one = _commitment(aim.goal, place, {str(a.user_id): a.unit_id for a in around})
    one.position = max((p.commitment.position for p in aim.promises), default=-1) + 1
    session.add(one)
    plan.changed_at = at  # whoever has the draft open would otherwise take it away when they save
    _remember(actor, file, proposal, one.lineage_id, at)
    record(actor, "commitment taken up", one, case_id=file.id)
    return one


def set_aside(actor: Actor, file: CaseFile, proposal: Proposal, *, at: datetime) -> None:
    """M7: it stays in the minutes, and is not proposed to the plan any more."""
    may_draft(actor, file.facts, file.on, is_open=file.case.is_open).insist()
    _insist_waiting(actor, file, proposal)
    row = _remember(actor, file, proposal, None, at)
    record(actor, "proposal set aside", row, case_id=file.id)


def _insist_waiting(actor: Actor, file: CaseFile, proposal: Proposal) -> None:
    if proposals.is_settled(actor, file, proposal):
        raise RuleBroken("", "Förslaget ligger redan i planen, eller är lagt åt sidan.")


def _aim(actor: Actor, file: CaseFile, place: Place) -> Aim:
    for aim in queries.draft_for(actor, file).aims:
        if aim.goal.lineage_id == place.goal_lineage_id:
            return aim
    raise RuleBroken("goal", "Målet finns inte i utkastet. Välj ett annat.")


def _commitment(goal: Goal, place: Place, units: dict[str, UUID]) -> Commitment:
    own = place.who == INDIVIDUAL
    return Commitment(
        goal_id=goal.id,
        lineage_id=uuid4(),
        what=place.what,
        user_id=None if own else UUID(place.who),
        unit_id=None if own else units[str(place.who)],
        by_individual=own,
        due_on=place.due_on,
        recurring=place.recurring,
    )


def _remember(
    actor: Actor, file: CaseFile, proposal: Proposal, lineage_id: UUID | None, at: datetime
) -> TakenUp:
    row = proposals.taken_up(actor, proposal)
    if row is None:
        said = proposal.said
        row = TakenUp(case_id=file.id, item_id=said.item_id, line=said.line)
        session.add(row)
    row.lineage_id, row.decided_by_id, row.decided_at = lineage_id, actor.user_id, at
    return row
