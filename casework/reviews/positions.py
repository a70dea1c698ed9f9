"""Where the items of an agenda stand: moved as parts of the verbs that change what is urgent."""

from collections.abc import Sequence

from casework.reviews.queries.shapes import Point, Sitting
from casework.reviews.rules import order


def by_urgency(sitting: Sitting) -> None:
    """V4: until the sitting has begun or somebody has set it by hand, the agenda orders itself."""
    begun = any(not item.is_pending for item in sitting.items)
    if not begun and sitting.review.ordered_at is None:
        put(sitting, order.by_urgency([(point, point.urgency) for point in sitting.pending]))


def put(sitting: Sitting, ordered: Sequence[Point]) -> None:
    """New positions are all higher than the old ones: no two items ever share one."""
    whole = order.interleaved(sitting.items, [point.item for point in ordered])
    if whole == list(sitting.items):
        return
    first = 1 + max(item.position for item in sitting.items)
    for position, item in enumerate(whole, first):
        item.position = position
