"""R7: what the cases room does when the coordinator accepts a referral (referrals.signals)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.authorities.models import User
from casework.authorities.queries import people_by_id, unit_for
from casework.cases.models import Assignment, Case
from casework.cases.service import Opening, add_event, open_case
from casework.kit.db import session
from casework.referrals.models import Referral


def open_on_acceptance(
    referral: Referral, *, actor: Actor, contact_ids: Collection[UUID], next_on: date, at: datetime
) -> Case:
    """The case, owned by the sender's unit, with its author and a contact person of each unit."""
    assert referral.person_id is not None  # a referral that is sent has both
    assert referral.consent_series_id is not None
    opening = Opening(
        programme_id=referral.programme_id,
        person_id=referral.person_id,
        owner_unit_id=referral.unit_id,
        owner_officer_id=referral.author_id,
        referral_id=referral.id,
        consent_series_id=referral.consent_series_id,
    )
    case = open_case(actor, opening, next_on=next_on, at=at)
    for user in people_by_id(actor, set(contact_ids) - {referral.author_id}).values():
        _invite(actor, case, user, at)
    sender = unit_for(actor, referral.unit_id).name
    sentence = f"{actor.name} antog remissen från {sender}."
    add_event(actor, case.id, kind="planering", sentence=sentence, at=at)
    return case


def _invite(actor: Actor, case: Case, user: User, at: datetime) -> None:
    row = Assignment(
        case_id=case.id, user_id=user.id, unit_id=user.unit_id, since=at, by_id=actor.user_id
    )
    session.add(row)
    record(actor, "assigned", row, case_id=case.id)
