"""Cases that wait for something, one of each sort."""

from datetime import timedelta
from uuid import uuid4

from casework.assessments.models import AssessmentPart
from casework.cases.service import handover
from casework.desk import queries
from casework.desk.rules.overview import Row
from casework.kit import clock
from casework.outcomes.models import Outcome
from tests import build
from tests.cases.making import file_of
from tests.conftest import acting


def row(user, case) -> Row:
    """The case as it stands on this user's overview."""
    found = queries.every_open_case(acting(user), clock.today())
    return next(one for one in found if one.case.id == case.id)


def waiting(user, case) -> list[str]:
    """What it waits for, in the words of that overview."""
    return [one.what for one in row(user, case).waits]


def part(world, case, unit: str, kind: str = "arbete", **more) -> AssessmentPart:
    """A part of the kartläggning that is asked for and not signed."""
    host = world.user("host")
    due_on = more.pop("due_on", clock.today() + timedelta(days=7))
    said = {"asked_by_id": host.id, "asked_at": clock.now(), "due_on": due_on}
    said |= {"unit_id": world.unit(unit).id, "info_kind": kind, "series_id": uuid4(), **more}
    return build.kept(AssessmentPart(case_id=case.id, **said))


def proposed(world, case, **more) -> Outcome:
    """Somebody has proposed that the case be closed."""
    by = world.user("host")
    said = {"unit_id": by.unit_id, "proposed_by_id": by.id, "proposed_at": clock.now()}
    return build.kept(Outcome(case_id=case.id, closing_reason="arbete", **said, **more))


def asked_to_take_over(world, case, unit: str) -> None:
    soc = world.user("soc")
    said = {"unit": world.unit(unit), "user": None, "reason": "Flytt.", "at": clock.now()}
    handover.propose(acting(soc), file_of(soc, case), **said)
