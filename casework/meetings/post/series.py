"""M4: one letter to each about a whole series, instead of one for every day of it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.authorities.models import User
from casework.kit.db import session
from casework.letters import queries as outbox
from casework.letters import service as letters
from casework.meetings.models import MeetingSeries
from casework.meetings.queries import users_by_id
from casework.meetings.queries.series import SERIES_REQUEST, posted_series

SERIES_CANCEL = "series.cancel"
NEWER = "Serien har ändrats. Ett nytt brev gick i stället."


def ask(actor: Actor, series: MeetingSeries, user_ids: Iterable[UUID], *, at: datetime) -> int:
    """M4, M5: the series as it now is, to each of these; what waits of earlier letters stops."""
    return sum(
        _post(actor, SERIES_REQUEST, series, user, at)
        for user in _users(actor, user_ids)
        if _stopped(actor, series, user, at) is not None
    )


def tell(actor: Actor, series: MeetingSeries, user_ids: Iterable[UUID], *, at: datetime) -> int:
    """M4: whoever has days left of it gets those, also when they are behind; others a CANCEL.

    So nothing that has been disappears from anybody's calendar. Whoever cannot have got anything
    yet hears nothing. Flushed, since what is left is asked of the database.
    """
    session.flush()
    told, had = 0, who_got_whole(actor, series)
    for user in _users(actor, user_ids):
        about = posted_series(series.id, user.id)
        _stopped(actor, series, user, at)
        if about and about.times:
            told += _post(actor, SERIES_REQUEST, series, user, at)
        elif user.id in had:
            told += _post(actor, SERIES_CANCEL, series, user, at)
    return told


def _users(actor: Actor, user_ids: Iterable[UUID]) -> list[User]:
    found = users_by_id(actor, list(user_ids)).values()
    return sorted((one for one in found if not one.left_at), key=lambda one: str(one.id))


def _stopped(actor: Actor, series: MeetingSeries, user: User, at: datetime) -> list:
    """M8: what still waits for this one about the series is not sent."""
    of = {"kinds": (SERIES_REQUEST,), "about_id": series.id, "receiver_id": user.id}
    return letters.stop(actor, **of, because=NEWER, at=at)


def who_got_whole(actor: Actor, series: MeetingSeries) -> frozenset[UUID]:
    """M4: the users who may have it in their calendar, whatever has become of it there since."""
    earlier = outbox.about(actor, series.id, (SERIES_REQUEST,), lock=True)
    return frozenset(one.receiver_id for one in earlier if one.may_have_arrived)


def _post(actor: Actor, kind: str, series: MeetingSeries, user: User, at: datetime) -> int:
    letters.post(
        actor,
        kind=kind,
        about_id=series.id,
        receiver_id=user.id,
        sequence=series.sequence,
        at=at,
        code=series.code,
        called=(series.uid, None),
        **user.letterbox,
    )
    return 1
