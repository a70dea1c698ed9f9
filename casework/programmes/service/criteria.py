"""V4: the stated criteria of a programme. What was weighed keeps its criterion."""

from datetime import date
from typing import Any

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.programmes import rules
from casework.programmes.models import PriorityCriterion, Programme
from casework.programmes.policy import may_change
from casework.programmes.queries import all_criteria


def add_criterion(
    actor: Actor, programme: Programme, *, valid_from: date, on: date, **said: Any
) -> PriorityCriterion:
    """O3: weighed last on the list, from a day on.

    `said`: label, points 1 to 9, and sign, a key of rules.SIGNS or None. Raises RuleBroken.
    """
    may_change(actor).insist()
    rules.check_first_day(valid_from, on)
    rules.check_points(said["points"], said["sign"])
    others = rules.not_ended(all_criteria(actor, programme.id), on)
    rules.check_new_words("label", said["label"], [other.label for other in others])
    criterion = PriorityCriterion(programme_id=programme.id, valid_from=valid_from, **said)
    criterion.position = rules.last_place(others)
    session.add(criterion)
    record(actor, "criterion added", criterion)
    return criterion


def end_criterion(actor: Actor, criterion: PriorityCriterion, *, last_day: date, on: date) -> None:
    """O3: not weighed after `last_day`."""
    may_change(actor).insist()
    rules.check_goes_on(criterion, on)
    rules.check_last_day(criterion.valid_from, last_day, on)
    criterion.valid_to = last_day
    record(actor, "criterion ended", criterion)


def move_criterion(actor: Actor, criterion: PriorityCriterion, *, up: bool, on: date) -> None:
    """One place up or down among those that are weighed."""
    may_change(actor).insist()
    rows = rules.not_ended(all_criteria(actor, criterion.programme_id), on)
    for place, row in enumerate(rules.moved(rows, criterion, up=up)):
        row.position = place
    record(actor, "criterion moved", criterion)
