"""The end of the chain: who holds the head is the only one that adds."""

import logging
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, update

from casework.audit import anchors
from casework.audit.chain import START, seal_head
from casework.audit.models import AuditHead
from casework.kit import clock
from casework.kit.db import session

ONLY = UUID(int=1)  # one fixed id: two first writers at once collide, and no second chain begins

log = logging.getLogger(__name__)


@dataclass
class Head:
    """The last row's number and code, and the last row that was anchored."""

    seq: int = 0
    chain_mac: str = START
    anchored: int = 0

    def anchor(self, seq: int, chain_mac: str) -> None:
        """Tell the file of anchors of a row that is committed, unless it knows. Or OSError."""
        if anchors.Anchors.path and seq > self.anchored:
            anchors.keep(seq, chain_mac, clock.now())
            self.anchored = seq

    def anchor_now_and_then(self) -> None:
        """A file that cannot be written does not stop the work; the next row tries again."""
        if self.seq - self.anchored < anchors.EVERY:
            return
        try:
            self.anchor(self.seq, self.chain_mac)
        except OSError as trouble:
            log.error("the file of anchors cannot be written: %s", trouble.strerror or trouble)


def lock() -> Head:
    """The head as it stands, held until the transaction ends."""
    found = session.execute(
        select(AuditHead.seq, AuditHead.chain_mac, AuditHead.anchored)
        .where(AuditHead.id == ONLY)
        .with_for_update()
    ).one_or_none()
    if found:
        return Head(*found)
    session.execute(insert(AuditHead).values(id=ONLY, **_values(Head())))
    return Head()


def put(head: Head) -> None:
    """Move the head."""
    session.execute(update(AuditHead).where(AuditHead.id == ONLY).values(**_values(head)))


def anchor(seq: int | None = None, chain_mac: str = "") -> None:
    """A line about a row that was verified, or about the last one. Raises OSError."""
    head = lock()
    head.anchor(*((head.seq, head.chain_mac) if seq is None else (seq, chain_mac)))
    put(head)


def _values(head: Head) -> dict[str, object]:
    mac = seal_head(head.seq, head.chain_mac, head.anchored)
    return {"seq": head.seq, "chain_mac": head.chain_mac, "anchored": head.anchored, "mac": mac}
