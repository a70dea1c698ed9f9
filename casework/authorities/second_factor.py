"""The second factor: a code from an app (TOTP, RFC 6238), or a reserve code that works once.

Flask-Security's own second step is not used: it comes after the password, and so tells whoever
guesses that the password was right (AC14). Here all three are judged together by the sign-in form;
the arithmetic is the library's (passlib).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hmac import compare_digest
from uuid import UUID, uuid4

import qrcode
from flask_security import hash_password, verify_password
from passlib.exc import TokenError
from passlib.totp import TOTP

from casework.authorities.accounts import Account
from casework.kit.codes import ALPHABET
from casework.kit.crypto import keyring

HOW_MANY = 8  # reserve codes
WINDOW = 30  # seconds that the clock of a phone may be wrong, before and after


@dataclass(frozen=True)
class Used:
    """What was right, to be marked as used: a half minute, or the hash of a reserve code."""

    counter: int | None = None
    reserve: str | None = None


def new_key() -> str:
    """A key in base32, 160 bits."""
    return TOTP.new().base32_key


def in_groups(key: str) -> str:
    """The key as somebody types it: BHAT QRYI …"""
    return TOTP(key=key).pretty_key(sep=" ")


def drawing(key: str, address: str, issuer: str) -> tuple[int, str]:
    """The QR code that an app reads: its width in squares, and an SVG path of the dark ones."""
    code = qrcode.QRCode(border=4)
    code.add_data(TOTP(key=key, issuer=issuer).to_uri(address))
    rows = code.get_matrix()
    squares = ((x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in squares)


def matching(key: str, code: str, after: int | None, at: datetime) -> int | None:
    """The half minute that `code` belongs to, if it is right, near `at` and later than `after`."""
    try:
        found = TOTP(key=key).match(code, time=at, window=WINDOW, last_counter=after)
    except (TokenError, ValueError):
        return None
    return found.counter


def new_reserve_codes() -> list[str]:
    """29**10 each: too many to guess, so a keyed hash is enough to keep."""
    return [f"{_letters()}-{_letters()}" for _ in range(HOW_MANY)]


def reserve_hash(account_id: UUID, code: str) -> str:
    """What is kept of a reserve code: of use to one account, and only with the key."""
    plain = "".join(character for character in code.upper() if character in ALPHABET)
    return keyring.blind_index(f"{account_id}:{plain}", "reserve code")


def judge(account: Account | None, password: str, code: str | None, at: datetime) -> Used | None:
    """AC14: password and code together. As much is done for nobody as for somebody.

    `code` is None where no second factor is asked for: the demo.
    """
    kept = account.password if account else None
    right = verify_password(password, kept or _nobody().password)
    used = Used() if code is None else _second(account, code, at)
    return used if kept and right else None


def mark_used(account: Account, used: Used) -> None:
    """No code is accepted twice, whichever process is asked."""
    if used.counter is not None:
        account.totp_counter = used.counter
    if used.reserve is not None:
        account.mf_recovery_codes = [
            c for c in account.mf_recovery_codes or [] if c != used.reserve
        ]


def _second(account: Account | None, code: str, at: datetime) -> Used | None:
    typed, nobody = "".join(code.split()), _nobody()
    key, last = (account.totp, account.totp_counter) if account else (None, None)
    counter = matching(key or nobody.key, typed, last, at)
    hashed = reserve_hash(account.id if account else nobody.id, typed)
    left = (account.mf_recovery_codes if account else None) or nobody.codes
    reserve = hashed if any([compare_digest(kept, hashed) for kept in left]) else None
    if account and not account.has_second_factor:
        return Used()  # the first time: only the page that sets it up is reached
    return Used(counter, None if counter else reserve) if counter or reserve else None


@dataclass(frozen=True)
class _Nobody:
    """Who is tried when there is no such account: what nobody can know."""

    id: UUID
    password: str
    key: str
    codes: tuple[str, ...]


@cache
def _nobody() -> _Nobody:
    codes = tuple(secrets.token_hex(32) for _ in range(HOW_MANY))
    return _Nobody(uuid4(), hash_password(secrets.token_hex()), new_key(), codes)


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(5))
