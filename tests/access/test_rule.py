"""G1 G2 G3, K4 K5: the rule as a table, and the SQL held against it."""

from datetime import timedelta

import pytest

from casework.access.rules import Action, decide
from casework.cases.queries import case_for, visible_cases
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotVisible
from tests import build
from tests.conftest import acting

WHO = ("host", "soc", "ame", "norsjo", "af", "af2", "fk", "psykiatri", "lsg", "granskare", "admin")
ON_THE_CASE = {"host", "soc", "af", "fk"}


@pytest.mark.parametrize("who", WHO)
def test_k4_only_those_the_consent_covers_and_who_are_assigned_reach_a_case(world, who):
    case = build.case(world, assigned=("soc", "af", "fk", "psykiatri", "norsjo"))
    actor = acting(world.user(who))
    seen = session.scalars(visible_cases(actor, clock.today())).all()
    assert bool(seen) is (who in ON_THE_CASE)
    if who in ON_THE_CASE:
        assert case_for(actor, case.id, clock.today()).decision.allowed
    else:
        with pytest.raises(NotVisible):
            case_for(actor, case.id, clock.today())


def test_g3_a_unit_reads_only_the_kinds_it_was_given(world):
    case = build.case(world, {"host": ("planering",), "soc": "all", "fk": ("fysisk", "planering")})
    today = clock.today()
    assert case_for(acting(world.user("fk")), case.id, today).kinds == {"fysisk", "planering"}
    assert case_for(acting(world.user("host")), case.id, today).kinds == {"planering"}


def test_the_owner_keeps_everything_after_a_withdrawal_and_the_others_lose_it(world):
    case = build.case(world)
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    build.withdrawal(consent, world.user("soc"))
    kept = case_for(acting(world.user("soc")), case.id, clock.today())
    assert kept.kinds == set(build.KINDS)
    for who in ("host", "af", "fk"):
        with pytest.raises(NotVisible):
            case_for(acting(world.user(who)), case.id, clock.today())


def test_k5_leaving_the_unit_ends_the_assignment_that_second(world):
    case = build.case(world)
    fk = world.user("fk")
    fk.unit_id = world.unit("psykiatri").id
    fk.unit = world.unit("psykiatri")
    session.flush()
    with pytest.raises(NotVisible):
        case_for(acting(fk), case.id, clock.today())


def test_c1_the_last_day_counts_and_the_day_after_does_not(world):
    case = build.case(world)
    last_day = case_for(acting(world.user("af")), case.id, clock.today()).consent.last_day
    assert case_for(acting(world.user("af")), case.id, last_day)
    with pytest.raises(NotVisible):
        case_for(acting(world.user("af")), case.id, last_day + timedelta(days=1))


def test_only_the_owner_owns_and_only_the_coordinator_coordinates(world):
    case = build.case(world)
    file = case_for(acting(world.user("soc")), case.id, clock.today())
    host = case_for(acting(world.user("host")), case.id, clock.today())
    assert decide(acting(world.user("soc")), Action.OWN, file.facts, file.on)
    assert not decide(acting(world.user("host")), Action.OWN, host.facts, host.on)
    assert decide(acting(world.user("host")), Action.COORDINATE, host.facts, host.on)
    assert not decide(acting(world.user("soc")), Action.COORDINATE, file.facts, file.on)
