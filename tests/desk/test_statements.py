"""What the desk and the case page ask of the database does not grow with what they show."""

import pytest

from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.cases.making import told
from tests.followups.making import followed, hold
from tests.meetings.making import meeting
from tests.plans.making import a_plan
from tests.statements import counted

MOST, DESK = 21, 31


def whole(world):
    """A case with everything that may stand on its page."""
    case = build.case(world)
    a_plan(world, case)
    hold(world, case, followed(world, case))
    meeting(world, case)
    session.commit()
    return case


@pytest.mark.parametrize("who", ["host", "soc", "af"])
def test_the_desk_costs_the_same_for_3_and_30_cases(world, sign_in, who):
    due = {"next_step_on": clock.today(), "next_step": "plan"}
    for _ in range(3):
        build.case(world, **due)
    client = sign_in(world.user(who))
    client.get("/")
    with counted() as few:
        first = client.get("/")
    for _ in range(27):
        build.case(world, **due)
    session.commit()
    with counted() as many:
        page = client.get("/")
    assert len(few) == len(many) <= DESK, "\n".join(many)
    if who != "af":
        assert first.text.count("ska vara klar i dag") == 3
        assert page.text.count("ska vara klar i dag") == 30


@pytest.mark.parametrize("who", ["host", "soc", "af"])
def test_the_case_page_is_at_most_21_statements_however_long_its_story(world, sign_in, who):
    case = whole(world)
    for _ in range(27):
        build.case(world)
    told(world.user("soc"), case, "En sak hände.")
    client = sign_in(world.user(who))
    client.get(f"/arenden/{case.id}")
    with counted() as short:
        client.get(f"/arenden/{case.id}")
    for n in range(40):
        told(world.user("af"), case, f"Sak {n} hände.")
    for key in ("fk", "af2"):
        build.assign(case, world.user(key))
    session.commit()
    with counted() as long:
        page = client.get(f"/arenden/{case.id}")
    assert "Sak 39 hände." in page.text
    assert len(short) == len(long) <= MOST, "\n".join(long)
