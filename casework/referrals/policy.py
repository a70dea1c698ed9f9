from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.access import YES, Actor, Decision, Reason, no
from casework.access.facts import ConsentFacts
from casework.referrals.rules import UNDECIDED, State, covered


@dataclass(frozen=True)
class ReferralFacts:
    """A referral as the policies see it."""

    sender_unit_id: UUID
    host_unit_id: UUID
    state: State
    consents: tuple[ConsentFacts, ...] = ()


def may_start(actor: Actor) -> Decision:
    """Any authority may refer."""
    if actor.works_with_cases:
        return YES
    return no("Bara den som arbetar med ärenden kan skriva en remiss.", Reason.ROLE)


def _sender(actor: Actor, facts: ReferralFacts) -> Decision:
    if actor.works_with_cases and actor.unit_id == facts.sender_unit_id:
        return YES
    return no("Det kan bara enheten som skriver remissen göra.", Reason.ROLE)


def may_edit(actor: Actor, facts: ReferralFacts) -> Decision:
    """R1, R3: a draft is written by its unit; what is sent is never edited."""
    if facts.state is not State.DRAFT:
        return no("Remissen är skickad. Du kan lägga till en ändring i stället.")
    return _sender(actor, facts)


def may_send(actor: Actor, facts: ReferralFacts) -> Decision:
    return may_edit(actor, facts)


def may_withdraw(actor: Actor, facts: ReferralFacts) -> Decision:
    """R5: until it is decided."""
    if facts.state not in UNDECIDED:
        return no("Remissen är redan avgjord och kan inte tas tillbaka.")
    return _sender(actor, facts)


def may_complete(actor: Actor, facts: ReferralFacts) -> Decision:
    """R4: when the coordinator has asked for it."""
    if facts.state is not State.COMPLETION:
        return no("Ingen har bett om en komplettering.")
    return _sender(actor, facts)


def may_amend(actor: Actor, facts: ReferralFacts) -> Decision:
    """R3: what is sent may be corrected, with a reason, while somebody still goes by it."""
    if facts.state not in UNDECIDED | {State.ACCEPTED}:
        return no("Remissen är avslutad och kan inte ändras.")
    return _sender(actor, facts)


def may_answer(actor: Actor, facts: ReferralFacts, on: date) -> Decision:
    """R4, C7: the host's coordinator, while the consent covers the host."""
    if not actor.coordinates or actor.unit_id != facts.host_unit_id:
        return no("Bara koordinatorn svarar på remisser.", Reason.ROLE)
    if facts.state not in UNDECIDED:
        return no("Remissen är redan avgjord.")
    if actor.unit_id not in covered(facts.consents, on):
        return no("Samtycket omfattar inte koordinatorn längre.", Reason.NO_CONSENT)
    return YES
