"""V1: sittings and series of them, and what each takes up."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.service.booking import Booking, book
from casework.meetings.service.series import book_series
from casework.programmes.models import Programme
from casework.reviews import rules
from casework.reviews.models import CaseReview, ReviewItem
from casework.reviews.policy import may_plan_in, may_write
from casework.reviews.positions import by_urgency
from casework.reviews.queries import sitting_for
from casework.reviews.queries.agenda import to_take_up
from casework.reviews.queries.shapes import Sitting
from casework.reviews.rules.series import MOST, check_some


def plan(
    actor: Actor, programme: Programme, booking: Booking, *, on: date, at: datetime
) -> CaseReview:
    """V1: a sitting with its meeting, and an agenda of what waits when it is near."""
    may_plan_in(actor, programme.host_unit_id).insist()
    rules.check_open_programme(programme.closed_on, on)
    meeting = book(actor, None, booking, on=on, at=at)
    review = CaseReview(programme_id=programme.id, meeting_id=meeting.id)
    session.add(review)
    if booking.slot.starts_at - at <= rules.NEAR:
        review.agenda_at = at
        _add(review, to_take_up(actor, programme, (), on), after=0)
    record(actor, "review planned", review)
    return review


def plan_series(
    actor: Actor,
    programme: Programme,
    bookings: Sequence[Booking],
    *,
    every: int,
    on: date,
    at: datetime,
) -> list[CaseReview]:
    """V1, M2: all of these sittings or none. Only the first gets its agenda now, if it is near."""
    may_plan_in(actor, programme.host_unit_id).insist()
    rules.check_open_programme(programme.closed_on, on)
    check_some(len(bookings))
    if len(bookings) > MOST:
        raise RuleBroken("days", f"En serie är högst {MOST} gånger.")
    _series, meetings = book_series(actor, bookings, every=every, on=on, at=at)
    made = [CaseReview(programme_id=programme.id, meeting_id=one.id) for one in meetings]
    session.add_all(made)
    for review in made:
        record(actor, "review planned", review)
    if meetings[0].starts_at - at <= rules.NEAR:
        made[0].agenda_at = at
        _add(made[0], to_take_up(actor, programme, (), on), after=0)
    return made


def refresh(actor: Actor, sitting: Sitting, *, at: datetime) -> int:
    """V1: what has come since is taken up, in the order of V4. Says how many came.

    V2: of those that the actor may hear; what is carried from last time may be lost to them since.
    """
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished, sitting.is_cancelled)
    rules.check_near(sitting.meeting.meeting.starts_at, at)
    new = to_take_up(actor, sitting.programme, sitting.items, sitting.on)
    _add(sitting.review, new, after=max((item.position for item in sitting.items), default=0))
    sitting.review.agenda_at = at
    record(actor, "agenda refreshed", sitting.review)
    session.flush()  # the new items are read back with what they are about, to be put in order
    anew = sitting_for(actor, sitting.review.id, sitting.on)
    by_urgency(anew)
    return sum(point.item in new for point in anew.points)


def _add(review: CaseReview, new: Iterable[ReviewItem], *, after: int) -> None:
    for position, item in enumerate(new, after + 1):
        item.review_id, item.position = review.id, position
        session.add(item)
