from casework.access import YES, Actor, Decision, Reason, Role, no
from casework.authorities.models import User


def may_sign_in(actor: Actor, user: User) -> Decision:
    """Only as oneself, and only while one belongs here."""
    if user.id == actor.user_id and user.left_at is None:
        return YES
    return no("Kontot är avslutat.")


def may_sign_out(actor: Actor, user: User) -> Decision:
    return YES if user.id == actor.user_id else no("Du kan bara logga ut dig själv.")


def may_change_password(actor: Actor, user: User) -> Decision:
    return YES if user.id == actor.user_id else no("Du kan bara byta ditt eget lösenord.")


def may_administer(actor: Actor) -> Decision:
    """Accounts, parties, rooms and programmes. Never case content (AC08)."""
    if actor.active and actor.role is Role.ADMINISTRATOR:
        return YES
    return no("Bara den som är administratör kan göra det här.", Reason.ROLE)
