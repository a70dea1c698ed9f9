from uuid import UUID

from casework.access import YES, Actor, Decision, no


def may_record(actor: Actor) -> Decision:
    """C2: whoever meets the individual in their work with cases takes their consent."""
    if not actor.works_with_cases:
        return no("Bara den som arbetar med ärenden kan registrera ett samtycke.")
    return YES


def may_withdraw(actor: Actor, named: frozenset[UUID], recorded_by_unit: UUID) -> Decision:
    """C4: the individual may tell anyone who is named, or who recorded it; that one records it."""
    if not actor.works_with_cases:
        return no("Bara den som arbetar med ärenden kan registrera ett återkallande.")
    if actor.unit_id in named or actor.unit_id == recorded_by_unit:
        return YES
    return no("Bara en enhet som samtycket nämner kan registrera ett återkallande.")
