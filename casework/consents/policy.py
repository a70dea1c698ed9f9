from uuid import UUID

from casework.access import YES, Actor, Decision, no


def may_record(actor: Actor) -> Decision:
    """C2: whoever meets the individual in their work with cases takes their consent."""
    if not actor.works_with_cases:
        return no("Bara den som arbetar med ärenden kan registrera ett samtycke.")
    return YES


def may_change(
    actor: Actor, *, gives_more: bool, owners: frozenset[UUID], named: frozenset[UUID]
) -> Decision:
    """C3, C4, C5: less, anyone who hears it records; more, the owner or the coordinator does.

    `owners` are the units that own what rests on the consent: before any case, who recorded it.
    `named` are the units that some version names.
    """
    if not actor.works_with_cases:
        return no("Bara den som arbetar med ärenden kan registrera ett samtycke.")
    if actor.coordinates or actor.unit_id in owners:
        return YES
    if actor.unit_id not in named:
        return no("Bara en enhet som samtycket nämner kan registrera att det ändras.")
    if gives_more:
        return no(
            "Att någon får läsa mer, eller längre, registrerar enheten som ansvarar för ärendet"
            " eller koordinatorn. Du kan registrera att personen vill dela mindre."
        )
    return YES


def may_withdraw(actor: Actor, named: frozenset[UUID], recorded_by_unit: UUID) -> Decision:
    """C4: the individual may tell anyone who is named, or who recorded it; that one records it."""
    if not actor.works_with_cases:
        return no("Bara den som arbetar med ärenden kan registrera ett återkallande.")
    if actor.unit_id in named or actor.unit_id == recorded_by_unit:
        return YES
    return no("Bara en enhet som samtycket nämner kan registrera ett återkallande.")


def may_print(actor: Actor, owners: frozenset[UUID], recorded_by: UUID) -> Decision:
    """C5: the receipt says all that was agreed, so those print it who may read all of it."""
    if actor.user_id == recorded_by or sees_history(actor, owners):
        return YES
    return no(
        "Kvittot skriver den som tog emot samtycket, den ansvariga enheten eller koordinatorn ut."
    )


def sees_history(actor: Actor, owners: frozenset[UUID]) -> Decision:
    """C5: that a unit was withdrawn is told to those who must act on it; to others it is absent.

    The owner answers for the case and the coordinator convenes it. What another unit had, and
    lost, says something about the individual that the others were never given.
    """
    if actor.works_with_cases and (actor.coordinates or actor.unit_id in owners):
        return YES
    return no("Versioner och återkallanden ser den ansvariga enheten och koordinatorn.")
