"""Signing in and out, and the administrator's verbs."""

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.accounts import Account
from casework.authorities.policy import may_change_password, may_sign_in, may_sign_out
from casework.kit.errors import RuleBroken

SHORTEST = 12


def signed_in(actor: Actor, account: Account) -> None:
    """A1: somebody came in."""
    may_sign_in(actor, account.user).insist()
    record(actor, "signed in", account)


def signed_out(actor: Actor, account: Account) -> None:
    """A1, AC15: somebody left; a copy of their cookie is worth nothing, here or elsewhere."""
    may_sign_out(actor, account.user).insist()
    account.end_sessions()
    record(actor, "signed out", account)


def change_password(actor: Actor, account: Account, *, current: str, new: str) -> None:
    """AC15: a new password for oneself; all sessions end."""
    may_change_password(actor, account.user).insist()
    if not account.has_password(current):
        raise RuleBroken("current", "Lösenordet stämmer inte.")
    if len(new) < SHORTEST or new == current:
        raise RuleBroken("new", f"Välj ett nytt lösenord med minst {SHORTEST} tecken.")
    account.set_password(new)
    record(actor, "password changed", account)
