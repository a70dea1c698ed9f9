"""Signing in and out, and the administrator's verbs."""

from datetime import datetime

from casework.access import Actor
from casework.audit.service import record
from casework.authorities import second_factor
from casework.authorities.accounts import Account
from casework.authorities.policy import (
    may_change_password,
    may_drop_second_factor,
    may_set_up_second_factor,
    may_sign_in,
    may_sign_out,
)
from casework.kit.errors import RuleBroken

SHORTEST = 12


class NotProved(RuleBroken):
    """Whoever is signed in did not say what only the owner of the account knows."""


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
        raise NotProved("current", "Lösenordet stämmer inte.")
    if len(new) < SHORTEST or new == current:
        raise RuleBroken("new", f"Välj ett nytt lösenord med minst {SHORTEST} tecken.")
    account.set_password(new)
    record(actor, "password changed", account)


def set_up_second_factor(
    actor: Actor, account: Account, *, key: str, code: str, at: datetime
) -> list[str]:
    """AC14: from now on a code of this key is asked for. Gives the reserve codes, kept nowhere.

    Sessions that began without it end, so that nobody is left to guess from inside.
    """
    may_set_up_second_factor(actor, account).insist()
    counter = second_factor.matching(key, "".join(code.split()), None, at)
    if counter is None:
        raise RuleBroken("code", "Koden stämmer inte. Skriv de sex siffror som appen visar nu.")
    codes = second_factor.new_reserve_codes()
    account.totp, account.totp_counter = key, counter
    account.mf_recovery_codes = [second_factor.reserve_hash(account.id, code) for code in codes]
    account.end_sessions()
    record(actor, "second factor set up", account)
    return codes


def drop_second_factor(
    actor: Actor, account: Account, *, password: str, code: str, at: datetime
) -> None:
    """AC15: another app instead. Asks again for all that signing in asks for; all sessions end."""
    may_drop_second_factor(actor, account).insist()
    used = second_factor.judge(account, password, code, at)
    if used is None:
        raise NotProved("", "Lösenordet eller koden stämmer inte.")
    account.forget_second_factor()
    record(actor, "second factor dropped", account)
