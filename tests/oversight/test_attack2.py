"""T2 attacked: a reference that means nothing to this reviewer."""

import pytest

from casework.kit import clock
from casework.kit.db import seal_and_commit
from casework.oversight.queries.log import access_log
from tests import build
from tests.conftest import acting


@pytest.mark.parametrize("reference", ["SAM-XXXXX", "theirs"])
def test_t2_an_unknown_reference_shows_nothing(world, sign_in, reference):
    """Not theirs and nonexistent are one answer: no row, not those of other cases."""
    mine, theirs = build.case(world), build.case(world, owner="fk")
    seal_and_commit()
    sign_in(world.user("psykiatri")).get(f"/arenden/{mine.id}")
    sign_in(world.user("psykiatri")).get(f"/arenden/{theirs.id}")
    sign_in(world.user("psykiatri")).get(f"/samtycken/{mine.id}")  # refused, with no case named
    asked = theirs.reference if reference == "theirs" else reference
    reader = acting(world.user("granskare"))
    assert access_log(reader, mine.reference).rows
    assert access_log(reader, asked).rows == []
    assert clock.today()
