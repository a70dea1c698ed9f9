"""M8: how long a letter that could not be sent waits, and when it is given up. Pure."""

from datetime import datetime, timedelta

# minutes to wait after each failed attempt; together a little more than two days
PAUSES = (1, 5, 15, 60, 240, 480, 960, 1440)
LEASE = timedelta(minutes=5)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many failed attempts, or None: give up."""
    if attempts > len(PAUSES):
        return None
    return at + timedelta(minutes=PAUSES[attempts - 1])
