"""The chain: each row's code covers the row and the code before it (HMAC-SHA-256, RFC 2104)."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID

START = "0" * 64
_FIELDS = (
    *("seq", "at", "user_id", "unit_id", "authority_id", "action", "outcome", "reason"),
    *("subject_kind", "subject_id", "case_id", "basis_id"),
)


class Row(Protocol):
    """Anything with the fields of an audit entry."""

    seq: int
    mac: str


class Key:
    """The audit key of this installation, set once at start."""

    value: bytes = b""


def link(row: Row, before: str) -> str:
    """The code of `row` when the row before it has the code `before`: 64 hex digits."""
    text = "\x1f".join([before, *(_text(getattr(row, name)) for name in _FIELDS)])
    return hmac.new(Key.value, text.encode(), sha256).hexdigest()


def seal_head(seq: int, chain_mac: str) -> str:
    """The code of the head: nobody without the key can shorten the chain unseen."""
    return hmac.new(Key.value, f"head\x1f{seq}\x1f{chain_mac}".encode(), sha256).hexdigest()


def _text(value: object) -> str:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, datetime) else str(value)
