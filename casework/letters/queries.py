"""The outbox. No text and no name of an individual is kept here, so no read is noted."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from casework.access import Actor
from casework.kit.clock import local
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.paging import Page, newest_first
from casework.kit.tasks import Task
from casework.letters.models import Letter
from casework.letters.rules import LEASE


def _waits(one: Any = Letter) -> ColumnElement[bool]:
    return and_(one.sent_at.is_(None), one.failed_at.is_(None), one.stopped_at.is_(None))


def _held(at: datetime, one: Any = Letter) -> ColumnElement[bool]:
    """A round has it. Held for much longer than a lease, it was taken by a clock that ran ahead.

    Another round's moment may be later than ours: it began after us.
    """
    return and_(one.claimed_until > at, one.claimed_until <= at + 2 * LEASE)


def due(at: datetime, limit: int) -> list[Letter]:
    """Letters to send now, locked; another round passes over them. First tries go first.

    Not while an earlier letter to the same receiver about the same thing is on its way.
    """
    come = or_(Letter.not_before <= at, Letter.created_at > at)
    free = or_(Letter.claimed_until.is_(None), not_(_held(at)))
    query = (
        select(Letter)
        .where(_waits(), come, free, ~_on_its_way(at))
        .order_by(
            *(Letter.urgent.desc(), Letter.attempts),
            *(Letter.not_before, Letter.created_at, Letter.id),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def _on_its_way(at: datetime) -> ColumnElement[bool]:
    """A round holds another letter to the same receiver about the same thing."""
    other = aliased(Letter)
    return exists().where(
        other.about_id == Letter.about_id,
        other.receiver_id == Letter.receiver_id,
        other.id != Letter.id,
        _waits(other),
        _held(at, other),
    )


def behind(actor: Actor, at: datetime) -> set[UUID]:
    """Letters that wait for an earlier one to the same receiver about the same thing."""
    del actor  # the policy has said who may
    return set(session.scalars(select(Letter.id).where(_waits(), _on_its_way(at))))


def held(letter_id: UUID, token: str) -> Letter | None:
    """The letter, locked, if it still waits and this round still holds it."""
    query = select(Letter).where(Letter.id == letter_id, Letter.claimed_by == token, _waits())
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(fresh).one_or_none()


def all_held(token: str) -> list[Letter]:
    """What this round holds and has not sent."""
    query = select(Letter).where(Letter.claimed_by == token, _waits()).with_for_update()
    return list(session.scalars(query.execution_options(populate_existing=True)))


def by_id(letter_id: UUID) -> Letter | None:
    """One letter, locked, fresh from the database."""
    query = select(Letter).where(Letter.id == letter_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def has_newer(letter: Letter, kinds: Collection[str], *, arrived: bool = False) -> bool:
    """M4: the same receiver has a later letter of the kinds about the same thing, that has gone or
    will go, under the same UID: one under another is of another event in the calendar. With
    `arrived`, only such as may be there: what waits may yet be stopped (M8)."""
    found = exists().where(
        Letter.about_id == letter.about_id,
        Letter.receiver_id == letter.receiver_id,
        Letter.calendar_uid.is_not_distinct_from(letter.calendar_uid),
        *_later(letter, kinds),
    )
    return bool(session.scalar(select(found.where(_arrived()) if arrived else found)))


def has_newer_whole(letter: Letter, user_id: UUID | None, kinds: Collection[str]) -> bool:
    """M4: a later letter about the whole series may have arrived, and says more than one of a day.

    Only such: what waits may yet be stopped.
    """
    if letter.calendar_day is None:
        return False
    found = exists().where(
        Letter.receiver_id == user_id,
        Letter.calendar_uid == letter.calendar_uid,
        *_later(letter, kinds),
        _arrived(),
    )
    return bool(session.scalar(select(found)))


def last_had(letter: Letter, kinds: Collection[str]) -> str | None:
    """M4: of which kind the newest letter about the same thing is that the same receiver may have;
    also this one, at an earlier try."""
    query = select(Letter.kind).where(
        Letter.about_id == letter.about_id,
        Letter.receiver_id == letter.receiver_id,
        Letter.calendar_uid.is_not_distinct_from(letter.calendar_uid),
        Letter.kind.in_(kinds),
        _arrived(),
    )
    return session.scalar(query.order_by(Letter.sequence.desc(), Letter.created_at.desc()).limit(1))


def _later(letter: Letter, kinds: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Of the kinds, not stopped, and with a higher count or the same and a later moment."""
    same = and_(Letter.sequence == letter.sequence, Letter.created_at > letter.created_at)
    higher = or_(Letter.sequence > letter.sequence, same)
    return Letter.kind.in_(kinds), Letter.id != letter.id, Letter.stopped_at.is_(None), higher


def _arrived() -> ColumnElement[bool]:
    return or_(Letter.sent_at.is_not(None), Letter.handed_at.is_not(None))


def oldest_waiting() -> tuple[int, datetime | None]:
    """M8: how many wait, and since when the oldest of them does."""
    found = session.execute(select(func.count(), func.min(Letter.created_at)).where(_waits())).one()
    return found[0], found[1]


def database_time() -> datetime | None:
    """What time the database has, where it may be another machine's; else None.

    Several senders then agree on how long a letter is held.
    """
    if session.get_bind().dialect.name != "postgresql":
        return None
    return session.scalar(select(func.now()))


def about(
    actor: Actor | None, about_id: UUID, kinds: Collection[str], *, lock: bool = False
) -> list[Letter]:
    """Every letter of the kinds about one thing, oldest first.

    With `lock`, for who decides on them: a sender either sees what is decided, or has been seen.
    """
    del actor
    query = select(Letter).where(Letter.about_id == about_id, Letter.kind.in_(kinds))
    query = query.order_by(Letter.created_at, Letter.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(query))


def to(actor: Actor, about_id: UUID, receiver_id: UUID) -> list[Letter]:
    """Every letter about one thing to one receiver."""
    del actor
    query = select(Letter).where(Letter.about_id == about_id, Letter.receiver_id == receiver_id)
    return list(session.scalars(query))


def listing(actor: Actor, after: str | None) -> Page:
    """All letters, newest first."""
    del actor  # the policy has said who may
    return newest_first(select(Letter), Letter.created_at, Letter.id, after)


def not_there(actor: Actor, limit: int = 50) -> list[Letter]:
    """M8: those that wait and those given up, the oldest first: what is to be looked at."""
    del actor  # the policy has said who may
    given_up = and_(Letter.failed_at.is_not(None), Letter.stopped_at.is_(None))
    query = select(Letter).where(or_(_waits(), given_up))
    return list(session.scalars(query.order_by(Letter.created_at, Letter.id).limit(limit)))


def failed_for(actor: Actor, letter_id: UUID) -> Letter:
    """One given-up letter, for the one who sent it. Raises NotVisible."""
    found = session.scalar(_failed(actor).where(Letter.id == letter_id))
    if found is None:
        raise NotVisible("letters", letter_id)
    return found


def _failed(actor: Actor) -> Select[Letter]:
    return select(Letter).where(
        Letter.sender_id == actor.user_id,
        Letter.failed_at.is_not(None),
        Letter.stopped_at.is_(None),
    )


def tasks(actor: Actor, on: date) -> list[Task]:
    """M8: letters this actor sent that could not be delivered. One statement."""
    del on
    return [_task(letter) for letter in session.scalars(_failed(actor).order_by(Letter.failed_at))]


def _task(letter: Letter) -> Task:
    to = f"till {letter.receiver} " if letter.receiver else ""
    day = local(letter.failed_at or letter.created_at).date()
    return Task(
        due=day,
        sentence=f"Brevet {to}om {letter.code or 'ett ärende'} kom inte fram.",
        button="Visa brevet",
        endpoint="letters.show",
        args={"letter_id": letter.id},
        ref=letter.code,
        flag="kom inte fram",
        icon="letter",
        level="late",
    )
