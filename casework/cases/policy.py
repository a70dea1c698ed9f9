from datetime import date

from casework.access import YES, Actor, Decision, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide


def may_open(actor: Actor) -> Decision:
    """R7: a case is opened by accepting a referral, which the coordinator does."""
    return YES if actor.coordinates else no("Bara koordinatorn kan anta en remiss.")


def may_set_next_step(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """K3: the coordinator keeps the process going; the owner may too."""
    if decide(actor, Action.COORDINATE, facts, on):
        return YES
    if decide(actor, Action.OWN, facts, on):
        return YES
    return no("Koordinatorn och enheten som ansvarar för ärendet väljer nästa steg.")


def may_assign(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """K4: the coordinator or the owner says who works with the case."""
    if decide(actor, Action.COORDINATE, facts, on) or decide(actor, Action.OWN, facts, on):
        return YES
    return no("Koordinatorn och enheten som ansvarar för ärendet lägger till personer.")


def may_tell(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """Whoever works with the case may write in its timeline."""
    return decide(actor, Action.WRITE, facts, on)


def may_reopen(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """K6: only the owner's officer reopens, with a reason."""
    return decide(actor, Action.OWN, facts, on)
