"""What the sender follows, what the coordinator is told of waiting, and who is to be reminded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from casework.access import Actor, Role
from casework.access.wall import beyond
from casework.authorities.models import User
from casework.consents.queries import series_names
from casework.kit import clock
from casework.kit.db import session
from casework.letters.models import Letter
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.referrals.models import Referral, ReferralAnswer
from casework.referrals.queries import standing, visible
from casework.referrals.queries.lists import Row, rows_where, units_covered
from casework.referrals.rules import UNDECIDED, first_answer_by
from casework.referrals.rules.following import (
    Debtor,
    Figures,
    Turn,
    figures,
    owes,
    reminder,
    still_followed,
    told,
)

A_YEAR = timedelta(days=365)
WHY = beyond("R4: reminders by a command, and days without a reference for the figures")


@dataclass(frozen=True)
class Followed:
    """One referral that the actor has sent: two sentences, and whether somebody is late."""

    id: UUID
    reference: str
    stands: str
    next: str
    mine: bool  # the sender's own turn


def followed(actor: Actor, on: date) -> list[Followed]:
    """R4, R8: what the actor has sent and not been told the end of long ago, newest first."""
    if not actor.works_with_cases:
        return []
    sent = and_(Referral.author_id == actor.user_id, Referral.sent_at.is_not(None))
    rows = [row for row in rows_where(visible(actor, on), sent) if still_followed(row.standing, on)]
    covered = units_covered(actor, rows, on) if rows else {}
    return [_followed(row, covered, on) for row in rows]


def _followed(row: Row, covered: dict[UUID, set[UUID]], on: date) -> Followed:
    readable = row.programme.host_unit_id in covered[row.referral.id]
    stood = standing(row.referral, row.programme, readable=readable)
    mine = owes(stood, on) is Debtor.SENDER
    return Followed(row.referral.id, row.referral.reference, *told(stood, on), mine)


def waiting_figures(actor: Actor, on: date) -> Figures | None:
    """R4: days to the first answer of what was sent to the actor's unit in the last year.

    For the coordinator alone, and only days: no reference, no unit, no person.
    """
    if not actor.coordinates:
        return None
    first = func.min(ReferralAnswer.answered_at)
    query = (
        select(Referral.sent_at, Programme.first_answer_days, first)
        .join(Programme, Programme.id == Referral.programme_id)
        .outerjoin(ReferralAnswer, ReferralAnswer.referral_id == Referral.id)
        .where(
            Programme.host_unit_id == actor.unit_id,
            Referral.sent_at >= clock.now() - A_YEAR,
            Referral.withdrawn_at.is_(None),
        )
        .group_by(Referral.id, Referral.sent_at, Programme.first_answer_days)
        .execution_options(**WHY)
    )
    return figures([_turn(*row) for row in session.execute(query)], on)


def _turn(sent_at: Any, days: int, answered_at: datetime | None) -> Turn:
    sent = clock.local(sent_at).date()
    answered = clock.local(answered_at).date() if answered_at else None
    return Turn(sent, answered, first_answer_by(sent, days))


@dataclass(frozen=True)
class Owing:
    """Somebody to remind: of what, and of which referral or answer."""

    kind: str  # "answer-soon", "completion-late" …
    about_id: UUID
    user: User


def owing(on: date) -> list[Owing]:
    """R4: everybody who owes an answer or a completion soon, or is late. By a command."""
    found = [one for row in _undecided(on) for one in _owing(*row, on=on)]
    return [one for one in found if one.kind]


def still_owing(kind: str, about_id: UUID, user_id: UUID, on: date) -> bool:
    """Asked once more as the letter goes."""
    return any(
        (one.kind, one.about_id, one.user.id) == (kind, about_id, user_id) for one in owing(on)
    )


def told_before(prefix: str) -> set[tuple[str, UUID, UUID]]:
    """{(kind, about, receiver)} of the reminders that were ever posted."""
    query = select(Letter.kind, Letter.about_id, Letter.receiver_id)
    return {tuple(row) for row in session.execute(query.where(Letter.kind.startswith(prefix)))}


def _undecided(on: date) -> Iterable[Any]:
    """Sent, not decided, and the consent still names the host. The host's coordinators beside."""
    final = exists().where(
        ReferralAnswer.referral_id == Referral.id,
        ReferralAnswer.kind.in_(("antas", "hanvisas", "avslas")),
    )
    query: Select = (
        select(Referral, Programme, User)
        .join(Programme, Programme.id == Referral.programme_id)
        .join(Person, Person.id == Referral.person_id)
        .join(User, or_(_answers(), User.id == Referral.author_id))
        .where(
            Referral.sent_at.is_not(None),
            Referral.withdrawn_at.is_(None),
            Person.erased_at.is_(None),
            User.left_at.is_(None),
            ~final,
            series_names(Referral.consent_series_id, Programme.host_unit_id, on),
            or_(Person.protected_at.is_(None), User.cleared),
        )
        .options(selectinload(Referral.answers))
        .execution_options(**WHY)
    )
    return session.execute(query)


def _answers() -> Any:
    return and_(User.unit_id == Programme.host_unit_id, User.role == Role.COORDINATOR)


def _owing(referral: Referral, programme: Programme, user: User, *, on: date) -> Iterable[Owing]:
    stood = standing(referral, programme)
    if stood.state not in UNDECIDED or not _is_theirs(owes(stood, on), referral, programme, user):
        return
    about = referral.answers[-1].id if referral.answers else referral.id
    yield Owing(reminder(stood, on), about, user)


def _is_theirs(debtor: Debtor, referral: Referral, programme: Programme, user: User) -> bool:
    if debtor is Debtor.SENDER:
        return user.id == referral.author_id and user.unit_id == referral.unit_id
    coordinates = user.role == Role.COORDINATOR and user.unit_id == programme.host_unit_id
    return debtor is Debtor.COORDINATOR and coordinates
