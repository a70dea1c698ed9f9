"""The chain: each row's code covers the row and the code before it (HMAC-SHA-256, RFC 2104).

The text that is hashed is JSON, so that no two rows have the same text: NULL is not "null", and
no value runs into the next. It is the same on both databases: ids as 32 hex digits, moments in UTC
with microseconds, which is also how SQLite keeps them. Rows are told as plain tuples in the order
of CHAINED and HIDDEN: whoever verifies a million of them makes no objects.
"""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from json import JSONEncoder
from typing import Any
from uuid import UUID

START = "0" * 64
ERASABLE = ("subject_id", "case_id", "basis_id")
HIDDEN = ("salt", *ERASABLE)
CHAINED = (
    *("seq", "id", "at", "user_id", "unit_id", "authority_id", "action", "outcome", "reason"),
    *("subject_kind", "vouches_for", "commitment"),
)


class Key:
    """The audit key of this installation, set once at start."""

    value: bytes = b""


def commit_to(hidden: Sequence[Any]) -> str:
    """The commitment to the values of HIDDEN: tells nothing of them once the salt is gone."""
    return sha256(_text(hidden)).hexdigest()


def link(chained: Sequence[Any], before: str) -> str:
    """The code of a row with the values of CHAINED after a row with the code `before`."""
    return _code((before, *chained))


def seal_head(seq: int, chain_mac: str, anchored: int) -> str:
    """The code of the head: nobody without the key can shorten the chain unseen."""
    return _code(("head", seq, chain_mac, anchored))


def seal_anchor(seq: int, chain_mac: str, at: str) -> str:
    """The code of a line in the file of anchors."""
    return _code(("anchor", seq, chain_mac, at))


def seal_row(row: Any, seq: int, before: str) -> str:
    """Give `row` its place in the chain: number, commitment and code. Returns the code."""
    row.seq = seq
    row.commitment = commit_to([getattr(row, name) for name in HIDDEN])
    row.mac = link([getattr(row, name) for name in CHAINED], before)
    return row.mac


def _code(values: Sequence[Any]) -> str:
    return hmac.digest(Key.value, _text(values), "sha256").hex()


def _text(values: Sequence[Any]) -> bytes:
    return _encode(values).encode()


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    raise TypeError(f"the trail cannot hold a {type(value).__name__}")


_encode = JSONEncoder(separators=(",", ":"), default=_plain, check_circular=False).encode
