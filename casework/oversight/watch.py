"""T5: reading the trail on from where it was read last, and raising what the rules find.

Nobody's act: `casework remind` does it every day, and whoever opens the reviewer's page.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from casework.audit.service import record
from casework.kit.db import session
from casework.oversight.models import ReviewTask, ReviewTaskRow, Watermark
from casework.oversight.queries.trail import Stretch, raised, stretch_after, watermark
from casework.oversight.rules import Finding, Seen, findings


def raise_all(at: datetime) -> int:
    """Everything there is to read. Says how many tasks were raised."""
    total = 0
    while (count := raise_tasks(at)) is not None:
        total += count
    return total


def raise_tasks(at: datetime) -> int | None:
    """The next stretch of the trail. How many tasks it gave, or None when there was nothing new."""
    mark = watermark() or _first_mark()
    stretch = stretch_after(mark.seq)
    if stretch is None:
        return None
    mark.seq = stretch.last_seq
    found = findings(stretch.rows)
    already = raised([one.fingerprint for one in found]) if found else set()
    new = [
        (authority_id, one, rows)
        for one in found
        for authority_id, rows in _audience(one, stretch)
        if (authority_id, one.fingerprint) not in already
    ]
    for authority_id, one, rows in new:
        _raise(authority_id, one, rows, at)
    return len(new)


def _first_mark() -> Watermark:
    """One fixed id: two first readers at once collide instead of raising everything twice."""
    mark = Watermark(id=UUID(int=1), seq=0)
    session.add(mark)
    return mark


def _audience(found: Finding, stretch: Stretch) -> Iterator[tuple[UUID, list[Seen]]]:
    """T6: the employer with every row; each owner of a case with its own rows only."""
    employer = stretch.staff[found.user_id].authority_id
    yield employer, list(found.rows)
    owners = {stretch.owners(row) for row in found.rows} - {None, employer}
    for owner in owners:
        if owner is not None:
            yield owner, [row for row in found.rows if stretch.owners(row) == owner]


def _raise(authority_id: UUID, found: Finding, rows: list[Seen], at: datetime) -> None:
    task = ReviewTask(
        authority_id=authority_id,
        rule=found.rule,
        fingerprint=found.fingerprint,
        user_id=found.user_id,
        first_at=rows[0].at,
        last_at=rows[-1].at,
        raised_at=at,
    )
    session.add(task)
    session.add_all(ReviewTaskRow(task_id=task.id, entry_id=row.id) for row in rows)
    record(None, "review task raised", task)
