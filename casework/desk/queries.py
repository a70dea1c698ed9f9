"""What every room gives the desk and the case page: told by each room itself, collected here."""

from datetime import date, timedelta
from typing import Any

from casework.access import Actor
from casework.assessments import queries as assessments
from casework.cases.queries import (
    CaseFile,
    absence,
    around,
    handovers,
    overview,
    timeline,
    waiting,
)
from casework.contributions import queries as contributions
from casework.desk.rules.overview import Row, by_case, row_of
from casework.desk.rules.waiting import told_once
from casework.followups import queries as followups
from casework.kit.tasks import Coming, Task
from casework.letters import queries as letters
from casework.meetings.queries import case_page as meetings_of_case
from casework.meetings.queries import waiting as meetings
from casework.outcomes import queries as outcomes
from casework.pages import typed
from casework.plans import queries as plans
from casework.polls.queries import waiting as polls
from casework.programmes.queries import labels
from casework.referrals.queries import lists as referrals
from casework.reviews.queries import waiting as reviews

ANSWERED = timedelta(days=21)
WITH_TASKS = (
    *(referrals, handovers, waiting, letters, meetings, polls, reviews),
    *(assessments, plans, followups, outcomes),
)
WITH_DAYS = (waiting, meetings, polls, plans, followups)
# each tells in one statement what all cases of somebody wait for
WITH_WAITS = (assessments, meetings, plans, followups, outcomes)
ON_A_CASE = {
    "meetings": meetings_of_case,
    "polls": polls,
    "plans": plans,
    "assessments": assessments,
    "contributions": contributions,
    "followups": followups,
    "outcomes": outcomes,
}


def tasks(actor: Actor, on: date) -> list[Task]:
    """Everything that waits for the actor, room by room, each thing once.

    A commitment that was answered lately does not ask again: the follow-up judges it.
    """
    answered = contributions.answered_lately(actor, on - ANSWERED)
    waits = [*typed.tasks(actor), *(t for room in WITH_TASKS for t in room.tasks(actor, on))]
    return told_once([task for task in waits if task.args.get("atagande") not in answered])


def coming(actor: Actor, on: date, until: date, waits: list[Task]) -> list[Coming]:
    """Everything with a day ahead of the actor, up to and including `until`."""
    ahead = [one for room in WITH_DAYS for one in room.coming(actor, on, until)]
    return told_once(ahead, waits)


def every_open_case(actor: Actor, on: date) -> list[Row]:
    """K4, C5: each open case that the actor reaches, and what it waits for. Seven statements.

    No name and no text, so no read is noted; each room tells only what the actor may read of.
    """
    told = by_case(one for room in WITH_WAITS for one in room.waits(actor, on))
    deeds = contributions.latest_days(actor, on)
    return [row_of(one, told, deeds.get(one.id), on) for one in overview.open_cases(actor, on)]


def on_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """{room: what it shows on the case page}, each read through the case (C5)."""
    return {name: room.on_case(actor, file) for name, room in ON_A_CASE.items()}


def round_the_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """Words, units, people and events that the case page is written with."""
    return {
        "words": labels(actor, "informationsslag", "nastasteg", "foretradare"),
        "units": around.units_named(actor, file),
        "seats": around.seats(actor, file),
        "standing_in": absence.standing_in(actor, file),
        "story": timeline(actor, file),
    }
