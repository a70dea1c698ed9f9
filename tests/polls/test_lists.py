"""K4, C1: who finds a question about times in a list, on the desk, ahead in the calendar."""

from datetime import timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.polls.queries import waiting
from tests import build
from tests.conftest import acting
from tests.polls.making import poll, reached, voter


@pytest.fixture
def row(world):
    """About a case that nobody but its owner is assigned to."""
    made = poll(world, build.case(world, assigned=("soc",)), ("host", "af"))
    session.commit()
    return made


def lists(world, who):
    """In how many of the three lists it stands: to see to, ahead, open."""
    actor, today = acting(world.user(who)), clock.today()
    ahead = waiting.coming(actor, today, today + timedelta(days=30))
    return len(waiting.tasks(actor, today)), len(ahead), len(waiting.open_polls(actor, today))


def answered(world, row, who):
    voter(world, row, who).answered_at = clock.now()
    session.commit()


def test_k4_whoever_is_asked_finds_it_and_nobody_else_of_another_unit(world, row):
    assert lists(world, "af") == (1, 0, 1)
    assert lists(world, "fk") == (0, 0, 0)
    answered(world, row, "af")
    assert lists(world, "af") == (0, 1, 1)


def test_c1_consent_is_asked_each_time_in_every_list(world, row):
    """Though nobody took af out of it, as whoever withdraws makes the house do."""
    consent = reached(world, "host", row).facts.consents[0].consent_id
    build.withdrawal(session.get_one(build.Consent, consent), world.user("soc"), world.unit("af"))
    session.commit()
    assert lists(world, "af") == (0, 0, 0)
    answered(world, row, "af")
    assert lists(world, "af") == (0, 0, 0)
    assert lists(world, "host")[2] == 1


@pytest.mark.usefixtures("row")
def test_k5_whoever_changed_unit_was_asked_for_the_old_one(world):
    af = world.user("af")
    af.unit_id = world.unit("ame").id
    af.unit_since = clock.now()
    session.commit()
    assert lists(world, "af") == (0, 0, 0)
