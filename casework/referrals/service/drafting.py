import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casework.access import YES, Actor
from casework.audit.service import record
from casework.kit import clock, typed
from casework.kit.codes import readable
from casework.kit.db import session
from casework.kit.errors import Stale
from casework.people.policy import may_enter
from casework.people.rules import normalise
from casework.programmes.models import Programme
from casework.programmes.rules import check_takes_new
from casework.referrals.models import Referral
from casework.referrals.policy import may_edit, may_start
from casework.referrals.queries import ReferralFile
from casework.referrals.queries.lists import drafts_past_their_day

PARTS = ("sender", "person", "consent", "now", "support", "need")
SAVED = "saved"  # how many times each part was saved, beside the parts

WRITTEN_MEANWHILE = (
    "En kollega har sparat samma steg sedan du öppnade sidan. Det du skrev är inte sparat."
)


def start_draft(
    actor: Actor, *, programme: Programme, sender: Mapping[str, Any] | None = None, at: datetime
) -> Referral:
    """R1: a draft of the actor's own unit. `sender`: the case officer there, and their phone."""
    may_start(actor).insist()
    check_takes_new(programme, clock.local(at).date())
    referral = Referral(
        reference=readable("REM"),
        programme_id=programme.id,
        unit_id=actor.unit_id,
        author_id=actor.user_id,
        created_at=at,
        changed_at=at,
    )
    session.add(referral)
    referral.draft = json.dumps({"sender": dict(sender)}) if sender else None
    record(actor, "referral drafted", referral)
    return referral


def save_step(
    actor: Actor,
    file: ReferralFile,
    *,
    part: str,
    answers: Mapping[str, Any],
    seen: int | None = None,
    at: datetime,
) -> None:
    """R1: keep what was typed in one part of the draft, whole or not.

    `answers` are those of the step's form, by field name. `seen` is how many times the part was
    saved when the page was made. Raises Stale where a colleague has saved the part since then.
    """
    may_edit(actor, file.facts).insist()
    assert part in PARTS
    times = file.draft.get(SAVED, {}).get(part, 0)
    if seen is not None and seen != times:
        raise Stale(WRITTEN_MEANWHILE, _texts_in(file.draft.get(part, {})))
    kept = _person(actor, file, answers, at) if part == "person" else dict(answers)
    saved = {**file.draft.get(SAVED, {}), part: times + 1}
    draft = file.draft | {part: kept, SAVED: saved}
    file.referral.draft = json.dumps(draft, default=_as_text)
    file.referral.changed_at = at
    record(actor, f"draft saved: {part}", file.referral)


def _texts_in(part: Mapping[str, Any]) -> list[str]:
    """What stands in a part of a draft, as far as it was written in words."""
    return [said for said in part.values() if isinstance(said, str) and said]


def choose_programme(
    actor: Actor, file: ReferralFile, *, programme: Programme, at: datetime
) -> None:
    """R1: a draft may change programme until it is sent."""
    may_edit(actor, file.facts).insist()
    check_takes_new(programme, clock.local(at).date())
    file.referral.programme_id, file.referral.changed_at = programme.id, at
    record(actor, "draft saved: programme", file.referral)


def discard(actor: Actor, file: ReferralFile) -> None:
    """R1: the unit throws its own draft away."""
    may_edit(actor, file.facts).insist()
    record(actor, "draft discarded", file.referral)
    session.delete(file.referral)


def purge_old_drafts(actor: Actor | None, *, on: date) -> int:
    """R1: drafts past their day are swept away by a command, which has no actor. How many."""
    YES.insist()  # the day decides, nobody's word
    drafts = drafts_past_their_day(actor, on)
    for draft in drafts:
        record(actor, "draft purged", draft)
        session.delete(draft)
    return len(drafts)


def _person(
    actor: Actor, file: ReferralFile, answers: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """E3: of a protected person nothing is kept, not even in a draft, or begun by a colleague."""
    protected = bool(answers.get("protected"))
    may_enter(actor, protected=protected).insist()
    if protected:
        typed.forget_about(file.id)
        return {"protected": True}
    kept = {name: value for name, value in answers.items() if value}
    if kept.get("number"):
        kept["number"] = normalise(kept["number"], on=clock.local(at).date())
    return kept


def _as_text(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Collection):
        return sorted(value)
    raise TypeError(type(value).__name__)
