"""Whether the plan is held as a SIP is the programme's to say, not a form's."""

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.plans import service
from tests import build
from tests.conftest import acting
from tests.plans.making import file_of, goal, promise, put, words


@pytest.mark.parametrize(("mode", "held"), [("plan", True), ("reference", False)])
def test_a_plan_is_a_sip_only_where_the_programme_holds_it_so(world, mode, held):
    world.programme.sip_mode = mode
    said = words(world.user("soc"), goal(promise(world.user("af"))), held_as_sip=True)
    assert put(world, build.case(world), said).held_as_sip is held


def test_a_programme_that_moves_its_sips_elsewhere_holds_none_in_the_next_version(world):
    case = build.case(world)
    said = words(world.user("soc"), goal(promise(world.user("af"))), held_as_sip=True)
    assert put(world, case, said).held_as_sip
    world.programme.sip_mode = "reference"
    session.flush()
    draft = service.draft(acting(world.user("host")), file_of(world, "host", case), at=clock.now())
    assert not draft.held_as_sip
