"""F5: the process that reads one calendar, with little time and little memory, and dies.

Started by `apart.py` as `python -c`, so that of ours only this folder is loaded. The calendar comes
in on stdin; what goes out is numbers, or the word for a refusal.
"""

import contextlib
import json
import resource
import sys
from datetime import UTC, datetime
from typing import Any

CPU_SECONDS = 4
MEMORY = 512 * 1024 * 1024


def main(first: str, last: str) -> None:
    _limit()
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read(), float(first), float(last))))


def _limit() -> None:
    """Before anything of the library is loaded. A system that knows no such limit has the clock."""
    wanted = {"CPU": CPU_SECONDS, "AS": MEMORY, "FSIZE": 0, "CORE": 0}
    for name, value in wanted.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def _answer(data: bytes, first: float, last: float) -> dict[str, Any]:
    from .busy import busy  # noqa: PLC0415  the limits stand before the library is there
    from .refusing import CalendarUnreadable  # noqa: PLC0415

    try:
        read = busy(data, datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC))
    except CalendarUnreadable as refused:
        return {"why": refused.why}
    times = [(start.timestamp(), end.timestamp()) for start, end in read.busy]
    return {"busy": times, "unread": read.unread}
