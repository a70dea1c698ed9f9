"""Letters about a meeting: asked, changed, called off, reminded. The verbs insist and record.

A late one (M4: two days before the meeting, or later) is urgent: it goes before all others.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from casework.access import Actor
from casework.authorities.models import User
from casework.kit import clock
from casework.letters import queries as outbox
from casework.letters import service as letters
from casework.meetings.models import Meeting, MeetingSeries, Participant
from casework.meetings.post.series import ask as ask_whole
from casework.meetings.post.series import who_got_whole
from casework.meetings.queries import users_by_id
from casework.meetings.queries.series import series_of
from casework.meetings.rules import is_late

REQUEST, CANCEL, REMINDER = "meeting.request", "meeting.cancel", "meeting.reminder"
MOVED, UPDATE, LATE_NO = "meeting.moved", "meeting.update", "meeting.late_no"
CHANGING = (REQUEST, MOVED, UPDATE)  # each puts the meeting, as it is then, in a calendar
ASKING = (*CHANGING, REMINDER)
NOT_AGAIN_WITHIN = timedelta(hours=1)


def invite(
    actor: Actor,
    meeting: Meeting,
    participants: Iterable[Participant],
    *,
    at: datetime,
    kind: str = REQUEST,
    urgent: bool = False,
) -> int:
    """M4, M5: one letter to each who has an address. The individual gets theirs on paper."""
    asked = list(participants)
    users = users_by_id(actor, [one.user_id for one in asked if one.user_id])
    series, letter = series_of(actor, meeting), {"kind": kind, "at": at, "urgent": urgent}
    return sum(
        _post(actor, meeting, one, users.get(one.user_id), **_named(meeting, one, series), **letter)
        for one in asked
    )


def _named(meeting: Meeting, one: Participant, series: MeetingSeries | None) -> dict[str, Any]:
    """M4: what it is called in this one's calendar, and the count of that.

    A letter keeps this while it waits: the day may come in another series, the calendar has it so.
    """
    if series is None or not one.in_series or meeting.recurs_on is None:
        return {"sequence": meeting.sequence, "called": (meeting.uid, None)}
    day = clock.moment(meeting.recurs_on, series.starts)
    return {"sequence": series.sequence, "called": (series.uid, day)}


def move(
    actor: Actor,
    meeting: Meeting,
    participants: Collection[Participant],
    *,
    because: str,
    urgent: bool,
    at: datetime,
) -> None:
    """M4: another time: everyone is asked again; who never heard of it, as the first time."""
    had, _ = _heard(actor, meeting, participants)
    hold_back(actor, meeting, participants, because=because, at=at)
    _tell_or_ask(actor, meeting, participants, had, kind=MOVED, urgent=urgent, at=at)


def update(
    actor: Actor,
    meeting: Meeting,
    participants: Collection[Participant],
    *,
    urgent: bool,
    at: datetime,
) -> None:
    """M4: another place: everyone hears of it, and nobody is asked again.

    A letter that has surely not gone yet is written with the new place when it goes: no second one.
    """
    had, fresh = _heard(actor, meeting, participants)
    left = [one for one in participants if one.id not in fresh]
    _tell_or_ask(actor, meeting, left, had, kind=UPDATE, urgent=urgent, at=at)


def _tell_or_ask(
    actor: Actor,
    meeting: Meeting,
    participants: Collection[Participant],
    had: set[UUID],
    *,
    kind: str,
    urgent: bool,
    at: datetime,
) -> None:
    """Whoever `had` a letter gets one of this kind; to the others it is the first."""
    told = [one for one in participants if one.id in had]
    new = [one for one in participants if one.id not in had]
    invite(actor, meeting, told, at=at, kind=kind, urgent=urgent)
    ask(actor, meeting, new, at=at, urgent=urgent)


def ask(
    actor: Actor,
    meeting: Meeting,
    participants: Collection[Participant],
    *,
    at: datetime,
    urgent: bool = False,
) -> int:
    """M4: who has the day in a series is asked to the whole as it now is; the others to the day."""
    series = series_of(actor, meeting)
    whole = {one.user_id for one in participants if series and one.in_series and one.user_id}
    alone = [one for one in participants if one.user_id not in whole]
    asked = invite(actor, meeting, alone, at=at, urgent=urgent)
    return asked + (ask_whole(actor, series, whole, at=at) if series and whole else 0)


def call_off(
    actor: Actor,
    meeting: Meeting,
    participants: Iterable[Participant],
    *,
    because: str,
    at: datetime,
) -> None:
    """M4, M8: what waits is never sent; whoever may have got a letter gets a cancellation."""
    asked = list(participants)
    had, _ = _heard(actor, meeting, asked)
    hold_back(actor, meeting, asked, because=because, at=at)
    gone, urgent = [one for one in asked if one.id in had], is_late(meeting.starts_at, at)
    invite(actor, meeting, gone, at=at, kind=CANCEL, urgent=urgent)


def tell_organiser(
    actor: Actor | None, meeting: Meeting, participant: Participant, organiser: User, at: datetime
) -> None:
    """M5: a late no reaches the one who has to act on it, besides their desk.

    AC25: whoever changes their mind over and over does not fill anybody's mailbox.
    """
    if _told_lately(actor, meeting, participant, at):
        return
    letters.post(
        actor,
        kind=LATE_NO,
        about_id=meeting.id,
        receiver_id=participant.id,
        at=at,
        code=meeting.code,
        urgent=True,
        **organiser.letterbox,
    )


def _told_lately(
    actor: Actor | None, meeting: Meeting, participant: Participant, at: datetime
) -> bool:
    """A letter that waits will say how it is when it goes; one that went is not an hour old."""
    return any(
        one.waits or (one.stopped_at is None and one.created_at > at - NOT_AGAIN_WITHIN)
        for one in outbox.about(actor, meeting.id, (LATE_NO,), lock=True)
        if one.receiver_id == participant.id
    )


def _heard(
    actor: Actor, meeting: Meeting, participants: Collection[Participant]
) -> tuple[set[UUID], set[UUID]]:
    """Who may have got any letter about this, under what it is called in their calendar now; and
    whom one waits for that nobody has tried to send."""
    series = series_of(actor, meeting)
    called = {one.id: _named(meeting, one, series)["called"][0] for one in participants}
    earlier = outbox.about(actor, meeting.id, ASKING, lock=True)
    earlier = [one for one in earlier if called.get(one.receiver_id) == one.calendar_uid]
    had = {one.receiver_id for one in earlier if one.may_have_arrived}
    users = who_got_whole(actor, series) if series else frozenset()
    had |= {one.id for one in participants if one.in_series and one.user_id in users}
    changing = [one for one in earlier if one.kind in CHANGING and one.waits]
    return had, {one.receiver_id for one in changing if not one.may_have_arrived}


def hold_back(
    actor: Actor,
    meeting: Meeting,
    participants: Iterable[Participant],
    *,
    because: str,
    at: datetime,
) -> None:
    """M8: letters to these that still wait are not sent."""
    for one in participants:
        letters.stop(
            actor,
            kinds=ASKING,
            about_id=meeting.id,
            receiver_id=one.id,
            because=because,
            at=at,
        )


def _post(actor: Actor, meeting: Meeting, to: Participant, user: User | None, **letter: Any) -> int:
    """`letter`: its kind, when, and whether it is urgent."""
    address = user.email if user else to.address
    if not address or (user and user.left_at):
        return 0
    letters.post(
        actor,
        about_id=meeting.id,
        receiver_id=to.id,
        unit_id=to.unit_id,
        address=address,
        code=meeting.code,
        receiver=user.unit.short_name if user else (to.external_role or "Personen själv"),
        **letter,
    )
    return 1
