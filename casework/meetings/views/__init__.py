"""The pages of meetings. create_app hangs the blueprint; each file adds its addresses."""

from casework.meetings.views import (
    adding,
    answering,
    booking,
    changing,
    minutes,
    reading,
    rooms,
    series,
)
from casework.meetings.views.door import meetings

__all__ = [
    "adding",
    "answering",
    "booking",
    "changing",
    "meetings",
    "minutes",
    "reading",
    "rooms",
    "series",
]
