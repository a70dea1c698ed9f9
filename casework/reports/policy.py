from uuid import UUID

from casework.access import YES, Actor, Decision, Reason, Role, no


def may_draft(actor: Actor) -> Decision:
    """The coordinator keeps the report until it is published."""
    return YES if actor.coordinates else no("Bara koordinatorn skriver rapporten.", Reason.ROLE)


def may_draft_of(actor: Actor, host_unit_id: UUID) -> Decision:
    """K4: the numbers behind a report are its own host's; another host has other cases."""
    if not (drafts := may_draft(actor)) or actor.unit_id == host_unit_id:
        return drafts
    return no("Bara den egna verksamhetens koordinator skriver rapporten.", Reason.ROLE)


def may_read(actor: Actor) -> Decision:
    """A published report: LSG, and those who work with cases."""
    if actor.works_with_cases or actor.role is Role.STEERING:
        return YES
    return no("Rapporten läses av LSG och av dem som arbetar med ärenden.", Reason.ROLE)


def may_second_read(actor: Actor, written_by: UUID) -> Decision:
    """L3: another person than the one who wrote last, among those who work with cases."""
    if not actor.works_with_cases:
        return no("Texten läses av någon som arbetar med ärenden.", Reason.ROLE)
    if actor.user_id == written_by:
        return no("Du skrev själv senast i texten. Be en kollega läsa den.")
    return YES


def may_publish(actor: Actor, *, is_read: bool) -> Decision:
    """L3: only when a second person has read the words."""
    if not actor.coordinates:
        return no("Bara koordinatorn publicerar rapporten.", Reason.ROLE)
    if not is_read:
        return no("En kollega behöver läsa texten först. Kollegan hittar den under Rapporter.")
    return YES


def may_answer(actor: Actor) -> Decision:
    """LSG answers the questions of a published report."""
    if actor.role is Role.STEERING:
        return YES
    return no("Bara LSG svarar på frågorna.", Reason.ROLE)


def may_see_answers(actor: Actor) -> Decision:
    """LSG and the coordinator."""
    if actor.role is Role.STEERING or actor.coordinates:
        return YES
    return no("Svaren läses av LSG och koordinatorn.", Reason.ROLE)
