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
    if decide(actor, Action.OWN, facts, on):
        return YES
    return no("Bara enheten som ansvarar för ärendet kan öppna det igen.")


def may_hand_over(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """K1: only the owner may pass a case on, and the receiver must accept; not built yet."""
    if not decide(actor, Action.OWN, facts, on):
        return no("Bara enheten som ansvarar för ärendet kan lämna över det till en annan enhet.")
    return no("Det går ännu inte att lämna över ett ärende här. Din enhet ansvarar för det.")
