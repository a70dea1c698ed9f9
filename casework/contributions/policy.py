from datetime import date
from uuid import UUID

from casework.access import Actor, Decision, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide


def may_log(actor: Actor, facts: CaseFacts, on: date, *, is_open: bool = True) -> Decision:
    """B1: whoever works with the case logs what their own unit did."""
    if not is_open:
        return no("Ärendet är avslutat. Det går inte att logga fler insatser.")
    return decide(actor, Action.WRITE, facts, on)


def may_correct(actor: Actor, facts: CaseFacts, on: date, unit_id: UUID) -> Decision:
    """B2: a unit corrects its own writing, while it still works with the case.

    A correction is read by the others, so it needs the same ground as the first version.
    """
    if unit_id != actor.unit_id:
        return no("Bara enheten som skrev insatsen kan rätta den.")
    return decide(actor, Action.WRITE, facts, on)


NO_LONGER = no("Du arbetar inte längre med ärendet, eller så har samtycket upphört.")
