from datetime import date

from casework.access import Actor, Decision, no
from casework.access.facts import CaseFacts
from casework.plans.policy import may_settle


def may_follow_up(actor: Actor, facts: CaseFacts, on: date, *, is_open: bool = True) -> Decision:
    """The coordinator or the owner holds the follow-up and writes down what was said."""
    if not is_open:
        return no("Ärendet är avslutat. Det finns inget att följa upp.")
    return may_settle(actor, facts, on)
