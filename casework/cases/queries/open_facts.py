"""The open cases somebody reaches and the facts of each, whoever is asked about: four statements,
however many the cases are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select

from casework.access import Actor
from casework.access.facts import CaseFacts, ConsentFacts
from casework.cases.models import Case
from casework.cases.queries import visible
from casework.consents.models import Consent, Grant, Withdrawal
from casework.kit.db import session
from casework.people.models import Person
from casework.programmes.models import Programme


class _Row(NamedTuple):
    id: UUID
    reference: str
    next_step: str | None
    next_step_on: date | None
    paused_until: date | None
    owner_unit_id: UUID
    consent_series_id: UUID
    sip_mode: str
    protected: bool


@dataclass(frozen=True)
class OpenFacts:
    """One open case by its reference (K2). `facts` are of the consents that may still hold."""

    id: UUID
    reference: str
    next_step: str | None
    next_step_on: date | None
    paused_until: date | None
    sip_mode: str
    facts: CaseFacts


def open_facts(actor: Actor, on: date) -> list[OpenFacts]:
    """K4: the open cases this actor reaches, the one with the nearest next step first.

    `assigned` in the facts is not asked for: this is for whoever reaches cases by the role.
    """
    nearest = (Case.next_step_on.is_(None), Case.next_step_on, Case.reference)
    rows = session.execute(_cases(actor, on).order_by(*nearest))
    consents = dict(_consents(_series(actor, on), on))
    return [_open(_Row(*row), consents) for row in rows]


def _cases(actor: Actor, on: date) -> Select:
    return (
        select(Case.id, Case.reference, Case.next_step, Case.next_step_on, Case.paused_until)
        .add_columns(Case.owner_unit_id, Case.consent_series_id)
        .add_columns(Programme.sip_mode, Person.protected_at.is_not(None))
        .join(Programme, Programme.id == Case.programme_id)
        .join(Person, Person.id == Case.person_id)
        .where(visible(actor, on), Case.closed_at.is_(None))
    )


def _series(actor: Actor, on: date) -> Select:
    return select(Case.consent_series_id).where(visible(actor, on), Case.closed_at.is_(None))


def _open(row: _Row, consents: dict[UUID, tuple[ConsentFacts, ...]]) -> OpenFacts:
    facts = CaseFacts(
        owner_unit_id=row.owner_unit_id,
        consents=consents.get(row.consent_series_id, ()),
        protected=bool(row.protected),
    )
    return OpenFacts(*row[:5], row.sip_mode, facts)


def _consents(series: Select, on: date) -> Iterator[tuple[UUID, tuple[ConsentFacts, ...]]]:
    """{series: the facts of its versions that hold that day or may hold later}."""
    said = (Consent.given_on, Consent.last_day, Consent.replaced_on)
    rows = session.execute(_still(select(Consent.series_id, Consent.id, *said), series, on)).all()
    given = _by_consent(Grant.unit_id, Grant.kind, of=Grant.consent_id, series=series, on=on)
    back = _by_consent(
        *(Withdrawal.unit_id, Withdrawal.withdrawn_on),
        of=Withdrawal.consent_id,
        series=series,
        on=on,
    )
    found: dict[UUID, tuple[ConsentFacts, ...]] = {}
    for series_id, consent_id, *days in rows:
        ticks, taken = given.get(consent_id, ()), back.get(consent_id, ())
        one = ConsentFacts(consent_id, *days, frozenset(ticks), frozenset(taken))
        found[series_id] = (*found.get(series_id, ()), one)
    yield from found.items()


def _still(query: Select, series: Select, on: date) -> Select:
    """Versions that are over by then say nothing about a day that comes."""
    over = or_(Consent.replaced_on.is_(None), Consent.replaced_on > on)
    return query.where(Consent.series_id.in_(series), Consent.last_day >= on, over)


def _by_consent(*columns: object, of: object, series: Select, on: date) -> dict[UUID, set[tuple]]:
    query = select(Consent.id, *columns).join(Consent, Consent.id == of)  # type: ignore[arg-type]
    found: dict[UUID, set[tuple]] = {}
    for consent_id, *said in session.execute(_still(query, series, on)):
        found.setdefault(consent_id, set()).add(tuple(said))
    return found
