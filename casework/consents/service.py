from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from casework.access import Actor
from casework.audit.service import note_refusal, record
from casework.authorities.queries import staff_of
from casework.consents import signals
from casework.consents.changes import Change, change, named_in
from casework.consents.models import Consent, Grant, Withdrawal
from casework.consents.policy import may_change, may_print, may_record, may_withdraw
from casework.consents.queries import (
    RECEIVED,
    nameable,
    named_by,
    owners,
    received_lately,
    series,
    told_to,
)
from casework.consents.rules import Given, check_follows, check_withdrawal, problems
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.people.models import Person

MOST = 10  # withdrawals by reference that one user may type in an hour


def record_consent(
    actor: Actor, person: Person, *, at: datetime, series_id: UUID | None = None, **said: Any
) -> Consent:
    """C2, C3: a consent, or with `series_id` the next version of one, in force from its day.

    `said` are the fields of `rules.Given`. C4: a unit that the next version leaves out is out of
    everything in the same moment, as after a withdrawal.
    """
    may_record(actor).insist()
    given, on = Given(**said), clock.local(at).date()
    former = series(actor, series_id) if series_id else []
    _check(actor, given, former, on)
    altered = _change(actor, former, given, on) if former else None
    _replace(former, person, given.given_on)
    consent = _version(actor, person, given, former, at)
    session.add(consent)
    record(actor, "consent recorded", consent, basis=consent.id)
    for unit_id in sorted(altered.leaving if altered else ()):
        signals.withdrawn.send(consent, actor=actor, unit_id=unit_id, on=on, at=at)
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
    may_withdraw(actor, told_to(actor, consent, on), consent.unit_id).insist()
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


def receive(
    actor: Actor,
    *,
    reference: str,
    birth_year: int,
    whole: bool,
    on: date,
    told_how: str,
    at: datetime,
) -> Withdrawal | None:
    """C4: a withdrawal told to somebody of a named unit who may not open the consent.

    What the reference means is not shown, before or after; None when it means nothing here.
    Without `whole` it is taken back for the actor's own unit: for others, who may see it does.
    """
    may_record(actor).insist()
    if received_lately(actor, at) >= MOST:
        raise RuleBroken("", "Du har tagit emot många på kort tid. Ring koordinatorn i stället.")
    consent = named_by(actor, reference, birth_year, on)
    if consent is None:
        note_refusal(actor, RECEIVED, "consents", None)
        return None
    unit_id = None if whole else actor.unit_id
    record(actor, RECEIVED, consent, basis=consent.id)
    return withdraw(actor, consent, unit_id=unit_id, on=on, told_how=told_how, at=at)


def _check(actor: Actor, given: Given, former: list[Consent], on: date) -> None:
    known = [unit.id for unit in nameable(actor, former)]
    for broken in problems(given, known, on=on):
        raise broken
    own = {actor.user_id, *(user.id for user in staff_of(actor, {actor.unit_id}))}
    if given.taken_by_id not in {None, *own}:
        raise RuleBroken("taken_by_id", "Välj någon i din egen enhet.")


def _change(actor: Actor, former: list[Consent], given: Given, on: date) -> Change:
    """C5: who may record it depends on whether anybody gets more."""
    altered = change([one.facts() for one in former], former[-1], given, on)
    may_change(
        actor,
        gives_more=altered.gives_more,
        owners=owners(actor, former, on),
        named=named_in(former),
    ).insist()
    return altered


def print_receipt(actor: Actor, consent: Consent, *, on: date) -> None:
    """C5, A1: what was agreed goes on paper to the individual, and the trail tells."""
    former = series(actor, consent.series_id)
    may_print(actor, owners(actor, former, on), consent.recorded_by_id).insist()
    record(actor, "consent printed", consent, basis=consent.id)


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
    taken_by = values.pop("taken_by_id")
    consent = Consent(
        id=row_id,
        series_id=former[-1].series_id if former else row_id,
        version=len(former) + 1,
        person_id=person.id,
        representative_kind=given.representative_kind,
        representative_document_seen=values.pop("document_seen"),
        taken_by_id=taken_by if taken_by != actor.user_id else None,
        unit_id=actor.unit_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
        **values,
    )
    consent.grants = [Grant(consent_id=row_id, unit_id=u, kind=k) for u, k in sorted(given.grants)]
    consent.withdrawals = []
    return consent
