from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.queries import people_by_id
from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.referrals import signals
from casework.referrals.models import ReferralAnswer, ReferralText
from casework.referrals.policy import may_answer, may_complete
from casework.referrals.queries import ReferralFile
from casework.referrals.rules import check_answer, covered


def answer(
    actor: Actor,
    file: ReferralFile,
    *,
    kind: str,
    sentence: str | None = None,
    reason: str | None = None,
    due_on: date | None = None,
    contact_ids: Collection[UUID] = (),
    next_on: date | None = None,
    at: datetime,
) -> UUID | None:
    """R4: one of the five answers. R7: "antas" opens the case, whose id is given back."""
    on = clock.local(at).date()
    may_answer(actor, file.facts, on).insist()
    check_answer(kind, sentence, reason, due_on, on)
    row = _row(actor, file, kind, sentence, reason, due_on)
    row.answered_at = at
    file.referral.answers.append(row)
    file.referral.changed_at = at
    record(actor, f"referral answered: {kind}", row)
    return _accept(actor, file, contact_ids, next_on, at) if kind == "antas" else None


def complete(
    actor: Actor, file: ReferralFile, *, info_kind: str, text: str, at: datetime
) -> ReferralText:
    """R4: the sender adds what was asked for, and the referral waits for an answer again."""
    may_complete(actor, file.facts).insist()
    asked = file.referral.answers[-1]
    if info_kind not in file.host_kinds:
        raise RuleBroken("info_kind", "Samtycket låter inte koordinatorn läsa det.")
    times = sum(answer.kind == "kompletteras" for answer in file.referral.answers)
    row = ReferralText(referral_id=file.id, field=f"more-{times}", info_kind=info_kind, text=text)
    file.referral.texts.append(row)
    asked.completed_at = file.referral.changed_at = at
    record(actor, "referral completed", file.referral)
    return row


def _row(
    actor: Actor,
    file: ReferralFile,
    kind: str,
    sentence: str | None,
    reason: str | None,
    due_on: date | None,
) -> ReferralAnswer:
    """Only what belongs to the kind of answer is kept."""
    return ReferralAnswer(
        referral_id=file.id,
        kind=kind,
        reason=reason if kind == "avslas" else None,
        sentence=sentence or None,
        due_on=due_on if kind in ("kompletteras", "vantar") else None,
        answered_by_id=actor.user_id,
    )


def _accept(
    actor: Actor,
    file: ReferralFile,
    contact_ids: Collection[UUID],
    next_on: date | None,
    at: datetime,
) -> UUID:
    on = clock.local(at).date()
    if next_on is None or next_on < on:
        raise RuleBroken("next_on", "Välj en dag för nästa steg.")
    units = covered(file.consents, on)
    for user in people_by_id(actor, contact_ids).values():
        if user.unit_id not in units:
            raise RuleBroken("contact_ids", f"Samtycket omfattar inte {user.unit.name}.")
    answers = signals.accepted.send(
        file.referral, actor=actor, contact_ids=tuple(contact_ids), next_on=next_on, at=at
    )
    return answers[0][1].id
