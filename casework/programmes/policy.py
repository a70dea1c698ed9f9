from casework.access import Actor, Decision
from casework.authorities.policy import may_administer


def may_change(actor: Actor) -> Decision:
    """Programmes and code lists are data that the administrator keeps."""
    return may_administer(actor)
