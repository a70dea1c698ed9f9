"""What a person sees in a calendar: one line for each time, the same whichever program shows it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

FIRST, LAST = date(2026, 10, 1), date(2027, 6, 30)  # what the programs are asked to show
ME = "jag@enhet.example"
SERVICE = "samverkansstod@test.example"


@dataclass(frozen=True, order=True)
class Seen:
    """Moments in UTC to the minute, or whole days: `ends` is then the last of them."""

    title: str
    starts: str
    ends: str
    organiser: str
    answer: str


def minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def seen(
    title: str, starts: datetime, ends: datetime, answer: str = "NEEDS-ACTION", by: str = SERVICE
) -> Seen:
    return Seen(title, minute(starts), minute(ends), by, answer)
