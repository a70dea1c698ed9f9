from datetime import date

from casework.access import YES, Actor, Decision, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide


def may_propose(actor: Actor, facts: CaseFacts, on: date, *, is_open: bool) -> Decision:
    """K6: anyone who works with the case may propose that it closes."""
    if not is_open:
        return no("Ärendet är redan avslutat.")
    return decide(actor, Action.WRITE, facts, on)


def may_agree(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """K6: only the owner says yes to closing."""
    if decide(actor, Action.OWN, facts, on):
        return YES
    return no("Bara enheten som ansvarar för ärendet kan säga ja till avslut.")


def may_import(actor: Actor) -> Decision:
    """Earlier outcomes are brought in by whoever keeps the statistics."""
    return YES if actor.coordinates else no("Bara koordinatorn kan läsa in tidigare resultat.")
