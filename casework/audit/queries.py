"""Reading the trail: verification."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, String, Uuid, func, select, type_coerce
from sqlalchemy.engine import Connection, Engine

from casework.audit import anchors
from casework.audit.anchors import Anchor, Unreadable
from casework.audit.chain import CHAINED, HIDDEN, START, commit_to, link, seal_head
from casework.audit.head import ONLY
from casework.audit.models import AuditEntry, AuditHead
from casework.kit.db import Moment, session

AT_ONCE = 5000


@dataclass(frozen=True)
class Verdict:
    """`rows` hold, in order, and the last has the code `chain_mac`.

    `what` is the fault, "" for none; `first_bad` the number of the first row that does not hold,
    None when it is the file of anchors that does not.
    """

    rows: int
    first_bad: int | None = None
    what: str = ""
    chain_mac: str = START

    @property
    def holds(self) -> bool:
        return not self.what


class NotWhole(Exception):
    """The trail stops holding at row `first_bad`."""

    def __init__(self, first_bad: int | None, what: str) -> None:
        super().__init__(what)
        self.first_bad = first_bad


@dataclass
class _Walk:
    """How far the chain has been walked, and what was met on the way.

    `emptied` holds the numbers of erased rows that nobody has vouched for yet.
    """

    anchors: dict[int, Anchor] = field(default_factory=dict)
    seq: int = 0
    chain_mac: str = START
    agreed: int = 0
    emptied: set[int] = field(default_factory=set)

    def take(self, row: Sequence[Any]) -> None:
        """One more row: in its place, unchanged, and as its anchor saw it. Or NotWhole."""
        number = self.seq + 1
        chained, hidden = row[:_HIDDEN_FROM], row[_HIDDEN_FROM:-1]
        if chained[0] != number:
            raise NotWhole(number, f"row {number} is missing")
        if row[-1] != link(chained, self.chain_mac) or not self._keeps_its_word(chained, hidden):
            raise NotWhole(number, f"row {number} was changed")
        self.seq, self.chain_mac = number, row[-1]
        if number in self.anchors:
            self._agree(self.anchors[number])

    def _keeps_its_word(self, chained: Sequence[Any], hidden: Sequence[Any]) -> bool:
        """The ids are those committed to, or all of them are erased."""
        if chained[_VOUCHES_FOR] is not None:
            self.emptied.discard(chained[_VOUCHES_FOR])
        if hidden[0] is not None:
            return commit_to(hidden) == chained[_COMMITMENT]
        self.emptied.add(chained[0])
        return not any(hidden)

    def _agree(self, anchor: Anchor) -> None:
        if anchor.chain_mac != self.chain_mac:
            first = self.agreed + 1
            what = f"rows {first} to {anchor.seq} are not those that were anchored {anchor.at}"
            raise NotWhole(first, what)
        self.agreed = anchor.seq

    def end(self, head: Any) -> None:
        """All rows are walked: as many as the head and the anchors know of, and all vouched for."""
        self._at_the_head(head)
        if self.anchors:
            self._nothing_after(max(self.anchors))
        if self.emptied:
            first = min(self.emptied)
            raise NotWhole(first, f"row {first} was emptied and no later row vouches for it")

    def _at_the_head(self, head: Any) -> None:
        last = max(self.seq, 1)
        if head.mac is None:
            if self.seq:
                raise NotWhole(last, "the head of the chain is gone")
            return
        if head.mac != seal_head(head.seq, head.chain_mac, head.anchored):
            raise NotWhole(last, "the head of the chain was changed")
        if head.seq > self.seq:
            raise NotWhole(self.seq + 1, f"rows after {self.seq} are gone")
        if (head.seq, head.chain_mac) != (self.seq, self.chain_mac):
            raise NotWhole(head.seq + 1, f"rows after {head.seq} were added past the head")

    def _nothing_after(self, last: int) -> None:
        if last > self.seq:
            at = self.anchors[last].at
            what = f"rows after {self.seq} are gone: row {last} was anchored {at}"
            raise NotWhole(self.seq + 1, what)


_COLUMNS = (*CHAINED, *HIDDEN, "mac")
_HIDDEN_FROM = len(CHAINED)
_VOUCHES_FOR, _COMMITMENT = CHAINED.index("vouches_for"), CHAINED.index("commitment")


def verify() -> Verdict:
    """A2: walk the whole chain and say what, first of all, does not hold.

    In steps, each a short transaction of a connection of its own: the service goes on meanwhile,
    also on SQLite where any transaction locks, and memory is the same for any number of rows. Not
    to be called with a transaction open. Rows added during the walk are walked too.
    """
    walk = _Walk()
    try:
        walk.anchors = anchors.kept()
        head = _all_the_way(walk)
        walk.end(head)
        if head.anchored and head.anchored not in anchors.kept():
            raise NotWhole(None, _shortened(head.anchored))
    except NotWhole as fault:
        return Verdict(walk.seq, fault.first_bad, str(fault), walk.chain_mac)
    except Unreadable as fault:
        return Verdict(walk.seq, None, str(fault), walk.chain_mac)
    return Verdict(walk.seq, chain_mac=walk.chain_mac)


def _shortened(row: int) -> str:
    return f"the file of anchors is gone or was shortened: it has no line for row {row}"


def _all_the_way(walk: _Walk) -> Any:
    """Walk to the last row there is; the head as it was when that row was the last.

    The next step is read while this one is reckoned: half of the time goes by in the database.
    """
    engine = session.get_bind().engine
    with ThreadPoolExecutor() as reader:
        coming = reader.submit(_step, engine, 0)
        while True:
            head, rows = coming.result()
            if not rows:
                _no_gap(walk.seq, head.last or 0)
                return head
            coming = reader.submit(_step, engine, rows[-1].seq)
            for row in rows:
                walk.take(row)


def _step(engine: Engine, seq: int) -> tuple[Any, Sequence[Row[Any]]]:
    """The head, and the rows that follow row `seq` at that moment, AT_ONCE at most."""
    with engine.connect() as connection:
        head = connection.execute(_HEAD).one()
        return head, _onwards(connection, seq, head.last or 0)


def _no_gap(walked: int, last: int) -> None:
    if walked < last:
        raise NotWhole(walked + 1, f"row {walked + 1} is missing")


def _onwards(connection: Connection, seq: int, last: int) -> Sequence[Row[Any]]:
    """From row `seq`, which is met again and left out: a second one with its number is not.

    The step is a range of numbers as well as a number of rows: a server that does not know how
    long the trail is would else sort all that is left of it for each step.
    """
    until = min(last, max(seq, 1) + AT_ONCE - 1)
    query = (
        _ROWS[connection.dialect.name]
        .where(AuditEntry.seq <= until)
        .order_by(AuditEntry.seq)
        .limit(AT_ONCE)
    )
    if not seq:
        return connection.execute(query).all()
    return connection.execute(query.where(AuditEntry.seq >= seq)).all()[1:]


def _rows(dialect: str) -> Select[Any]:
    """Every column, ids and moments already as the text that the chain is made of.

    SQLite keeps them as that text; PostgreSQL writes it faster than we would.
    """
    as_text = _TEXT[dialect]
    columns = (AuditEntry.__table__.c[name] for name in _COLUMNS)
    return select(*(as_text(c) if isinstance(c.type, (Uuid, Moment)) else c for c in columns))


def _said_by_postgresql(column: Any) -> Any:
    if isinstance(column.type, Uuid):
        return func.encode(func.uuid_send(column), "hex")
    return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US")


_TEXT: dict[str, Callable[[Any], Any]] = {
    "sqlite": lambda column: type_coerce(column, String),
    "postgresql": _said_by_postgresql,
}
_ROWS = {dialect: _rows(dialect) for dialect in _TEXT}
_LAST = select(func.max(AuditEntry.seq).label("last")).subquery()
# one statement: the head and the last row as they were at the same moment
_HEAD = select(
    _LAST.c.last, AuditHead.seq, AuditHead.chain_mac, AuditHead.anchored, AuditHead.mac
).select_from(_LAST.outerjoin(AuditHead, AuditHead.id == ONLY))
