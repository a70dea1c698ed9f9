from datetime import datetime

from casework.access import YES, Actor, Decision, Reason, Role, no
from casework.authorities.accounts import Account
from casework.authorities.models import Proposal, User


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
    if actor.active and actor.assured and actor.role is Role.ADMINISTRATOR:
        return YES
    return no("Bara den som är administratör kan göra det här.", Reason.ROLE)


def may_set_up_second_factor(actor: Actor, account: Account) -> Decision:
    """One's own, once: to change it one drops it first, with a code."""
    if account.user_id != actor.user_id:
        return no("Du kan bara koppla en app till ditt eget konto.")
    if account.has_second_factor:
        return no("Det finns redan en app för ditt konto.")
    return YES


def may_drop_second_factor(actor: Actor, account: Account) -> Decision:
    if account.user_id != actor.user_id or not account.has_second_factor:
        return no("Du kan bara byta din egen app.")
    return YES


def may_approve(actor: Actor, proposal: Proposal, at: datetime) -> Decision:
    """AC08: another administrator than the one who asked and the one whom it is about."""
    if not (administers := may_administer(actor)):
        return administers
    if not proposal.waits(at):
        return no("Förslaget väntar inte längre.")
    if proposal.proposed_by_id == actor.user_id:
        return no("Du har föreslagit det själv. Någon annan som är administratör avgör.")
    if proposal.user_id == actor.user_id:
        return no("Förslaget gäller dig. Någon annan som är administratör avgör.")
    return YES


def may_decline(actor: Actor, proposal: Proposal, at: datetime) -> Decision:
    """Any administrator; also to take back what one asked for oneself."""
    if not (administers := may_administer(actor)):
        return administers
    return YES if proposal.waits(at) else no("Förslaget väntar inte längre.")
