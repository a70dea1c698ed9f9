"""The chain: each row's code covers the row and the code before it (HMAC-SHA-256, RFC 2104).

The text that is hashed is JSON in UTF-8 without spaces, so that no two rows have the same text:
NULL is not "null", and no value runs into the next. It is the same on both databases: ids as 32 hex
digits, moments in UTC with microseconds, which is also how SQLite keeps them. Rows are told as
plain tuples of text in the order of CHAINED and HIDDEN: whoever verifies a million of them makes no
objects.
"""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

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
    return sha256(orjson.dumps(hidden)).hexdigest()


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
    row.commitment = commit_to(_plain(row, HIDDEN))
    row.mac = link(_plain(row, CHAINED), before)
    return row.mac


def _code(values: Sequence[Any]) -> str:
    return hmac.digest(Key.value, orjson.dumps(values), "sha256").hex()


def _plain(row: Any, names: Sequence[str]) -> list[str | int | None]:
    """The values of `row` as the text that the databases keep or write, see `queries._TEXT`."""
    return [_as_text(getattr(row, name)) for name in names]


def _as_text(value: Any) -> str | int | None:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"the trail cannot hold a {type(value).__name__}")
