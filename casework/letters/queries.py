"""The outbox. No text and no name of an individual is kept here, so no read is noted."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from casework.access import Actor
from casework.kit.clock import local
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.kit.paging import Page, newest_first
from casework.kit.tasks import Task
from casework.letters.models import Letter


def _waiting() -> Select[Letter]:
    return select(Letter).where(
        Letter.sent_at.is_(None), Letter.failed_at.is_(None), Letter.stopped_at.is_(None)
    )


def due(at: datetime, limit: int) -> list[Letter]:
    """Letters to send now, locked; another postman passes over them."""
    free = or_(Letter.claimed_until.is_(None), Letter.claimed_until <= at)
    query = (
        _waiting()
        .where(Letter.not_before <= at, free)
        .order_by(Letter.not_before, Letter.created_at, Letter.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def by_id(letter_id: UUID) -> Letter:
    """The letter that the postman claimed, fresh from the database."""
    query = select(Letter).where(Letter.id == letter_id)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def about(actor: Actor, about_id: UUID, kinds: Collection[str]) -> list[Letter]:
    """Every letter of the kinds about one thing, oldest first."""
    del actor
    query = select(Letter).where(Letter.about_id == about_id, Letter.kind.in_(kinds))
    return list(session.scalars(query.order_by(Letter.created_at)))


def listing(actor: Actor, after: str | None) -> Page:
    """All letters, newest first."""
    del actor  # the policy has said who may
    return newest_first(select(Letter), Letter.created_at, Letter.id, after)


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
