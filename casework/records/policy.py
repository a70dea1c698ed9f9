from datetime import date

from casework.access import Actor, Decision, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide


def may_make_extract(actor: Actor, facts: CaseFacts, on: date) -> Decision:
    """D2: the owner unit answers to the individual."""
    answer = decide(actor, Action.OWN, facts, on)
    if answer:
        return answer
    return no("Enheten som ansvarar för ärendet lämnar ut utdraget.", answer.reason)
