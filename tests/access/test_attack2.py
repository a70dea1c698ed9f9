"""Wall 2 attacked: a question that only counts, or meets a table in its WHERE alone."""

import pytest
from sqlalchemy import func, literal, select

from casework.access.asking import on_behalf_of
from casework.access.wall import NobodyAsks
from casework.authorities.models import Unit
from casework.cases.models import Case, Event
from casework.kit.db import session
from casework.people.models import Person
from tests import build
from tests.cases.making import told
from tests.conftest import acting

COUNTS = [
    lambda case: select(func.count()).where(Case.id == case.id),
    lambda case: select(literal(1)).where(Case.reference == case.reference),
    lambda case: select(func.count()).where(Event.case_id == case.id),
    lambda case: select(func.count()).where(Person.id == case.person_id),
    lambda case: select(Unit.id).where(Unit.id == Case.owner_unit_id, Case.id == case.id),
]


@pytest.mark.parametrize("asked", COUNTS)
def test_a_count_is_a_value_too(world, asked):
    case = build.case(world)
    told(world.user("soc"), case, "En mening.")
    session.flush()
    with on_behalf_of(acting(world.user("psykiatri"))):
        assert session.scalar(asked(case)) in (None, 0)
    with on_behalf_of(acting(world.user("soc"))):
        assert session.scalar(asked(case)) not in (None, 0)
    with on_behalf_of(None), pytest.raises(NobodyAsks):
        session.scalar(asked(case))
