"""Reading the trail: verification, and the log of the cases that an authority owns."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from casework.audit.chain import START, link, seal_head
from casework.audit.models import AuditEntry, AuditHead
from casework.kit.db import session


@dataclass(frozen=True)
class Verdict:
    """`rows` read in order; `first_bad` is the number of the first row that does not hold."""

    rows: int
    first_bad: int | None = None
    what: str = ""


def verify() -> Verdict:
    """A2: walk the whole chain, streaming. Finds change, deletion, insertion, order, truncation."""
    query = select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=2000)
    rows = session.scalars(query)
    try:
        return _walk(rows)
    finally:
        rows.close()


def _walk(rows: Iterable[AuditEntry]) -> Verdict:
    before, expected = START, 1
    for row in rows:
        if row.seq != expected:
            return Verdict(expected - 1, expected, f"row {expected} is missing")
        if row.mac != link(row, before):
            return Verdict(expected - 1, expected, f"row {expected} was changed")
        before, expected = row.mac, expected + 1
    return _at_the_end(expected - 1, before)


def _at_the_end(rows: int, chain_mac: str) -> Verdict:
    head = session.scalar(select(AuditHead))
    if head is None:
        return Verdict(rows) if rows == 0 else Verdict(rows, rows, "the head of the chain is gone")
    if (head.seq, head.chain_mac) != (rows, chain_mac):
        return Verdict(rows, rows + 1, f"rows after {rows} are gone")
    if head.mac != seal_head(head.seq, head.chain_mac):
        return Verdict(rows, rows, "the head of the chain was changed")
    return Verdict(rows)
