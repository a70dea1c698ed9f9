"""U6, K3: what is owed stands on the desk of those who owe it, and on nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.desk import queries
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.access.sparing import databases  # noqa: F401
from tests.conftest import acting
from tests.desk.making import asked_to_take_over, part, proposed
from tests.meetings.making import meeting
from tests.plans.making import goal, promise, put, words

EVERYBODY = ("host", "soc", "ame", "norsjo", "af", "fk", "psykiatri", "af2")


def _late(step: str) -> Callable:
    def make(world):
        yesterday = clock.today() - timedelta(days=1)
        build.case(world, next_step=step, next_step_on=yesterday)

    return make


def _waking(world):
    build.case(world, paused_at=clock.now(), paused_until=clock.today())


def _resting(world):
    past, ahead = (clock.today() + timedelta(days=n) for n in (-30, 30))
    build.case(world, paused_at=clock.now(), paused_until=ahead, next_step_on=past)


def _plan(world):
    """FK has promised something; the units and the individual have not approved."""
    put(world, build.case(world), words(world.user("soc"), goal(promise(world.user("fk")))))


def _consent_ends(world):
    soc = world.user("soc")
    who, named = build.person(soc), {world.units[key]: "all" for key in ("host", "soc", "af", "fk")}
    given = build.consent(who, soc, named, last_day=clock.today() + timedelta(days=9))
    build.case(world, person=who, consent=given)


def _consent_gone(world):
    case = build.case(world, next_step="uppfoljning", next_step_on=clock.today())
    build.withdrawal(session.scalars(build.select_consent(case)).one(), world.user("soc"))


OWED = {
    "a part": (lambda w: part(w, build.case(w), "fk"), {"fk": 1}),
    "a signed part": (
        lambda w: part(w, build.case(w), "fk", signed_at=clock.now()),
        {},
    ),
    "an answer": (lambda w: meeting(w, build.case(w), ("host", "af", "fk")), {"af": 1, "fk": 1}),
    "a yes to closing": (lambda w: proposed(w, build.case(w)), {"soc": 1}),
    "taking over": (lambda w: asked_to_take_over(w, build.case(w), "af"), {"af": 1, "af2": 1}),
    "a plan": (_plan, {"host": 1, "soc": 1, "af": 1, "fk": 2}),
    "a late plan": (_late("plan"), {"host": 1, "soc": 1}),
    "a late follow-up": (_late("uppfoljning"), {"host": 1}),
    "a late meeting": (_late("mote"), {"host": 1}),
    "waking": (_waking, {"host": 1, "soc": 1}),
    "resting": (_resting, {}),
    "a consent that ends": (_consent_ends, {"host": 1, "soc": 1}),
    "a consent that is gone": (_consent_gone, {"soc": 2}),
}


def _asked(user):
    """Without the remiss that the maker of cases sends, and that nobody has answered."""
    found = queries.tasks(acting(user), clock.today())
    return [one for one in found if not one.endpoint.startswith("referrals.")]


@pytest.mark.parametrize("thing", OWED)
def test_u6_k3_it_stands_with_those_who_owe_it_and_nobody_else(world, thing):
    make, expected = OWED[thing]
    make(world)
    session.flush()
    tasks = {who: _asked(world.user(who)) for who in EVERYBODY}
    assert {who: len(some) for who, some in tasks.items() if some} == expected
    assert all(one.sentence.endswith(".") and one.button for some in tasks.values() for one in some)
