"""A sitting of the work group, as one actor reaches it: only the items they may hear (V2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.access import YES, Actor
from casework.access.facts import ConsentFacts
from casework.access.wall import beyond
from casework.audit.service import note_read
from casework.authorities.models import Unit, User
from casework.cases.models import Case
from casework.consents.models import Consent
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.meetings.models import Meeting, Participant
from casework.meetings.queries import MeetingFile, meeting_for, meetings_of
from casework.people.models import Person
from casework.programmes.models import Programme
from casework.programmes.queries import choices
from casework.referrals.models import Referral
from casework.reviews.models import CaseReview, Consultation, ReviewItem
from casework.reviews.policy import may_hear
from casework.reviews.rules import (
    ADVICE,
    ANSWERS,
    ARENDE,
    FINAL,
    FOLLOWED,
    FRAGA,
    REMISS,
    UNCHANGED,
    Subject,
)

Facts = dict[UUID | None, tuple[ConsentFacts, ...]]
HEARD = beyond("V2: who hears a point is decided from it, by consent, before any of it is shown")
AWAY = frozenset({"franvarande", "franvarande_anmald"})


@dataclass(frozen=True)
class Matter:
    """What an item is about: a referral, a case or a question."""

    kind: str
    code: str
    unit: Unit
    row: Referral | Case | Consultation
    subject: Subject


@dataclass(frozen=True)
class Point:
    """One item with those in the room who hear it and those who leave (V2)."""

    item: ReviewItem
    matter: Matter
    hears: tuple[User, ...]
    leaves: tuple[User, ...]
    why: str = ""

    @property
    def outside(self) -> frozenset[UUID]:
        return frozenset(user.id for user in self.leaves)

    @property
    def may_take_on(self) -> frozenset[UUID]:
        return frozenset(user.id for user in self.hears)


@dataclass(frozen=True)
class Sitting:
    """One review on one day, with the items that this actor may hear."""

    review: CaseReview
    programme: Programme
    meeting: MeetingFile
    points: tuple[Point, ...]
    people: tuple[User, ...]
    on: date

    @property
    def is_finished(self) -> bool:
        return self.review.finished_at is not None

    @property
    def pending(self) -> list[Point]:
        return [point for point in self.points if point.item.is_pending]

    @property
    def names(self) -> dict[UUID, User]:
        return self.meeting.users

    def point(self, item_id: UUID) -> Point:
        for point in self.points:
            if point.item.id == item_id:
                return point
        raise NotVisible("review_items", item_id)


def sitting_for(actor: Actor, review_id: UUID, on: date) -> Sitting:
    """V2: the review, for those asked to its meeting; the read is noted (A1). Or NotVisible."""
    reached = meetings_of(actor, on).with_only_columns(Meeting.id)
    found = session.execute(
        select(CaseReview, Programme)
        .join(Programme, Programme.id == CaseReview.programme_id)
        .where(CaseReview.id == review_id, CaseReview.meeting_id.in_(reached))
        .options(selectinload(CaseReview.items))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not actor.works_with_cases:
        raise NotVisible("case_reviews", review_id)
    review, programme = found
    meeting = meeting_for(actor, review.meeting_id, on)
    note_read(actor, review, YES)
    people = tuple(_in_the_room(meeting))
    points = tuple(_points(actor, review, people, on))
    return Sitting(review, programme, meeting, points, people, on)


def _in_the_room(meeting: MeetingFile) -> list[User]:
    """Those asked who have not said that they cannot come, for the unit they still belong to."""
    return [user for one in meeting.asked if (user := _present(one, meeting.users))]


def _present(one: Participant, users: dict[UUID, User]) -> User | None:
    user = users.get(one.user_id) if one.user_id else None
    if user is None or user.left_at or user.unit_id != one.unit_id:
        return None
    return None if one.answer == "kan_inte" or one.attendance in AWAY else user


def _points(actor: Actor, review: CaseReview, people: Sequence[User], on: date) -> list[Point]:
    about = matters(actor, review.items, on)
    points = []
    for item in review.items:
        matter = about[item.id]
        if decision := may_hear(actor, matter.subject, on):
            note_read(actor, matter.row, decision, case_id=item.case_id)
            points.append(point_of(item, matter, people, on))
    return points


def point_of(item: ReviewItem, matter: Matter, people: Sequence[User], on: date) -> Point:
    """V2: who in the room hears this item, and who leaves."""
    hears = [u for u in people if may_hear(u.as_actor(), matter.subject, on)]
    leaves = tuple(user for user in people if user not in hears)
    return Point(item, matter, tuple(hears), leaves, _why(matter, on))


def _why(matter: Matter, on: date) -> str:
    """K3: why it is the case's turn."""
    case = matter.row
    if not isinstance(case, Case):
        return ""
    if not case.is_open:
        return "avslutat ärende"
    if case.is_paused:
        return "har vilat och behöver ett nästa steg"
    late = case.next_step_on is not None and case.next_step_on < on
    return "nästa steg är sent" if late else "dags att se över"


def matters(actor: Actor, items: Collection[ReviewItem], on: date) -> dict[UUID, Matter]:
    """{item id: what it is about}, in six statements whatever the number of items."""
    found = {
        **_referrals({i.referral_id for i in items if i.referral_id}),
        **_cases({i.case_id for i in items if i.case_id}),
        **_consultations({i.consultation_id for i in items if i.consultation_id}, on),
    }
    facts = consent_facts(actor, {one for m in found.values() if (one := _series(m))})
    return {item.id: _with_consents(found[_key(item)], facts) for item in items}


def _key(item: ReviewItem) -> UUID | None:
    return item.case_id or item.referral_id or item.consultation_id


def _with_consents(matter: Matter, facts: Facts) -> Matter:
    consents = facts.get(_series(matter), ())
    return replace(matter, subject=replace(matter.subject, consents=consents))


def _series(matter: Matter) -> UUID | None:
    return None if isinstance(matter.row, Consultation) else matter.row.consent_series_id


def _referrals(ids: Collection[UUID]) -> dict[UUID | None, Matter]:
    rows = session.execute(
        select(Referral, Unit, Person.protected_at)
        .join(Unit, Unit.id == Referral.unit_id)
        .outerjoin(Person, Person.id == Referral.person_id)
        .where(Referral.id.in_(ids))
        .options(selectinload(Referral.answers))
        .execution_options(**HEARD)
    )
    return {
        r.id: Matter(
            *(REMISS, r.reference, unit, r),
            Subject(r.unit_id, protected=bool(hidden), gone=r.withdrawn_at is not None),
        )
        for r, unit, hidden in rows
    }


def _cases(ids: Collection[UUID]) -> dict[UUID | None, Matter]:
    rows = session.execute(
        select(Case, Unit, Person.protected_at)
        .join(Unit, Unit.id == Case.owner_unit_id)
        .join(Person, Person.id == Case.person_id)
        .where(Case.id.in_(ids))
        .execution_options(**HEARD)
    )
    return {
        c.id: Matter(
            *(ARENDE, c.reference, unit, c),
            Subject(c.owner_unit_id, protected=bool(hidden), gone=c.erased_at is not None),
        )
        for c, unit, hidden in rows
    }


def _consultations(ids: Collection[UUID], on: date) -> dict[UUID | None, Matter]:
    rows = session.execute(
        select(Consultation, Unit)
        .join(Unit, Unit.id == Consultation.unit_id)
        .where(Consultation.id.in_(ids))
    )
    return {
        c.id: Matter(FRAGA, c.code, unit, c, Subject(None, gone=c.purge_on <= on))
        for c, unit in rows
    }


def consent_facts(actor: Actor, series: Collection[UUID]) -> Facts:
    """{series: what its versions say}, to decide who hears; nothing of it is shown."""
    del actor
    found: Facts = {}
    query = (
        select(Consent)
        .where(Consent.series_id.in_(series))
        .options(selectinload(Consent.grants), selectinload(Consent.withdrawals))
        .execution_options(**HEARD)
    )
    for consent in session.scalars(query):
        found[consent.series_id] = (*found.get(consent.series_id, ()), consent.facts())
    return found


def offered(actor: Actor, point: Point, on: date) -> dict[str, str]:
    """V3, R4, K3: {code: words} of what this item may end in."""
    row = point.matter.row
    if isinstance(row, Consultation):
        return ADVICE
    if isinstance(row, Referral):
        return FOLLOWED if any(a.kind in FINAL for a in row.answers) else ANSWERS
    return {**dict(choices(actor, "nastasteg", on)), **UNCHANGED} if row.is_open else FOLLOWED


def listing(actor: Actor, on: date, limit: int = 30) -> list[tuple[CaseReview, Meeting]]:
    """The reviews that this actor is asked to or has called, latest first."""
    mine = meetings_of(actor, on).with_only_columns(Meeting.id)
    rows = session.execute(
        select(CaseReview, Meeting)
        .join(Meeting, Meeting.id == CaseReview.meeting_id)
        .where(Meeting.id.in_(mine), Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at.desc())
        .limit(limit)
    )
    return [(review, meeting) for review, meeting in rows]
