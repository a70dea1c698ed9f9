"""What every room gives the desk and the case page: told by each room itself, collected here."""

from datetime import date
from typing import Any

from casework.access import Actor
from casework.assessments import queries as assessments
from casework.cases.queries import CaseFile, around, timeline, waiting
from casework.kit.tasks import Coming, Task
from casework.outcomes import queries as outcomes
from casework.programmes.queries import labels

WITH_TASKS = (waiting, assessments, outcomes)
WITH_DAYS = (waiting,)
ON_A_CASE = {"assessments": assessments, "outcomes": outcomes}


def tasks(actor: Actor, on: date) -> list[Task]:
    """Everything that waits for the actor, room by room."""
    return [task for room in WITH_TASKS for task in room.tasks(actor, on)]


def coming(actor: Actor, on: date, until: date) -> list[Coming]:
    """Everything with a day ahead of the actor, up to and including `until`."""
    return [one for room in WITH_DAYS for one in room.coming(actor, on, until)]


def on_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """{room: what it shows on the case page}, each read through the case (C5)."""
    return {name: room.on_case(actor, file) for name, room in ON_A_CASE.items()}


def round_the_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """Words, units, people and events that the case page is written with."""
    return {
        "words": labels(actor, "informationsslag", "nastasteg", "foretradare"),
        "units": around.units_named(actor, file),
        "seats": around.seats(actor, file),
        "story": timeline(actor, file),
        "referred_at": around.referred_at(actor, file),
    }
