"""V1: what the next sitting takes up. Each is a new ReviewItem without a review yet."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from casework.access import Actor
from casework.cases.models import Case
from casework.cases.queries import visible
from casework.kit.clock import moment
from casework.kit.db import session
from casework.meetings.models import Meeting
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.referrals.models import Referral, ReferralAnswer
from casework.referrals.queries import for_coordinator
from casework.reviews.models import CaseReview, Consultation, ReviewItem
from casework.reviews.rules import FINAL


def to_take_up(
    actor: Actor, programme: Programme, already: Iterable[ReviewItem], on: date
) -> list[ReviewItem]:
    """V1: last time's open points first, then referrals, cases and questions; nothing twice."""
    taken = {_about(item) for item in (*already, *_elsewhere(actor, programme))}
    found = [
        *_carried(actor, programme, on),
        *(ReviewItem(referral_id=one) for one in _referrals(actor, programme, on)),
        *(ReviewItem(case_id=one) for one in _cases(actor, programme, on)),
        *(ReviewItem(consultation_id=one) for one in _questions(actor, on)),
    ]
    new = []
    for item in found:
        if _about(item) not in taken:
            taken.add(_about(item))
            new.append(item)
    return new


def _about(item: ReviewItem) -> UUID | None:
    return item.case_id or item.referral_id or item.consultation_id


def _elsewhere(actor: Actor, programme: Programme) -> list[ReviewItem]:
    """What waits on the agenda of another sitting that is still to be held."""
    del actor
    query = (
        select(ReviewItem)
        .join(CaseReview, CaseReview.id == ReviewItem.review_id)
        .join(Meeting, Meeting.id == CaseReview.meeting_id)
        .where(
            CaseReview.programme_id == programme.id,
            CaseReview.finished_at.is_(None),
            Meeting.cancelled_at.is_(None),
            ReviewItem.done_at.is_(None),
            ReviewItem.postponed_at.is_(None),
        )
    )
    return list(session.scalars(query))


def _carried(actor: Actor, programme: Programme, on: date) -> list[ReviewItem]:
    """Points of finished reviews to be taken up again, once. An accepted referral is a case now."""
    del actor, on
    later = aliased(ReviewItem)
    rows = session.execute(
        select(ReviewItem, Case.id)
        .join(CaseReview, CaseReview.id == ReviewItem.review_id)
        .outerjoin(Case, Case.referral_id == ReviewItem.referral_id)
        .where(
            CaseReview.programme_id == programme.id,
            CaseReview.finished_at.is_not(None),
            or_(ReviewItem.again, ReviewItem.postponed_at.is_not(None)),
            ~exists().where(later.carried_from_id == ReviewItem.id).correlate(ReviewItem),
        )
        .order_by(CaseReview.finished_at, ReviewItem.position)
    )
    return [_again(old, case_id) for old, case_id in rows]


def _again(old: ReviewItem, case_id: UUID | None) -> ReviewItem:
    return ReviewItem(
        referral_id=None if case_id else old.referral_id,
        case_id=case_id or old.case_id,
        consultation_id=old.consultation_id,
        carried_from_id=old.id,
    )


def _referrals(actor: Actor, programme: Programme, on: date) -> list[UUID]:
    """R4: sent, not withdrawn, and waiting for an answer that the host may give."""
    answered = exists().where(ReferralAnswer.referral_id == Referral.id, _still_answered(on))
    query = select(Referral.id).where(
        Referral.programme_id == programme.id,
        for_coordinator(actor, on),
        ~answered,
    )
    if not actor.cleared:
        hidden = exists().where(Person.id == Referral.person_id, Person.protected_at.is_not(None))
        query = query.where(~hidden)
    return list(session.scalars(query.order_by(Referral.sent_at)))


def _still_answered(on: date) -> ColumnElement[bool]:
    return or_(
        ReferralAnswer.kind.in_(FINAL),
        and_(ReferralAnswer.kind == "kompletteras", ReferralAnswer.completed_at.is_(None)),
        and_(ReferralAnswer.kind == "vantar", ReferralAnswer.due_on > on),
    )


def _cases(actor: Actor, programme: Programme, on: date) -> list[UUID]:
    """K3: late, waking, or not looked at for as long as the programme allows."""
    since = _long_ago(programme, on)
    looked_at = exists().where(ReviewItem.case_id == Case.id, ReviewItem.done_at > since)
    turn = or_(
        and_(Case.paused_until.is_(None), Case.next_step_on < on),
        Case.paused_until <= on,
        and_(Case.paused_until.is_(None), Case.opened_at < since, ~looked_at),
    )
    query = select(Case.id).where(
        visible(actor, on), Case.programme_id == programme.id, Case.closed_at.is_(None), turn
    )
    return list(session.scalars(query.order_by(Case.next_step_on, Case.opened_at)))


def _long_ago(programme: Programme, on: date) -> datetime:
    return moment(on - timedelta(days=programme.review_every_days), time(12))


def _questions(actor: Actor, on: date) -> list[UUID]:
    """Questions without an answer that no sitting has taken up."""
    del actor
    taken = exists().where(ReviewItem.consultation_id == Consultation.id)
    query = select(Consultation.id).where(
        Consultation.advised_at.is_(None), Consultation.purge_on > on, ~taken
    )
    return list(session.scalars(query.order_by(Consultation.asked_at)))
