"""The verbs of the work group: planning, ordering, deciding, and asking without a person."""

from casework.reviews.service.consulting import consult, reply
from casework.reviews.service.deciding import attend, decide, finish, keep, postpone
from casework.reviews.service.ordering import arrange, move, weigh
from casework.reviews.service.planning import plan, plan_series, refresh

__all__ = [
    "arrange",
    "attend",
    "consult",
    "decide",
    "finish",
    "keep",
    "move",
    "plan",
    "plan_series",
    "postpone",
    "refresh",
    "reply",
    "weigh",
]
