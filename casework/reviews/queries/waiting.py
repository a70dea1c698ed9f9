"""What a review asks of somebody: the coming sitting, and what one took on at an earlier one."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from casework.access import Actor
from casework.kit.clock import moment
from casework.kit.db import session
from casework.kit.swedish import local_day, weekday_date
from casework.kit.tasks import Task
from casework.meetings.models import Meeting
from casework.meetings.queries import meetings_of
from casework.reviews.models import CaseReview, ReviewItem, ReviewQuestion
from casework.reviews.queries.asking import asked
from casework.reviews.queries.shapes import Matter

AHEAD = timedelta(days=7)


def tasks(actor: Actor, on: date) -> list[Task]:
    """Three statements. What was taken on has no reference: it may be about somebody no longer
    heard of. A question has one: it is told only while its unit still answers for the person."""
    if not actor.works_with_cases:
        return []
    questions = [_question(*one) for one in asked(actor, on)]
    return [*questions, *_sittings(actor, on), *_taken_on(actor, on)]


def _question(question: ReviewQuestion, matter: Matter) -> Task:
    return Task(
        due=question.due_on,
        sentence=f"Arbetsgruppen har en fråga till dig om {matter.code}.",
        button="Svara på frågan",
        endpoint="reviews.question",
        args={"question_id": question.id},
        ref=matter.code,
    )


def _sittings(actor: Actor, on: date) -> list[Task]:
    if not actor.coordinates:
        return []
    mine = meetings_of(actor, on).with_only_columns(Meeting.id)
    rows = session.execute(
        select(CaseReview, Meeting.starts_at)
        .join(Meeting, Meeting.id == CaseReview.meeting_id)
        .where(
            Meeting.id.in_(mine),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at < moment(on + AHEAD, time(23, 59)),
            CaseReview.finished_at.is_(None),
        )
        .order_by(Meeting.starts_at)
    )
    return [_sitting(review, starts_at, on) for review, starts_at in rows]


def _sitting(review: CaseReview, starts_at: datetime, on: date) -> Task:
    day = local_day(starts_at)
    past = day < on
    made = "har en dagordning att gå igenom" if review.agenda_at else "behöver en dagordning"
    what = "ska skrivas klar" if past else made
    return Task(
        due=day,
        sentence=f"Ärendegenomgången {weekday_date(day)} {what}.",
        button="Skriv klart" if past else "Visa dagordningen",
        endpoint="reviews.show",
        args={"review_id": review.id},
    )


def _taken_on(actor: Actor, on: date) -> list[Task]:
    rows = session.scalars(
        select(ReviewItem)
        .join(CaseReview, CaseReview.id == ReviewItem.review_id)
        .where(
            ReviewItem.responsible_id == actor.user_id,
            ReviewItem.kept_at.is_(None),
            ReviewItem.due_on <= on + AHEAD,
            CaseReview.finished_at.is_not(None),
        )
        .order_by(ReviewItem.due_on)
    )
    return [_owed(item) for item in rows]


def _owed(item: ReviewItem) -> Task:
    said = weekday_date(item.done_at) if item.done_at else ""
    return Task(
        due=item.due_on or date.max,
        sentence=f"Du tog på dig en sak på ärendegenomgången {said}.",
        button="Visa beslutet",
        endpoint="reviews.show",
        args={"review_id": item.review_id},
    )
