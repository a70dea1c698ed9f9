from datetime import date
from uuid import UUID

from casework.access import Actor, Decision, Reason, Role, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide

OF_ROLE = Decision(True, reason=Reason.OF_ROLE)


def may_see_who(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """T1: the officers of the unit that answers for the case."""
    answer = decide(actor, Action.OWN, facts, on)
    if answer:
        return answer
    return no("Bara enheten som ansvarar för ärendet ser vilka som har läst det.", answer.reason)


def may_review(actor: Actor) -> Decision:
    """T2: log reviewers, and nobody else."""
    if actor.active and actor.assured and actor.role is Role.REVIEWER:
        return OF_ROLE
    return no("Bara granskare läser åtkomstloggen.", Reason.ROLE)


def may_assess(actor: Actor, authority_id: UUID) -> Decision:
    """T4, T6: the reviewers of that authority."""
    answer = may_review(actor)
    if not answer or actor.authority_id == authority_id:
        return answer
    return no("Det är en annan myndighets granskare som bedömer det här.", Reason.ROLE)
