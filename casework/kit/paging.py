"""Keyset paging: the next page starts after the last row seen, whatever was added since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, tuple_

from casework.kit.db import session


@dataclass(frozen=True)
class Page:
    """Rows newest first; `older` is the mark of the next page, or None on the last one."""

    rows: Sequence[Any]
    older: str | None


def newest_first(query: Select, when: Any, row_id: Any, after: str | None, size: int = 50) -> Page:
    """One page of `query`, ordered by `when` and `row_id` downwards.

    `after` is the `older` mark of the page before; a mark that nobody made starts from the top.
    Costs one statement and reads `size + 1` rows.
    """
    mark = _read(after)
    if mark:
        query = query.where(tuple_(when, row_id) < tuple_(*mark))
    rows = session.scalars(query.order_by(when.desc(), row_id.desc()).limit(size + 1)).all()
    more = len(rows) > size
    last = rows[size - 1] if more else None
    return Page(rows[:size], _write(getattr(last, when.key), last.id) if last else None)


def _write(moment: datetime, row_id: UUID) -> str:
    return f"{moment.isoformat()}~{row_id.hex}"


def _read(mark: str | None) -> tuple[datetime, UUID] | None:
    try:
        moment, row_id = (mark or "").split("~")
        return datetime.fromisoformat(moment), UUID(row_id)
    except ValueError:
        return None
