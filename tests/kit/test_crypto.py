"""Sealed fields: what is written down about a person is not readable in the database file."""

import pytest
from sqlalchemy import String, Text

from casework.kit import crypto
from casework.kit.crypto import KeyMissing, Keyring, Tampered
from casework.tables import Base

KEYS = Keyring({1: bytes(32), 2: bytes(range(32))}, b"index")

# Words about an individual, wherever they stand, are sealed; a table that gets a new free text is
# looked at here. These columns hold codes, ids, names of staff or words of the house.
SEALED_NAMES = {"text", "sentence", "purpose", "exceptions", "agenda", "question", "advice", "what"}


def test_a_sealed_value_opens_with_the_key_that_sealed_it_and_only_in_its_place():
    sealed = KEYS.seal("Linn Hjortronmo", "people.name.1")
    assert b"Linn" not in sealed
    assert KEYS.open(sealed, "people.name.1") == "Linn Hjortronmo"
    with pytest.raises(Tampered):
        KEYS.open(sealed, "people.name.2")
    with pytest.raises(KeyMissing):
        Keyring({1: bytes(32)}).open(sealed, "people.name.1")


def test_the_newest_key_seals_and_the_old_one_still_opens():
    old = Keyring({1: bytes(32)}).seal("x", "a.b.c")
    assert old[0] == 1
    assert KEYS.seal("x", "a.b.c")[0] == 2
    assert KEYS.open(old, "a.b.c") == "x"


def test_a_changed_byte_does_not_open():
    sealed = bytearray(KEYS.seal("x", "a.b.c"))
    sealed[-1] ^= 1
    with pytest.raises(Tampered):
        KEYS.open(bytes(sealed), "a.b.c")


def test_the_blind_index_needs_its_key():
    assert KEYS.blind_index("1", "n") != Keyring({}, b"other").blind_index("1", "n")
    assert KEYS.blind_index("1", "n") == KEYS.blind_index("1", "n")


def test_no_column_of_words_about_a_person_is_kept_in_the_clear():
    plain = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String | Text) and column.name in SEALED_NAMES
    }
    assert plain <= {"steering_answers.text"}  # LSG's, about no person
    assert crypto.keyring is not KEYS
