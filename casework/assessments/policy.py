from datetime import date
from uuid import UUID

from casework.access import YES, Actor, Decision, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide


def may_ask(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """The coordinator or the owner says which parts the kartläggning needs."""
    if decide(actor, Action.COORDINATE, facts, on) or decide(actor, Action.OWN, facts, on):
        return YES
    return no("Koordinatorn och enheten som ansvarar för ärendet ber om delar.")


def may_begin(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """S1: whoever works with the case may write down the individual's own view."""
    return decide(actor, Action.WRITE, facts, on)


def may_write(actor: Actor, facts: CaseFacts, part_unit_id: UUID, on: date) -> Decision:
    """S1: each unit writes only its own parts, and those it wrote down with the individual."""
    if actor.unit_id != part_unit_id:
        return no("Varje enhet skriver bara sin egen del.")
    return decide(actor, Action.WRITE, facts, on)


def may_finish(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """The coordinator says when the kartläggning is enough to meet about."""
    if decide(actor, Action.COORDINATE, facts, on):
        return YES
    return no("Koordinatorn markerar när kartläggningen är klar.")
