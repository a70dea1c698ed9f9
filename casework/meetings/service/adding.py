"""More people in a meeting that is booked, and whoever was taken out put back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.doing.asking import ask_again
from casework.meetings.doing.checks import insist_ahead, insist_covered, insist_free, of_ours
from casework.meetings.doing.parties import Guest, insist_content_free, is_summoned
from casework.meetings.doing.series import raise_sequence
from casework.meetings.doing.times import take
from casework.meetings.models import Participant
from casework.meetings.policy import may_manage
from casework.meetings.post.posting import ask
from casework.meetings.queries import MeetingFile
from casework.meetings.queries.series import in_whole
from casework.meetings.rules import Slot


@dataclass(frozen=True)
class More:
    """Who is asked besides those who are in."""

    user_ids: Collection[UUID] = ()
    guests: tuple[Guest, ...] = ()
    individual: bool = False


def invite_more(actor: Actor, file: MeetingFile, more: More, *, at: datetime) -> int:
    """M1, M2, M4: only the new ones are asked and get a letter; how many letters.

    Whoever was taken out before is put back in their own row. They may have got a cancellation, so
    SEQUENCE is raised: an invitation with the number of the cancellation would be passed over.
    """
    may_manage(actor, file.facts, file.meeting.organiser_id, file.on).insist()
    insist_ahead(file, at)
    insist_content_free(None, None, more.guests, ())  # the names, the form asks about
    users, slot = _staff(actor, file, more), Slot(file.meeting.starts_at, file.meeting.ends_at)
    insist_covered(file.facts, users, slot, file.on, guests=bool(more.guests))
    insist_free(actor, users, None, slot, at=at, but=file.id)
    back = _back(file, more)
    new = [*_new(file, users, back), *_others(file, more, back)]
    if not (back or new):
        raise RuleBroken("people", "Välj minst en till som ska vara med.")
    _put_in(actor, file, back, new, at)
    for one in (*back, *new):
        record(actor, "participant added", one, case_id=file.case_id)
    return ask(actor, file.meeting, [*back, *new], at=at)


def _staff(actor: Actor, file: MeetingFile, more: More) -> list[User]:
    """Those that are not in already, as they are now."""
    already = {one.user_id for one in file.asked}
    wanted = set(more.user_ids) - already
    return of_ours(actor, wanted, more.guests)


def _back(file: MeetingFile, more: More) -> list[Participant]:
    """The rows of those who were in before."""
    addresses = {guest.address.casefold() for guest in more.guests}
    return [one for one in file.participants if not one.is_in and _is_of(one, more, addresses)]


def _is_of(one: Participant, more: More, addresses: set[str]) -> bool:
    if one.is_individual:
        return more.individual
    return one.user_id in more.user_ids or str(one.address).casefold() in addresses


def _new(file: MeetingFile, users: list[User], back: list[Participant]) -> list[Participant]:
    there = {one.user_id for one in back}
    return [
        Participant(
            meeting_id=file.id,
            user_id=user.id,
            unit_id=user.unit_id,
            summoned=is_summoned(user),
        )
        for user in users
        if user.id not in there
    ]


def _others(file: MeetingFile, more: More, back: list[Participant]) -> list[Participant]:
    there = {str(one.address).casefold() for one in (*back, *file.asked) if one.external_role}
    new = [
        Participant(meeting_id=file.id, external_role=guest.role, address=guest.address)
        for guest in more.guests
        if guest.address.casefold() not in there
    ]
    if more.individual and not any(one.is_individual for one in file.participants):
        new.append(Participant(meeting_id=file.id, is_individual=True))
    return new


def _put_in(
    actor: Actor, file: MeetingFile, back: list[Participant], new: list[Participant], at: datetime
) -> None:
    """A row that is put back belongs to the unit that its person has now."""
    whole = in_whole(actor, file.meeting, [one.user_id for one in (*back, *new)])
    for one in (*back, *new):
        one.in_series = one.user_id in whole
    if back or whole:
        raise_sequence(actor, file.meeting, at=at)
    for one in back:
        one.removed_at = None
        one.unit_id = file.users[one.user_id].unit_id if one.user_id else None
    session.add_all(new)
    ask_again(actor, (*back, *new), at)
    take(file.meeting, [one.user_id for one in (*back, *new) if one.user_id], None)
