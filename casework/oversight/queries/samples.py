"""T3, T4: what a month's sample is drawn from, how far it has come, and its rows."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from sqlalchemy import and_, case, func, select

from casework.access import Actor
from casework.access.wall import beyond
from casework.audit.models import AuditEntry
from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.kit.clock import moment
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.swedish import local_day
from casework.oversight.models import LogSample, ReviewTask, SampleRow, SampleSize
from casework.oversight.queries import THE_CASE, LogRow, of_authority, with_names
from casework.oversight.queries.log import insist_reviewer
from casework.oversight.rules import FROM_SAMPLE, USUAL_SIZE, Drawable, is_late, month_after, months

SHOWN = 24  # months back
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Month:
    """One line of the overview. Without a sample it has not been drawn."""

    month: date
    sample: LogSample | None = None
    signed_by: str | None = None
    total: int = 0
    looked_at: int = 0
    follow_ups: int = 0
    late: bool = False

    @property
    def is_done(self) -> bool:
        return self.sample is not None and self.sample.is_locked


@dataclass(frozen=True)
class SampleLine:
    """A row of the sample with what it says."""

    row: SampleRow
    log: LogRow


@dataclass(frozen=True)
class SampleFile:
    """One month's sample as its reviewer reads it."""

    sample: LogSample
    lines: list[SampleLine]
    signed_by: str | None

    @property
    def left(self) -> list[SampleLine]:
        return [line for line in self.lines if line.row.verdict is None]

    def line(self, row_id: UUID) -> SampleLine:
        """Raises NotVisible."""
        for line in self.lines:
            if line.row.id == row_id:
                return line
        raise NotVisible("sample_rows", row_id)


def size_for(actor: Actor) -> int:
    """T3: how many rows this authority wants a month."""
    query = select(SampleSize.size).where(SampleSize.authority_id == actor.authority_id)
    return session.scalar(query) or USUAL_SIZE


def size_row(actor: Actor) -> SampleSize | None:
    query = select(SampleSize).where(SampleSize.authority_id == actor.authority_id)
    return session.scalar(query)


def overview(actor: Actor, on: date) -> list[Month]:
    """T4: the months since the authority's first case, newest first. Four statements."""
    insist_reviewer(actor)
    first = session.scalar(
        select(func.min(Case.opened_at))
        .join(Unit, Unit.id == Case.owner_unit_id)
        .where(Unit.authority_id == actor.authority_id)
        .execution_options(**beyond("only when the first case was opened"))
    )
    drawn = {found.month: found for found in _drawn(actor)}
    ended = months(local_day(first), on)[:SHOWN] if first else []
    lines = [drawn.get(month) or Month(month) for month in ended]
    return [replace(line, late=not line.is_done and is_late(line.month, on)) for line in lines]


def _drawn(actor: Actor) -> list[Month]:
    rows = session.execute(
        select(LogSample, User.name, func.count(SampleRow.id), func.count(SampleRow.looked_at))
        .outerjoin(SampleRow, SampleRow.sample_id == LogSample.id)
        .outerjoin(User, User.id == LogSample.signed_off_by_id)
        .where(LogSample.authority_id == actor.authority_id)
        .group_by(LogSample.id, User.name)
    )
    open_ones = _follow_ups(actor)
    return [Month(row[0].month, *row, follow_ups=open_ones[str(row[0].month)]) for row in rows]


def _follow_ups(actor: Actor) -> Counter[str]:
    """{month: tasks from its sample that nobody has assessed yet}."""
    found = session.scalars(
        select(ReviewTask.fingerprint).where(
            ReviewTask.authority_id == actor.authority_id,
            ReviewTask.rule == FROM_SAMPLE,
            ReviewTask.assessed_at.is_(None),
        )
    )
    return Counter(fingerprint.split(":")[1] for fingerprint in found)


def sample_for(actor: Actor, sample_id: UUID) -> SampleFile:
    """One month's sample, oldest row first. Raises NotVisible."""
    insist_reviewer(actor)
    found = session.execute(
        select(LogSample, User.name)
        .outerjoin(User, User.id == LogSample.signed_off_by_id)
        .where(LogSample.id == sample_id, LogSample.authority_id == actor.authority_id)
    ).one_or_none()
    if found is None:
        raise NotVisible("log_samples", sample_id)
    return SampleFile(found[0], _lines(actor, found[0]), found[1])


def _lines(actor: Actor, sample: LogSample) -> list[SampleLine]:
    """The case may have another owner by now: then its reference is no longer this authority's."""
    owned = Case.owner_unit_id.in_(
        select(Unit.id).where(Unit.authority_id == actor.authority_id).scalar_subquery()
    )
    rows = session.execute(
        with_names(Case.reference)
        .add_columns(SampleRow)
        .join(SampleRow, SampleRow.entry_id == AuditEntry.id)
        .outerjoin(Case, and_(Case.id == THE_CASE, owned))
        .where(SampleRow.sample_id == sample.id)
        .order_by(SampleRow.position)
        .execution_options(**beyond("a reviewer reads references of cases, and no more of them"))
    )
    return [SampleLine(row[-1], LogRow(*row[:-1])) for row in rows]


def population(actor: Actor, month: date) -> list[Drawable]:
    """T3: every row of the month about cases that the authority owns. One statement."""
    refused = case((AuditEntry.outcome == "denied", 1), else_=0)
    query = select(AuditEntry.id, AuditEntry.unit_id, refused).where(
        AuditEntry.at >= moment(month, MIDNIGHT),
        AuditEntry.at < moment(month_after(month), MIDNIGHT),
    )
    rows = session.execute(of_authority(query, actor.authority_id))
    return [Drawable(row_id, unit_id, bool(is_refused)) for row_id, unit_id, is_refused in rows]


def drawn_already(actor: Actor, month: date) -> LogSample | None:
    query = select(LogSample).where(
        LogSample.authority_id == actor.authority_id, LogSample.month == month
    )
    return session.scalar(query)
