"""V4: the criteria of a sitting's programme, and what the house itself sees of one item."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.access import Actor
from casework.authorities.queries import units_in_consents
from casework.cases.models import Case
from casework.kit.db import session
from casework.programmes.models import PriorityCriterion
from casework.programmes.queries import all_criteria
from casework.referrals.models import Referral
from casework.referrals.queries import answer_day
from casework.reviews.models import ReviewWeight
from casework.reviews.queries import kinds_of
from casework.reviews.queries.shapes import Point, Sitting

LONG = frozenset({"5_10", "10_"})
MANY = 3


def criteria(actor: Actor, sitting: Sitting, point: Point) -> list[PriorityCriterion]:
    """V4: those that are weighed that day, and those that already count though they have ended."""
    counted = {part.criterion_id for part in point.weighed}
    known = all_criteria(actor, sitting.programme.id)
    return [one for one in known if one.valid(sitting.on) or one.id in counted]


def weights(actor: Actor, item_id: UUID) -> list[ReviewWeight]:
    """V4: what is ticked for one item."""
    del actor
    return list(session.scalars(select(ReviewWeight).where(ReviewWeight.item_id == item_id)))


def suggested(actor: Actor, sitting: Sitting, point: Point) -> frozenset[str]:
    """V4, C5: the signs that the house sees in what the host may read. A human decides."""
    row = point.matter.row
    seen = {"three_authorities"} if _authorities(actor, point, sitting.on) >= MANY else set()
    if isinstance(row, Referral):
        seen |= _of_referral(actor, sitting, point, row)
    elif isinstance(row, Case) and not row.is_paused and _is_past(row.next_step_on, sitting.on):
        seen.add("step_late")
    return frozenset(seen)


def _is_past(day: date | None, on: date) -> bool:
    return day is not None and day < on


def _of_referral(actor: Actor, sitting: Sitting, point: Point, row: Referral) -> set[str]:
    seen = {row.urgency} & {"urgent", "soon"}
    if row.support_time in LONG and "ekonomi" in kinds_of(
        point.matter.subject, actor.unit_id, sitting.on
    ):
        seen.add("long_support")
    if not point.matter.answered and answer_day(row, sitting.programme) < sitting.on:
        seen.add("answer_late")
    return {sign for sign in seen if sign}


def _authorities(actor: Actor, point: Point, on: date) -> int:
    """How many parties the consent in force names."""
    authority_of = {unit.id: unit.authority_id for unit in units_in_consents(actor)}
    named = frozenset().union(*(c.units_in_force(on) for c in point.matter.subject.consents))
    return len({authority_of[unit] for unit in named if unit in authority_of})
