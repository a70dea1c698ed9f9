"""V4: what is urgent, and in which order the agenda is gone through."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.programmes.models import PriorityCriterion
from casework.reviews import rules
from casework.reviews.models import ReviewWeight
from casework.reviews.policy import may_write
from casework.reviews.positions import by_urgency, put
from casework.reviews.queries.shapes import Point, Sitting
from casework.reviews.queries.weighing import criteria, weights
from casework.reviews.rules import order
from casework.reviews.rules.order import Part


def weigh(
    actor: Actor, sitting: Sitting, point: Point, met: Collection[UUID], *, at: datetime
) -> None:
    """V4: a human says which criteria are met; the agenda follows until it is set by hand."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished, sitting.is_cancelled)
    rules.check_pending(point.item.is_pending, point.item.sentence)
    known = {one.id: one for one in criteria(actor, sitting, point)}
    if not set(met) <= set(known):
        raise RuleBroken("met", "Ett av villkoren finns inte längre. Läs in sidan på nytt.")
    parts = _keep_weights(actor, point, [one for one in known.values() if one.id in met])
    point.item.weighed_at, point.item.weighed_by_id = at, actor.user_id
    record(actor, "review item weighed", point.item, case_id=point.item.case_id)
    weighed = replace(point, weighed=parts)
    points = tuple(weighed if one is point else one for one in sitting.points)
    by_urgency(replace(sitting, points=points))


def move(actor: Actor, sitting: Sitting, point: Point, place: int, *, at: datetime) -> None:
    """V4: to that place among what waits, counted from one. The order then stands as it is set."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished, sitting.is_cancelled)
    rules.check_pending(point.item.is_pending, point.item.sentence)
    put(sitting, order.moved(sitting.pending, point, place))
    sitting.review.ordered_at = at
    record(actor, "agenda reordered", sitting.review)


def arrange(actor: Actor, sitting: Sitting, how: str, *, at: datetime) -> None:
    """V4 by priority again ("prioritet"); V2 so that people go out as little as possible."""
    may_write(actor).insist()
    rules.check_still_open(sitting.is_finished, sitting.is_cancelled)
    waiting = sitting.pending
    if how == "prioritet":
        put(sitting, order.by_urgency([(point, point.urgency) for point in waiting]))
        sitting.review.ordered_at = None
    else:
        best = order.fewest_walks([point.outside for point in waiting])
        put(sitting, [waiting[place] for place in best])
        sitting.review.ordered_at = at
    record(actor, "agenda reordered", sitting.review)


def _keep_weights(actor: Actor, point: Point, met: Sequence[PriorityCriterion]) -> tuple[Part, ...]:
    """What was ticked before keeps the points it had then."""
    before = {row.criterion_id: row for row in weights(actor, point.item.id)}
    wanted = {one.id for one in met}
    for criterion_id, row in before.items():
        if criterion_id not in wanted:
            session.delete(row)
    for one in met:
        if one.id not in before:
            row = ReviewWeight(item_id=point.item.id, criterion_id=one.id, points=one.points)
            session.add(row)
            before[one.id] = row
    return tuple(Part(one.id, one.label, before[one.id].points, one.sign) for one in met)
