"""A sitting of the work group, as one actor reaches it: only the items they may hear (V2).

The page of a sitting costs the same however long its agenda is: one question for the sitting, one
for its people, one for all that its items are about, one for consents and one for priorities.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.access import YES, Actor
from casework.access.facts import ConsentFacts
from casework.audit.service import note_read
from casework.authorities.models import Room, User
from casework.cases.models import Case
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.meetings.models import Meeting, Participant
from casework.meetings.queries import MeetingFile, meetings_of
from casework.programmes.models import Code, Programme
from casework.reviews.models import CaseReview, ReviewItem
from casework.reviews.policy import may_hear
from casework.reviews.queries.about import AboutRow, about, consent_facts, parts_of
from casework.reviews.queries.shapes import AWAY, REFUSALS, STEPS, Matter, Point, Sitting, Words
from casework.reviews.rules import ARENDE, FRAGA, REMISS, Subject
from casework.reviews.rules.order import Part


def sitting_for(actor: Actor, review_id: UUID, on: date) -> Sitting:
    """V2: the review, for those asked to its meeting; the read is noted (A1). Or NotVisible."""
    reached = meetings_of(actor, on).with_only_columns(Meeting.id)
    found = session.execute(
        select(CaseReview, Programme, Meeting, Room)
        .join(Programme, Programme.id == CaseReview.programme_id)
        .join(Meeting, Meeting.id == CaseReview.meeting_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(CaseReview.id == review_id, CaseReview.meeting_id.in_(reached))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not actor.works_with_cases:
        raise NotVisible("case_reviews", review_id)
    review, programme, meeting, room = found
    note_read(actor, review, YES)
    file = _meeting(meeting, room, on)
    rows = about(actor, review.id)
    items = tuple(row.item for row in rows if row.item.review_id == review.id)
    people = tuple(_in_the_room(file))
    points = tuple(_points(actor, programme, rows, items, people, on))
    return Sitting(review, programme, file, items, points, people, on)


def _meeting(meeting: Meeting, room: Room | None, on: date) -> MeetingFile:
    """The meeting of a sitting is nobody's case: its people and its room are all there is."""
    rows = session.execute(
        select(Participant, User)
        .outerjoin(User, User.id == Participant.user_id)
        .where(Participant.meeting_id == meeting.id)
        .order_by(User.name)
        .execution_options(populate_existing=True)
    ).all()
    people, users = tuple(p for p, _ in rows), {user.id: user for _, user in rows if user}
    return MeetingFile(meeting, people, users, room, None, None, False, frozenset(), on)


def _in_the_room(meeting: MeetingFile) -> list[User]:
    """Those who are here; before anybody has said so, those who have not said that they cannot.

    Each for the unit they still belong to.
    """
    return [user for one in meeting.asked if (user := _present(one, meeting.users))]


def _present(one: Participant, users: dict[UUID, User]) -> User | None:
    user = users.get(one.user_id) if one.user_id else None
    if user is None or user.left_at or user.unit_id != one.unit_id:
        return None
    away = one.attendance in AWAY if one.attendance else one.answer == "kan_inte"
    return None if away else user


def _points(
    actor: Actor,
    programme: Programme,
    rows: Sequence[AboutRow],
    items: Sequence[ReviewItem],
    people: Sequence[User],
    on: date,
) -> list[Point]:
    facts = consent_facts(actor, {row.series_id for row in rows if row.series_id})
    weighed = parts_of(actor, [item.id for item in items])
    known = {row.item.id: row for row in rows}
    points = []
    for number, item in enumerate(items, 1):
        row = known[item.id]
        matter = matter_of(row, facts.get(row.series_id, ()), on)
        if decision := may_hear(actor, matter.subject, on):
            note_read(actor, matter.row, decision, case_id=item.case_id)
            point = _point(row, known.get(item.carried_from_id), matter, number, on)
            parts = weighed.get(item.id, ())
            told = _told(actor, programme, matter.subject, parts, on)
            points.append(_heard_by(replace(point, weighed=parts, parts=told), people, on))
    return points


def _point(row: AboutRow, before: AboutRow | None, matter: Matter, number: int, on: date) -> Point:
    asks = before if before and before.question and not row.question else row
    return Point(
        item=row.item,
        matter=matter,
        number=number,
        why=_why(matter, on),
        before=before.item if before else None,
        question=asks.question,
        officer=asks.officer,
    )


def _heard_by(point: Point, people: Sequence[User], on: date) -> Point:
    """V2: who in the room hears this item, and who leaves."""
    hears = tuple(u for u in people if may_hear(u.as_actor(), point.matter.subject, on))
    return replace(point, hears=hears, leaves=tuple(u for u in people if u not in hears))


def _told(
    actor: Actor, programme: Programme, subject: Subject, parts: Sequence[Part], on: date
) -> tuple[Part, ...]:
    """C5, V4: what stands in the sum for this reader: nothing of a kind they may not read."""
    if actor.unit_id == subject.unit_id and not actor.coordinates:
        return tuple(parts)
    mine = kinds_of(subject, actor.unit_id, on)
    host = programme.host_unit_id  # what it has lost since may be what a point rests on
    whole = frozenset().union(*(facts.kinds_given(host) for facts in subject.consents))
    return tuple(part for part in parts if part.told_to(mine, whole))


def kinds_of(subject: Subject, unit_id: UUID, on: date) -> frozenset[str]:
    """C5: the kinds of information about somebody that a unit may read that day."""
    return frozenset().union(*(facts.kinds_for(unit_id, on) for facts in subject.consents))


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


def matter_of(row: AboutRow, consents: Sequence[ConsentFacts], on: date) -> Matter:
    """What one item is about, with the facts that say who hears it."""
    of = {"consents": tuple(consents), "protected": bool(row.protected_at)}
    if row.case:
        about_it = Subject(row.unit.id, gone=row.case.erased_at is not None, **of)
        return Matter(ARENDE, row.case.reference, row.unit, row.case, about_it)
    if row.referral:
        sent = row.referral
        about_it = Subject(row.unit.id, gone=sent.withdrawn_at is not None, **of)
        seen = (row.settled, row.answered)
        return Matter(REMISS, sent.reference, row.unit, sent, about_it, *seen)
    question = row.consultation
    assert question is not None  # the database holds that an item is about something
    about_it = Subject(None, gone=question.purge_on <= on)
    return Matter(FRAGA, question.code, row.unit, question, about_it)


def code_words(actor: Actor) -> Words:
    """Next steps and reasons of refusal."""
    del actor
    query = select(Code).where(Code.list.in_((STEPS, REFUSALS))).order_by(Code.position)
    return Words(tuple(session.scalars(query)))


def id_of(actor: Actor, meeting: Meeting) -> UUID | None:
    """Which sitting a meeting is: no more than its address, where it is decided who comes in."""
    del actor
    return session.scalar(select(CaseReview.id).where(CaseReview.meeting_id == meeting.id))


def listing(actor: Actor, on: date, limit: int = 60) -> list[tuple[CaseReview, Meeting]]:
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
