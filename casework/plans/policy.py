from datetime import date
from uuid import UUID

from casework.access import YES, Actor, Decision, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide


def may_draft(actor: Actor, facts: CaseFacts, on: date, *, is_open: bool = True) -> Decision:
    """P1: the coordinator, the owner and everyone else who works with the case write together."""
    if not is_open:
        return no("Ärendet är avslutat. Planen kan inte ändras.")
    return decide(actor, Action.WRITE, facts, on)


def may_put_in_force(actor: Actor, facts: CaseFacts, on: date, *, is_open: bool = True) -> Decision:
    """P4: the coordinator or the owner lets a version take over."""
    if not is_open:
        return no("Ärendet är avslutat. Planen kan inte ändras.")
    if _keeps_going(actor, facts, on):
        return YES
    return no("Koordinatorn eller enheten som ansvarar för ärendet låter planen gälla.")


def may_approve(actor: Actor, facts: CaseFacts, on: date, unit_id: UUID | None) -> Decision:
    """P4: a unit says its own yes; what was said at the table may be noted for it.

    `unit_id` None is the individual: noted by the coordinator or the owner.
    """
    written = decide(actor, Action.WRITE, facts, on)
    if not written:
        return written
    if unit_id is None and _keeps_going(actor, facts, on):
        return YES
    if unit_id is not None and (unit_id == actor.unit_id or actor.coordinates):
        return YES
    return no("Du kan godkänna planen för din egen enhet. Koordinatorn antecknar de andras svar.")


def may_print(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """The individual's own copy is handed over by the coordinator or the owner."""
    if _keeps_going(actor, facts, on):
        return YES
    return no("Koordinatorn eller enheten som ansvarar för ärendet skriver ut planen.")


def may_settle(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """U1: said at a follow-up, which the coordinator or the owner holds."""
    if _keeps_going(actor, facts, on):
        return YES
    return no("Koordinatorn och enheten som ansvarar för ärendet gör uppföljningen.")


def _keeps_going(actor: Actor, facts: CaseFacts, on: date) -> bool:
    return bool(decide(actor, Action.COORDINATE, facts, on) or decide(actor, Action.OWN, facts, on))
