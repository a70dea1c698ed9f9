from datetime import date
from uuid import UUID

from casework.access import YES, Actor, Decision, Reason, Role, no
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide


def may_book(actor: Actor, facts: CaseFacts | None, on: date) -> Decision:
    """The coordinator convenes. Without a case it is a sitting of the work group."""
    if facts is not None:
        return decide(actor, Action.COORDINATE, facts, on)
    return YES if actor.coordinates else no("Koordinatorn bokar möten.", Reason.ROLE)


def may_manage(actor: Actor, facts: CaseFacts | None, organiser_id: UUID, on: date) -> Decision:
    """M4, M7: who booked the meeting, or another coordinator, changes it and keeps its minutes."""
    if actor.user_id == organiser_id and facts is None:
        return YES
    return may_book(actor, facts, on)


def may_manage_series(actor: Actor, organiser_id: UUID, whole: bool, on: date) -> Decision:
    """M4: as a meeting, by somebody who sees all that it would change."""
    if not whole:
        return no("Du är inte med på alla möten i serien. Den som bokade den kan ändra den.")
    return may_manage(actor, None, organiser_id, on)


def may_answer(actor: Actor, user_id: UUID | None, manages: Decision) -> Decision:
    """M5: everyone answers for themselves; those without an account through the organiser."""
    if user_id == actor.user_id or (user_id is None and manages):
        return YES
    return no("Var och en svarar för sig själv.")


def may_see_door(actor: Actor) -> Decision:
    """M3: whoever books rooms, or keeps them, prints the paper for a door: times and codes."""
    if actor.coordinates or actor.role is Role.ADMINISTRATOR:
        return YES
    return no("Koordinatorn och administratören skriver ut dörrlistor.", Reason.ROLE)


def may_have_feed(actor: Actor, user_id: UUID) -> Decision:
    """A calendar address shows one's own meetings, and is made by oneself."""
    return YES if user_id == actor.user_id else no("Var och en skapar sin egen kalenderadress.")
