from uuid import UUID

from casework.access import YES, Actor, Decision, Reason, no


def may_keep_calendar(actor: Actor, user_id: UUID) -> Decision:
    """F3: one's own, and only those who are asked to meetings."""
    if not actor.works_with_cases:
        return no("Bara den som arbetar med ärenden har nytta av en kalender här.", Reason.ROLE)
    return YES if user_id == actor.user_id else no("Var och en sköter sin egen kalender.")
