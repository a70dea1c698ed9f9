"""What the items of one sitting are about, in one statement each, whatever their number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from casework.access import Actor
from casework.access.facts import ConsentFacts
from casework.access.wall import beyond
from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.consents.models import Consent
from casework.kit.db import session
from casework.people.models import Person
from casework.programmes.models import PriorityCriterion
from casework.referrals.models import Referral, ReferralAnswer, ReferralText
from casework.reviews.models import Consultation, ReviewItem, ReviewQuestion, ReviewWeight
from casework.reviews.rules import FINAL
from casework.reviews.rules.order import Part

HEARD = beyond("V2: who hears a point is decided from it, by consent, before any of it is shown")


@dataclass(frozen=True)
class AboutRow:
    """One item, what its officer is asked, and the one thing that it is about."""

    item: ReviewItem
    question: ReviewQuestion | None
    referral: Referral | None
    case: Case | None
    consultation: Consultation | None
    unit: Unit
    officer: str | None  # the name of the one who is asked
    protected_at: datetime | None
    answered: bool
    settled: bool

    @property
    def series_id(self) -> UUID | None:
        """The consent that says who hears it."""
        of = self.case or self.referral
        return of.consent_series_id if of else None


def about(actor: Actor, review_id: UUID) -> list[AboutRow]:
    """The items of a review in their order, and those they were carried from. For deciding."""
    del actor
    later = aliased(ReviewItem)
    carried = select(later.carried_from_id).where(
        later.review_id == review_id, later.carried_from_id.is_not(None)
    )
    return _rows(or_(ReviewItem.review_id == review_id, ReviewItem.id.in_(carried)))


def about_question(actor: Actor, mine: ColumnElement[bool]) -> list[AboutRow]:
    """The items whose open question is `mine`. For deciding."""
    del actor
    return _rows(mine)


def _rows(where: ColumnElement[bool]) -> list[AboutRow]:
    unit = func.coalesce(Case.owner_unit_id, Referral.unit_id, Consultation.unit_id)
    person = func.coalesce(Case.person_id, Referral.person_id)
    answers = select(ReferralAnswer.id).where(ReferralAnswer.referral_id == Referral.id)
    final = answers.where(ReferralAnswer.kind.in_(FINAL))
    rows = session.execute(
        select(
            *(ReviewItem, ReviewQuestion, Referral, Case, Consultation, Unit),
            *(User.name, Person.protected_at),
            exists(answers.correlate(Referral)).label("answered"),
            exists(final.correlate(Referral)).label("settled"),
        )
        .outerjoin(ReviewQuestion, ReviewQuestion.item_id == ReviewItem.id)
        .outerjoin(Referral, Referral.id == ReviewItem.referral_id)
        .outerjoin(Case, Case.id == ReviewItem.case_id)
        .outerjoin(Consultation, Consultation.id == ReviewItem.consultation_id)
        .join(Unit, Unit.id == unit)
        .outerjoin(User, User.id == ReviewQuestion.asked_of_id)
        .outerjoin(Person, Person.id == person)
        .where(where)
        .order_by(ReviewItem.position)
        .execution_options(populate_existing=True, **HEARD)
    )
    return [AboutRow(*row) for row in rows]


def consent_facts(
    actor: Actor, series: Collection[UUID]
) -> dict[UUID | None, tuple[ConsentFacts, ...]]:
    """{series: what its versions say}, to decide who hears; nothing of it is shown."""
    del actor
    found: dict[UUID | None, tuple[ConsentFacts, ...]] = {}
    query = (
        select(Consent)
        .where(Consent.series_id.in_(series))
        .options(joinedload(Consent.grants), joinedload(Consent.withdrawals))
        .execution_options(populate_existing=True, **HEARD)
    )
    for consent in session.scalars(query).unique():
        found[consent.series_id] = (*found.get(consent.series_id, ()), consent.facts())
    return found


def parts_of(actor: Actor, items: Collection[UUID]) -> dict[UUID, tuple[Part, ...]]:
    """V4: {item: the criteria that a human said are met}, each in the programme's order."""
    del actor
    found: dict[UUID, tuple[Part, ...]] = {}
    rows = session.execute(
        select(ReviewWeight, PriorityCriterion)
        .join(PriorityCriterion, PriorityCriterion.id == ReviewWeight.criterion_id)
        .where(ReviewWeight.item_id.in_(items))
        .order_by(PriorityCriterion.position)
        .execution_options(**HEARD)
    )
    for weight, one in rows:
        part = Part(one.id, one.label, weight.points, one.sign)
        found[weight.item_id] = (*found.get(weight.item_id, ()), part)
    return found


def asked_for(actor: Actor, referral: Referral, kinds: Collection[str]) -> list[str]:
    """What the sender asks for, in the kinds that the reader may read (C5)."""
    del actor
    query = select(ReferralText).where(
        ReferralText.referral_id == referral.id,
        ReferralText.field == "question",
        ReferralText.info_kind.in_(sorted(kinds)),
    )
    return [text.text for text in session.scalars(query)]
