"""Sealed fields: AES-256-GCM at rest, and a keyed index to find a row by an exact value.

A sealed value is bound to its table, column and row (the associated data), so a ciphertext
moved to another row does not open. Layout: one byte key number, 12 bytes nonce, ciphertext
with its 16-byte tag. The index is HMAC-SHA-256 under a key of its own (NIST SP 800-38D for
GCM, RFC 2104 for HMAC).
"""

import hmac
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class KeyMissing(Exception):
    """A value was sealed with a key that this installation does not have."""


class Tampered(Exception):
    """A sealed value does not open: it was changed, or moved from another row."""


@dataclass
class Keyring:
    """Field keys by number (the highest seals, all open) and the key of the blind index."""

    field_keys: dict[int, bytes] = field(default_factory=dict)
    index_key: bytes = b""

    def seal(self, plain: str, where: str) -> bytes:
        """`plain` sealed for `where` ("table.column.row")."""
        number = max(self.field_keys)
        nonce = os.urandom(12)
        sealed = AESGCM(self.field_keys[number]).encrypt(nonce, plain.encode(), where.encode())
        return bytes([number]) + nonce + sealed

    def open(self, sealed: bytes, where: str) -> str:
        """The plain text again. Raises KeyMissing or Tampered."""
        key = self.field_keys.get(sealed[0])
        if key is None:
            raise KeyMissing(f"field key number {sealed[0]} is not configured")
        try:
            return AESGCM(key).decrypt(sealed[1:13], sealed[13:], where.encode()).decode()
        except InvalidTag:
            raise Tampered(where) from None

    def blind_index(self, value: str, what: str) -> str:
        """64 hex digits that are equal only for equal values of the same `what`."""
        return hmac.new(self.index_key, f"{what}:{value}".encode(), sha256).hexdigest()


keyring = Keyring()


def configure(field_keys: dict[int, bytes], index_key: bytes) -> None:
    """Load the keys, once, at start."""
    keyring.field_keys = dict(field_keys)
    keyring.index_key = index_key


class Sealed:
    """A text attribute kept sealed in the LargeBinary column named by `column`.

    Put `name_sealed: Mapped[bytes | None]` beside `name = Sealed("name_sealed")`: reading and
    writing `row.name` is plain text, the database holds ciphertext. None stays None.
    """

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: object, owner: type) -> Any: ...
    def __get__(self, row: Any, owner: type) -> Any:
        del owner
        if row is None:
            return self
        sealed = getattr(row, self.column)
        return None if sealed is None else keyring.open(bytes(sealed), self._where(row))

    def __set__(self, row: Any, value: str | None) -> None:
        sealed = None if value is None else keyring.seal(value, self._where(row))
        setattr(row, self.column, sealed)

    def _where(self, row: Any) -> str:
        return f"{row.__tablename__}.{self.column}.{row.id}"
