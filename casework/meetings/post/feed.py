"""M3, M4: one's own meetings to subscribe to, each named as in the letters about it.

A calendar that has both the invitation and this then knows them as one (RFC 5545 3.8.4.7: one UID,
one event): a series is one object with its exceptions, and what was asked by itself is by itself.
"""

from casework.authorities.models import Room
from casework.meetings.models import Meeting
from casework.meetings.post.invitation import Happening, feed
from casework.meetings.post.mail import organiser
from casework.meetings.post.recurring import published
from casework.meetings.post.words import location
from casework.meetings.queries import place_of
from casework.meetings.queries.feeds import Feed

ONE, MANY = "Logga in för att läsa dagordningen.", "Logga in för att läsa dagordningarna."


def written(found: Feed) -> bytes:
    """The same bytes until something is changed."""
    alone = [_happening(meeting, room) for meeting, room in found.alone]
    series = [published(about, MANY) for about in found.series]
    return feed(alone, series, organiser())


def _happening(meeting: Meeting, room: Room | None) -> Happening:
    return Happening(
        uid=meeting.uid,
        sequence=meeting.sequence,
        code=meeting.code,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=location(place_of(meeting, room), meeting.video_link),
        stamp=meeting.booked_at,
        description=ONE,
    )
