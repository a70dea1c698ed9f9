"""A2: what a code is made of, worked out here by hand."""

import hmac
import time
from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from casework.audit import chain
from casework.audit.chain import CHAINED, HIDDEN, START, Key


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setattr(Key, "value", b"a key")


@pytest.fixture
def in_tokyo(monkeypatch):
    """The server stands in another zone than the one that moments are kept in."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def code(text):
    return hmac.new(b"a key", text.encode(), "sha256").hexdigest()


def test_a2_each_kind_of_code_is_of_its_own_text():
    assert chain.seal_head(7, "ab", 3) == code('["head",7,"ab",3]')
    assert chain.seal_anchor(7, "ab", "then") == code('["anchor",7,"ab","then"]')
    assert chain.link([7, None, "null"], "ab") == code('["ab",7,null,"null"]')
    assert chain.commit_to(["å", None]) == sha256(b'["\xc3\xa5",null]').hexdigest()
    assert START == "0" * 64


def sealed(**values):
    """A row with these values and no others, sealed as the first: its commitment and its code."""
    row = SimpleNamespace(**{**dict.fromkeys((*CHAINED, *HIDDEN)), **values})
    chain.seal_row(row, 1, "")
    return row.commitment, row.mac


def test_a2_ids_are_hex_digits():
    ten = UUID(int=10)
    assert sealed(salt=ten)[0] == sha256(f'["{ten.hex}",null,null,null]'.encode()).hexdigest()
    assert sealed(user_id=ten) == sealed(user_id=ten.hex)
    assert sealed(user_id=ten) != sealed(user_id=str(ten))


@pytest.mark.usefixtures("in_tokyo")
def test_a2_moments_are_in_utc_with_microseconds_wherever_the_server_stands():
    at = datetime(2026, 11, 23, 4, 5, 6, 7, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert sealed(at=at) == sealed(at="2026-11-23 03:05:06.000007")
    assert sealed(at=at.replace(microsecond=0)) == sealed(at="2026-11-23 03:05:06.000000")


def test_a2_what_the_trail_cannot_hold_is_refused():
    with pytest.raises(TypeError, match=r"^the trail cannot hold a set$"):
        sealed(salt=set())


def test_a2_a_row_is_sealed_with_its_number_its_commitment_and_its_code():
    values = {name: f"the {name}" for name in (*CHAINED, *HIDDEN)}
    row = SimpleNamespace(**values)
    said = chain.seal_row(row, 7, "ab")
    assert (row.seq, row.mac) == (7, said)
    assert row.commitment == chain.commit_to([values[name] for name in HIDDEN])
    in_order = [getattr(row, name) for name in CHAINED]
    assert said == chain.link(in_order, "ab")
    assert in_order[0] == 7
    assert in_order[-1] == row.commitment


def test_a2_the_columns_stand_in_the_order_that_old_rows_were_sealed_in():
    assert (
        *("seq", "id", "at", "user_id", "unit_id", "authority_id", "action", "outcome"),
        *("reason", "subject_kind", "vouches_for", "commitment"),
    ) == CHAINED
    assert HIDDEN == ("salt", "subject_id", "case_id", "basis_id")
