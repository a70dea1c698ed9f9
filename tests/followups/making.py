"""What was said at a follow-up of the plan that tests/plans makes."""

from dataclasses import replace
from typing import Any

from casework.cases.models import Case
from casework.followups import service
from casework.followups.models import FollowUp
from casework.followups.rules import Check, Followed
from casework.kit import clock
from casework.kit.db import session
from casework.plans.queries import in_force
from tests import build
from tests.conftest import acting
from tests.plans.making import file_of, in_days


def followed(world: build.World, case: Case, *results: Check, **more: Any) -> Followed:
    """`results` in the order of the plan's commitments; "klart" where nothing is said."""
    plan = in_force(acting(world.user("host")), file_of(world, "host", case))
    checks = {one.commitment.id: Check("klart") for one in plan.promises} if plan else {}
    checks |= {one.commitment.id: said for one, said in zip(plan.promises, results, strict=False)}
    said = Followed(
        checks=checks,
        goals={aim.goal.id: "delvis" for aim in plan.aims},
        **{"life": 4, "closeness": 3, "influence": 8, "ladder_step": 3, "next_on": in_days(60)},
    )
    return replace(said, **more)


def hold(world: build.World, case: Case, said: Followed, who: str = "host") -> FollowUp:
    row = service.hold(acting(world.user(who)), file_of(world, who, case), said, at=clock.now())
    session.flush()
    return row
