from casework.access import YES, Actor, Decision, Reason, no


def may_enter(actor: Actor, *, protected: bool) -> Decision:
    """E1, E3: whoever works with cases; skyddade personuppgifter only with clearance."""
    if not actor.works_with_cases:
        return no("Bara den som arbetar med ärenden kan lägga in en person.", Reason.ROLE)
    if protected and not actor.cleared:
        return no(
            "Du har inte behörighet till skyddade personuppgifter. Be en kollega som har det.",
            Reason.PROTECTED,
        )
    return YES


def may_mark_protected(actor: Actor) -> Decision:
    """E3: safety first. Whoever reaches the person may hide them, with or without clearance."""
    if actor.works_with_cases:
        return YES
    return no("Bara den som arbetar med ärenden kan göra det.", Reason.ROLE)
