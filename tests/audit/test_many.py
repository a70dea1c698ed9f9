"""A2: a long chain is verified in steps, fast and in little memory.

20,000 rows here; with CASEWORK_LONG=1 a million, which must hold in under a minute.
"""

import os
import tracemalloc
from datetime import timedelta
from time import perf_counter
from uuid import UUID

import pytest
from sqlalchemy import Index, insert, text

from casework.audit import head as end
from casework.audit.chain import START, seal_row
from casework.audit.models import AuditEntry
from casework.audit.queries import verify
from casework.kit import clock
from casework.kit.db import session
from tests.audit.making import spoil, unguard

LONG = os.environ.get("CASEWORK_LONG") == "1"
ROWS = 1_000_000 if LONG else 20_000
AT_ONCE = 10_000
A_MINUTE, LITTLE = 60, 40 * 2**20


class Row:
    """The values of one row, by name, for the chain and for a bulk insert."""

    def __init__(self, number):
        self.id = UUID(int=number)
        self.at = clock.now() + timedelta(microseconds=number)
        self.user_id, self.unit_id, self.authority_id = (UUID(int=number % n) for n in (31, 7, 3))
        self.action, self.outcome, self.reason = "read", "allowed", "consent"
        self.subject_kind, self.vouches_for, self.salt = "cases", None, UUID(int=number * 17)
        self.subject_id = self.case_id = UUID(int=number % 999)
        self.basis_id = UUID(int=number % 777)


@pytest.fixture
def long_chain(app):
    """Made in bulk and without the indexes that the verifier does not use."""
    assert app
    unguard()
    for index in AuditEntry.__table__.indexes:
        _dropped(index)
    before = START
    for first in range(1, ROWS + 1, AT_ONCE):
        rows = [Row(number) for number in range(first, min(first + AT_ONCE, ROWS + 1))]
        for number, row in enumerate(rows, first):
            before = seal_row(row, number, before)
        session.execute(insert(AuditEntry.__table__), [vars(row) for row in rows])
    end.lock()
    end.put(end.Head(ROWS, before))
    session.commit()
    session.remove()


def _dropped(index: Index):
    session.execute(text(f"DROP INDEX {index.name}"))


@pytest.mark.usefixtures("long_chain")
def test_a2_a_million_rows_in_under_a_minute_and_in_little_memory():
    began = perf_counter()
    verdict = verify()
    assert perf_counter() - began < A_MINUTE
    assert (verdict.rows, verdict.holds) == (ROWS, True)
    assert most_memory(verify) < LITTLE
    middle = ROWS // 2 + 1
    verdict = spoil(f"UPDATE audit_entries SET reason = 'owner' WHERE seq = {middle}")
    assert verdict.first_bad == middle


def most_memory(work):
    tracemalloc.start()
    work()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
