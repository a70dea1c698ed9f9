from casework.access import YES, Actor, Decision, Role, no


def may_list(actor: Actor, *, demo: bool) -> Decision:
    """M8: the administrator sees that letters wait. In the demo, everybody may look."""
    if demo or actor.role is Role.ADMINISTRATOR:
        return YES
    return no("Bara administratören ser alla brev.")


def may_mend(actor: Actor, sender_id: object) -> Decision:
    """M8: whoever sent a letter that was given up tries again, or solves it another way."""
    return YES if sender_id == actor.user_id else no("Bara den som skickade brevet gör det.")
