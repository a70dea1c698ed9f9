"""K4 for what somebody is asked to about a case: a meeting, a question about times.

One who is asked reaches that one thing while the case still lets them in; whoever reaches the case
reaches all of it. What is about no case is reached by those asked and by who called it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from casework.access import YES, Actor, Decision
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide
from casework.cases.models import Case
from casework.cases.queries import covers, protected, visible

_case = Case.__table__


@dataclass(frozen=True)
class AskedTo:
    """`model` has `case_id` and `organiser_id`; `asked` says, as a condition on its table, that the
    actor is asked to a row of it, for the unit they still belong to (K5).

    Conditions are on tables, not classes: the rule is not narrowed by the wall that is built of it.
    """

    model: Any
    asked: Callable[[Actor], ColumnElement[bool]]

    @property
    def root(self) -> Any:
        return self.model.__table__

    def rows(self, actor: Actor, on: date) -> Select:
        """What this actor reaches that day, joined with Case outside, to be narrowed further."""
        base = select(self.model).outerjoin(Case, Case.id == self.model.case_id)
        if not _comes_in(actor):
            return base.where(false())
        through = and_(_case.c.id.is_not(None), self._through_case(actor, on))
        return base.where(or_(through, self._without_case(actor)))

    def reached(self, actor: Actor, on: date) -> ColumnElement[bool]:
        """The same as a condition on the root alone. Each row asks for its own case only."""
        if not _comes_in(actor):
            return false()
        its_own = exists().where(_case.c.id == self.root.c.case_id, self._through_case(actor, on))
        return or_(its_own.correlate(self.root), self._without_case(actor))

    def of_case(self, actor: Actor, on: date) -> ColumnElement[bool]:
        """A condition on `Case`: the actor is asked to something about it, if nothing more."""
        if not _comes_in(actor):
            return false()
        asked = exists().where(self.root.c.case_id == _case.c.id, self.asked(actor))
        return and_(asked.correlate(_case), *_still(actor, on))

    def _through_case(self, actor: Actor, on: date) -> ColumnElement[bool]:
        return or_(visible(actor, on), and_(self.asked(actor), *_still(actor, on)))

    def _without_case(self, actor: Actor) -> ColumnElement[bool]:
        mine = or_(self.asked(actor), self.root.c.organiser_id == actor.user_id)
        return and_(self.root.c.case_id.is_(None), mine)


def _comes_in(actor: Actor) -> bool:
    return actor.works_with_cases and actor.active and actor.assured


def _still(actor: Actor, on: date) -> list[ColumnElement[bool]]:
    """The case still lets those in who are asked to something about it."""
    named = covers(actor.unit_id, on)
    owns = _case.c.owner_unit_id == actor.unit_id  # the coordinator never does
    still = [_case.c.erased_at.is_(None), named if actor.coordinates else or_(named, owns)]
    return still if actor.cleared else [*still, ~protected()]


def asked_or_assigned(actor: Actor, facts: CaseFacts | None, is_asked: bool, on: date) -> Decision:
    """Being asked stands for being assigned, for what one is asked to only."""
    if facts is None:
        return YES
    return decide(actor, Action.READ, replace(facts, assigned=facts.assigned or is_asked), on)
