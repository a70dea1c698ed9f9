import json
from datetime import datetime
from typing import Any

from casework.access import Actor
from casework.audit.service import record
from casework.consents.rules import given_from
from casework.consents.service import record_consent
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.people.models import Person
from casework.people.service import Details, enter
from casework.programmes.rules import check_takes_new
from casework.referrals.models import Amendment, ReferralText
from casework.referrals.policy import may_amend, may_send, may_withdraw
from casework.referrals.queries import ReferralFile, parties
from casework.referrals.rules.content import (
    FACT_KINDS,
    MANY,
    Place,
    kinds_of,
    places,
    readable_reasons,
    texts_of,
    written,
)
from casework.referrals.rules.lacks import missing


def send(actor: Actor, file: ReferralFile, *, at: datetime) -> None:
    """R2, R3: only when whole. The person, the consent and a snapshot are made of the draft."""
    may_send(actor, file.facts).insist()
    check_takes_new(file.programme, clock.local(at).date())
    between = parties(actor, file)
    lacks = missing(file.draft, between, clock.local(at).date())
    if lacks:
        raise RuleBroken("", f"Remissen är inte färdig: {lacks[0].sentence}")
    referral, draft = file.referral, file.draft
    given = given_from(draft["consent"])
    person = _person(actor, draft["person"], at)
    consent = record_consent(actor, person, at=at, **vars(given))
    referral.person_id, referral.consent_series_id = person.id, consent.series_id
    host = kinds_of(given, file.programme.host_unit_id)
    _write_facts(file, written(draft), host)
    _write_texts(file, written(draft), host, places(given, between))
    sender = draft.get("sender", {})
    referral.officer, referral.officer_phone = sender.get("officer"), sender.get("officer_phone")
    referral.snapshot = json.dumps(_snapshot(file, person, draft, at), default=str)
    referral.draft, referral.sent_at, referral.changed_at = None, at, at
    record(actor, "referral sent", referral, basis=consent.id)


def withdraw(actor: Actor, file: ReferralFile, *, at: datetime) -> None:
    """R5: the sender takes it back before it is decided."""
    may_withdraw(actor, file.facts).insist()
    file.referral.withdrawn_at, file.referral.withdrawn_by_id = at, actor.user_id
    record(actor, "referral withdrawn", file.referral)


def amend(
    actor: Actor, file: ReferralFile, text: ReferralText, *, new: str, reason: str, at: datetime
) -> Amendment:
    """R3: the text changes; what was sent stays in the snapshot, the change beside it."""
    may_amend(actor, file.facts).insist()
    if new == text.text:
        raise RuleBroken("new", "Texten är densamma som förut.")
    amendment = Amendment(
        referral_id=file.id,
        field=text.field,
        info_kind=text.info_kind,
        old=text.text,
        new=new,
        reason=reason,
        by_id=actor.user_id,
        at=at,
    )
    text.text, file.referral.changed_at = new, at
    file.referral.amendments.append(amendment)
    record(actor, "referral amended", amendment)
    return amendment


def _person(actor: Actor, said: dict[str, Any], at: datetime) -> Person:
    if said.get("protected"):
        return enter(actor, protected=True, at=at)
    known = {name: said[name] for name in Details.__dataclass_fields__ if said.get(name)}
    return enter(actor, name=said["name"], number=said["number"], details=Details(**known), at=at)


def _write_facts(file: ReferralFile, need: dict[str, Any], host: frozenset[str]) -> None:
    """C5: what the host may not read is not even sent."""
    for field, kind in FACT_KINDS.items():
        value = need.get(field) if kind in host else None
        setattr(file.referral, field, ",".join(value) if field in MANY and value else value)
    file.referral.reasons = ",".join(readable_reasons(need["reasons"], host))
    file.referral.urgency = need["urgency"]


def _write_texts(
    file: ReferralFile, need: dict[str, Any], host: frozenset[str], at: list[Place]
) -> None:
    file.referral.texts = [
        ReferralText(referral_id=file.id, field=field, info_kind=kind, text=text)
        for field, kind, text in texts_of(need, host, at)
    ]
    session.add_all(file.referral.texts)


def _snapshot(
    file: ReferralFile, person: Person, draft: dict[str, Any], at: datetime
) -> dict[str, Any]:
    referral = file.referral
    return {
        "sent_at": at,
        "programme": file.programme.name,
        "person_id": person.id,
        "sender": draft.get("sender", {}),
        "consent": draft["consent"],
        "facts": {field: getattr(referral, field) for field in (*FACT_KINDS, "reasons", "urgency")},
        "texts": [(text.field, text.info_kind, text.text) for text in referral.texts],
    }
