"""Lists of referrals, and what waits for somebody. References and units, never a name."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import selectinload

from casework.access import Actor
from casework.authorities.models import Unit
from casework.consents.models import Consent
from casework.consents.queries import in_force
from casework.kit import clock
from casework.kit.db import session
from casework.kit.tasks import Task
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.referrals.models import Referral
from casework.referrals.queries import (
    answer_day,
    for_coordinator,
    purge_day,
    standing,
    state_of,
    visible,
)
from casework.referrals.rules import UNDECIDED, State
from casework.referrals.rules.following import Debtor, Standing, owes

NEAR_ITS_END = timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One referral in a list."""

    referral: Referral
    programme: Programme
    sender: Unit

    @property
    def state(self) -> State:
        return state_of(self.referral)

    @property
    def purge_on(self) -> date:
        return purge_day(self.referral, self.programme)

    @property
    def standing(self) -> Standing:
        return standing(self.referral, self.programme)

    @property
    def answer_by(self) -> date:
        """When the turn it is in ends: an answer, a completion, or the wait."""
        return self.standing.due or answer_day(self.referral, self.programme)

    @property
    def sent_on(self) -> date:
        return clock.local(self.referral.sent_at or self.referral.created_at).date()

    @property
    def rank(self) -> int:
        """What its sender has to do first: complete it, write on, wait, and what is done."""
        first = (State.COMPLETION, State.DRAFT, State.SENT, State.WAITING)
        return first.index(self.state) if self.state in first else len(first)

    def waits(self, on: date) -> bool:
        """It is the coordinator's turn."""
        return owes(self.standing, on) is Debtor.COORDINATOR


def rows_where(*conditions: Any) -> list[Row]:
    query: Select = (
        select(Referral, Programme, Unit)
        .join(Programme, Programme.id == Referral.programme_id)
        .join(Unit, Unit.id == Referral.unit_id)
        .outerjoin(Person, Person.id == Referral.person_id)
        .where(*conditions)
        .order_by(Referral.created_at.desc())
        .options(selectinload(Referral.answers))
    )
    return [Row(*found) for found in session.execute(query)]


def own(actor: Actor, on: date) -> list[Row]:
    """R1: the drafts of the actor's unit, and what the actor has sent, newest first."""
    rows = rows_where(visible(actor, on), Referral.unit_id == actor.unit_id)
    return [row for row in rows if row.state is not State.DRAFT or row.purge_on > on]


def inbox(actor: Actor, on: date) -> list[Row]:
    """R4: what has come to the coordinator, oldest first; undecided ones only."""
    if not actor.coordinates:
        return []
    rows = rows_where(visible(actor, on), for_coordinator(actor, on))
    return [row for row in reversed(rows) if row.state in UNDECIDED]


def unanswered(actor: Actor, programme: Programme, on: date) -> list[Referral]:
    """V1: the new referrals of a programme, for the agenda of a case review, oldest first."""
    rows = [r for r in inbox(actor, on) if r.programme.id == programme.id and r.waits(on)]
    return [row.referral for row in rows]


def units_covered(actor: Actor, rows: list[Row], on: date) -> dict[UUID, set[UUID]]:
    """{referral id: the units that its consent in force covers}, in two statements."""
    del actor  # the rows are already the actor's
    by_series = {row.referral.consent_series_id: row.referral.id for row in rows}
    query = select(Consent).where(Consent.series_id.in_(by_series), in_force(on))
    loaded = query.options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
    found: dict[UUID, set[UUID]] = {row.referral.id: set() for row in rows}
    for consent in session.scalars(loaded):
        found[by_series[consent.series_id]] |= consent.facts().units_in_force(on)
    return found


def tasks(actor: Actor, on: date) -> list[Task]:
    """What waits for the actor, in two statements: answers, completions and drafts near the end."""
    if not actor.works_with_cases:
        return []
    mine = and_(Referral.unit_id == actor.unit_id, visible(actor, on))
    theirs = for_coordinator(actor, on) if actor.coordinates else mine
    rows = rows_where(visible(actor, on), or_(mine, theirs))
    return [task for row in rows if (task := _task(actor, row, on))]


def _task(actor: Actor, row: Row, on: date) -> Task | None:
    if actor.coordinates and row.waits(on):
        words = f"från {row.sender.name} ska få ett svar."
        return _line(row, row.answer_by, words, "Svara på remissen", "referrals.show")
    if row.referral.unit_id != actor.unit_id:
        return None
    if row.state is State.COMPLETION and row.referral.author_id == actor.user_id:
        words = "ska kompletteras."
        return _line(row, row.answer_by, words, "Komplettera remissen", "referrals.complete")
    if row.state is State.DRAFT and on < row.purge_on <= on + NEAR_ITS_END:
        words = "är ett utkast som snart gallras."
        return _line(row, row.purge_on, words, "Öppna utkastet", "referrals.show")
    return None


def _line(row: Row, due: date, words: str, button: str, endpoint: str) -> Task:
    code = row.referral.reference
    args = {"referral_id": row.referral.id}
    return Task(due, f"Remiss {code} {words}", button, endpoint, args, ref=code)


def drafts_past_their_day(actor: Actor | None, on: date) -> list[Referral]:
    """R1: for the command that sweeps them away."""
    del actor  # the command has none
    rows = rows_where(Referral.sent_at.is_(None))
    return [row.referral for row in rows if row.purge_on <= on]
