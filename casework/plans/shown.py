"""M7: the page that puts a line of the minutes in the plan."""

from dataclasses import dataclass
from typing import Any

from flask import request

from casework.access import Actor
from casework.authorities.queries import unit_names
from casework.cases.queries import CaseFile
from casework.kit.swedish import listed
from casework.plans import queries
from casework.plans.forms import TakeUpForm
from casework.plans.models import Goal
from casework.plans.queries.proposals import Proposal, goals_to_choose
from casework.plans.rules import INDIVIDUAL, Around, shift
from casework.plans.service.taking_up import Place


@dataclass(frozen=True)
class Under:
    """C5: one goal, who would read the words under it, and whom it leaves out or would add."""

    goal: Goal
    reads: str
    loses: str
    gains: str


def goals(actor: Actor, file: CaseFile, proposal: Proposal) -> list[Under]:
    """The goals to put it under; those with somebody to gain are told of, and cannot be chosen."""
    names, said = unit_names(actor), (proposal.said.info_kind, proposal.said.written_by)

    def under(goal: Goal) -> Under:
        moved = shift(file.facts, said, goal.info_kind, file.on)
        each = (moved.reads, moved.loses, moved.gains)
        return Under(goal, *(listed(sorted(names[one] for one in units)) for units in each))

    return [under(goal) for goal in goals_to_choose(actor, file)]


def form(actor: Actor, file: CaseFile, proposal: Proposal, under: list[Under]) -> TakeUpForm:
    """What stands in the minutes is filled in; so is who, and the goal where there is one only."""
    people = [one for one in queries.around(actor, file) if not one.coordinates]
    goals = [one.goal for one in under if not one.gains]
    made = TakeUpForm(data=None if request.method == "POST" else _usual(proposal, people, goals))
    made.goal.choices = [(goal.lineage_id, str(goal.title)) for goal in goals]
    own = [(INDIVIDUAL, f"{file.person.first_name} själv")]
    made.who.choices = [*own, *((str(p.user_id), f"{p.name}, {p.unit_name}") for p in people)]
    return made


def _usual(proposal: Proposal, people: list[Around], goals: list[Any]) -> dict[str, Any]:
    unit_id = proposal.said.unit_id
    theirs = (str(one.user_id) for one in people if one.unit_id == unit_id)
    return {
        "what": proposal.said.text,
        "who": next(theirs, None) if unit_id else INDIVIDUAL,
        "goal": goals[0].lineage_id if len(goals) == 1 else None,
    }


def place(filled: TakeUpForm) -> Place:
    given = filled.answers
    when = given["due_on"], given["recurring"]
    return Place(given["goal"], given["what"], given["who"], *when)
