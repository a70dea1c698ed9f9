"""AC03, K4, K5 attacked: what somebody learns who no longer works with a case."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.cases.models import Assignment
from casework.cases.queries import visible_cases
from casework.consents.models import Consent
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.people.models import Person
from casework.people.service import mark_protected
from tests import build
from tests.cases.making import away
from tests.conftest import acting

WHY = "Samtycket återkallades"


@pytest.fixture
def case(world):
    made = build.case(world)
    seal_and_commit()
    return made


def _taken_back(world):
    consent = session.scalars(select(Consent)).one()
    build.withdrawal(consent, world.user("soc"))
    seal_and_commit()


def _save(client, case):
    url = f"/arenden/{case.id}/beratta"
    said = {"kind": "planering", "day": str(clock.today()), "sentence": "En mening som är kvar."}
    return client.post(url, data=said)


def _opened(world, sign_in, case, who="af"):
    client = sign_in(world.user(who))
    assert client.get(f"/arenden/{case.id}").status_code == 200
    return client


def test_ac03_whoever_works_with_the_case_is_told_why(world, sign_in, case):
    client = _opened(world, sign_in, case)
    _taken_back(world)
    answer = _save(client, case)
    assert (answer.status_code, WHY in answer.text) == (409, True)
    assert "En mening som är kvar." in answer.text


def test_ac03_whoever_was_taken_off_the_case_before_is_not_told_of_a_withdrawal(
    world, sign_in, case
):
    client = _opened(world, sign_in, case)
    mine = select(Assignment).where(Assignment.user_id == world.user("af").id)
    session.scalars(mine).one().ended_at = clock.now()
    seal_and_commit()
    before = _save(client, case)
    _taken_back(world)
    after = _save(client, case)
    assert (before.status_code, after.status_code) == (409, 409)
    assert WHY not in after.text
    assert "Du kan inte längre öppna det" in after.text


def test_ac03_k5_whoever_moved_is_nobody_who_had_it_open(world, sign_in, case):
    """What one read for another unit is not one's own in the new one."""
    _opened(world, sign_in, case)
    af = world.user("af")
    af.unit, af.unit_id, af.unit_since = world.unit("ame"), world.unit("ame").id, clock.now()
    seal_and_commit()
    client = sign_in(af)
    assert _save(client, case).status_code == 404
    _taken_back(world)
    assert _save(client, case).status_code == 404


def test_ac03_without_clearance_nothing_is_told_of_a_protected_identity(world, sign_in, case):
    client = _opened(world, sign_in, case)
    person = session.get_one(Person, case.person_id)
    mark_protected(acting(world.user("host")), person, at=clock.now())
    _taken_back(world)
    answer = _save(client, case)
    assert answer.status_code == 409
    assert WHY not in answer.text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.STEERING, Role.ADMINISTRATOR])
@pytest.mark.usefixtures("case")
def test_k4_a_substitute_reaches_no_more_than_the_absent_one(world, role):
    """Whoever no longer works with cases has nobody in their place."""
    away(world, "af", world.user("af2"))
    af2 = acting(world.user("af2"))
    reached = visible_cases(af2, clock.today())
    assert session.scalars(reached).one_or_none() is not None
    world.user("af").role = role
    seal_and_commit()
    assert session.scalars(visible_cases(acting(world.user("af")), clock.today())).all() == []
    assert session.scalars(visible_cases(af2, clock.today() + timedelta(days=1))).all() == []
