from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.queries import units_in_consents
from casework.consents import signals
from casework.consents.models import Consent, Grant, Withdrawal
from casework.consents.policy import may_record, may_withdraw
from casework.consents.queries import series
from casework.consents.rules import Given, check_follows, check_withdrawal, problems
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.people.models import Person


def record_consent(
    actor: Actor, person: Person, *, at: datetime, series_id: UUID | None = None, **said: Any
) -> Consent:
    """C2, C3: a consent, or with `series_id` the next version of one, in force from its day.

    `said` are the fields of `rules.Given`.
    """
    may_record(actor).insist()
    given = Given(**said)
    known = [unit.id for unit in units_in_consents(actor)]
    for broken in problems(given, known, on=clock.local(at).date()):
        raise broken
    former = series(actor, series_id) if series_id else []
    _replace(former, person, given.given_on)
    consent = _version(actor, person, given, former, at)
    session.add(consent)
    record(actor, "consent recorded", consent, basis=consent.id)
    return consent


def withdraw(
    actor: Actor,
    consent: Consent,
    *,
    unit_id: UUID | None = None,
    on: date,
    told_how: str,
    at: datetime,
) -> Withdrawal:
    """C4: sharing ends that day, for one unit or (None) for all. Needs grants and withdrawals."""
    facts = consent.facts()
    may_withdraw(actor, frozenset(unit for unit, _ in facts.grants), consent.unit_id).insist()
    check_withdrawal(facts, unit_id, on, clock.local(at).date())
    withdrawal = Withdrawal(
        consent_id=consent.id,
        unit_id=unit_id,
        withdrawn_on=on,
        told_how=told_how,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    consent.withdrawals.append(withdrawal)
    record(actor, "consent withdrawn", withdrawal, basis=consent.id)
    signals.withdrawn.send(consent, actor=actor, unit_id=unit_id, on=on, at=at)
    return withdrawal


def _replace(former: list[Consent], person: Person, given_on: date | None) -> None:
    assert given_on is not None  # `problems` has asked
    if any(version.person_id != person.id for version in former):
        raise RuleBroken("", "Samtycket gäller en annan person.")
    check_follows([version.facts() for version in former], given_on)
    for version in former:
        version.replaced_on = version.replaced_on or given_on


def _version(
    actor: Actor, person: Person, given: Given, former: list[Consent], at: datetime
) -> Consent:
    row_id = uuid4()
    values = {k: v or None if isinstance(v, str) else v for k, v in vars(given).items()}
    del values["grants"], values["by_whom"]
    consent = Consent(
        id=row_id,
        series_id=former[-1].series_id if former else row_id,
        version=len(former) + 1,
        person_id=person.id,
        representative_document_seen=values.pop("document_seen"),
        unit_id=actor.unit_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
        **values,
    )
    consent.grants = [Grant(consent_id=row_id, unit_id=u, kind=k) for u, k in sorted(given.grants)]
    consent.withdrawals = []
    return consent
