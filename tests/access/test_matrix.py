"""Every address × everybody × every state of a case, held against tests/access/expected.py.

The ordinary run tries every eighth cell, on SQLite: each address in each state by some of those
who ask. With --long every cell is tried, on PostgreSQL too.
"""

import pytest

from tests.access import states
from tests.access.expected import GROUP_OF, ROWS, group_of
from tests.access.going_round import Round, cells
from tests.access.knocking import doors
from tests.access.sparing import LONG, databases  # noqa: F401
from tests.access.states import PRINCIPALS, STATES

SHARE = 1 if LONG else 8


@pytest.mark.parametrize("who", PRINCIPALS)
def test_everybody_meets_what_the_table_says(app, world, sign_in, who):
    gone = Round(app, world, sign_in, who).go(SHARE)
    assert not gone.faults, "\n".join(gone.faults)
    assert gone.tried > 1200 // SHARE, f"{gone.tried} cells"


def test_the_matrix_holds_more_than_14_500_cells(app, world, record_property):
    found, of_cases = doors(app), set(states.make(states.everybody(world), "fk", "own"))
    whole = [cells(found, of_cases, who, 1) for who in PRINCIPALS]
    count = sum(len(its) for one in whole for its in one.values())
    record_property("cells", count)
    assert count > 14_500, f"{count} cells of {len(found)} doors"
    assert (len(PRINCIPALS), len(STATES)) == (11, 11)
    shared = [cells(found, of_cases, who, SHARE) for who in PRINCIPALS]
    tried = {cell for one in shared for its in one.values() for cell in its}
    assert tried == {cell for its in whole[0].values() for cell in its}


def test_every_address_stands_in_the_table_and_nothing_else_does(whole_house):
    """An address that is not in the table fails here, with what to do about it."""
    found = doors(whole_house)
    missing = [f"{door.method} {door.name}" for door in found if not group_of(*door.key)]
    assert not missing, f"put these in GROUPS of tests/access/expected.py: {missing}"
    known = {door.name for door in found} | {":".join(door.key) for door in found}
    assert set(GROUP_OF) <= known, f"gone: {set(GROUP_OF) - known}"
    assert set(GROUP_OF.values()) == {*ROWS, "being asked to take over"}
