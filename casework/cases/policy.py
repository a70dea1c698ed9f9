from datetime import date
from uuid import UUID

from casework.access import YES, Actor, Decision, Reason, Role, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide
from casework.cases.rules import Asked


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
    """K1: only the owner's officer asks another unit to take a case over. Never the coordinator."""
    if decide(actor, Action.OWN, facts, on):
        return YES
    return no("Bara enheten som ansvarar för ärendet kan lämna över det till en annan enhet.")


def may_answer(actor: Actor, asked: Asked) -> Decision:
    """K1: a contact person of the unit that is asked, or whom they asked for."""
    if not (actor.works_with_cases and actor.active and actor.assured) or actor.coordinates:
        return no("Din roll ansvarar inte för ärenden.", Reason.ROLE)
    if actor.unit_id != asked.unit_id:
        return no("Frågan gäller en annan enhet.", Reason.ROLE)
    if asked.protected and not actor.cleared:
        return no("Du har inte behörighet till skyddade personuppgifter.", Reason.PROTECTED)
    if actor.role is Role.CONTACT or actor.user_id == asked.user_id:
        return YES
    return no("En kontaktperson i din enhet svarar på frågan.", Reason.ROLE)


def may_name_substitute(actor: Actor, absent_id: UUID, unit_id: UUID) -> Decision:
    """K4: whoever is to be away says who stands in; a contact person also for a colleague."""
    if not (actor.works_with_cases and actor.active and actor.assured) or actor.coordinates:
        return no("Koordinatorn når ärenden genom sin roll och har ingen vikarie.", Reason.ROLE)
    if actor.unit_id == unit_id and (actor.user_id == absent_id or actor.role is Role.CONTACT):
        return YES
    return no("En vikarie utses av den som ska vara borta, eller av enhetens kontaktperson.")
