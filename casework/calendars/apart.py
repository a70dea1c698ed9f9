"""F5: a calendar is read by a process of its own, which gets bytes and gives numbers back."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework.calendars.reading.busy import Read, together
from casework.calendars.reading.refusing import SENTENCES, CalendarUnreadable

SECONDS = 10  # by the clock on the wall; the process itself gets four of the processor's
FOLDER = Path(__file__).parent
CODE = (
    "import sys; sys.path.append(sys.argv[1]); from reading.child import main; main(*sys.argv[2:])"
)


def read(data: bytes, first: datetime, last: datetime) -> Read:
    """As `reading.busy.busy`, whatever the library does with it. Raises CalendarUnreadable."""
    told = (str(FOLDER), str(first.timestamp()), str(last.timestamp()))
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and our own words
            [sys.executable, "-I", "-B", "-c", CODE, *told],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CalendarUnreadable("too_slow") from None
    except OSError:
        raise CalendarUnreadable("broken") from None
    if done.returncode:
        raise CalendarUnreadable("too_slow")
    return _heard(done.stdout, first, last)


def _heard(said: bytes, first: datetime, last: datetime) -> Read:
    """Nothing but numbers in the window and words that we know."""
    try:
        answer: dict[str, Any] = json.loads(said)
        if "why" in answer:
            raise CalendarUnreadable(answer["why"] if answer["why"] in SENTENCES else "broken")
        times = [(_moment(start), _moment(end)) for start, end in answer["busy"]]
        return Read(together(times, first, last), int(answer["unread"]))
    except (ValueError, TypeError, KeyError, OverflowError):
        raise CalendarUnreadable("broken") from None


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)
