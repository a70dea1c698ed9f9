"""K4: a programme with another host: its drafts and the numbers behind them are that host's."""

from datetime import date

import pytest

from casework.access import Role
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible
from casework.reports import queries, service
from casework.reports.models import InterimReport
from tests import build
from tests.conftest import acting

HALF = (date(2026, 1, 1), date(2026, 6, 30))


@pytest.fixture
def other(world):
    assert world.programme.host_unit_id == world.unit("host").id
    unit = build.unit("Annan koordinator", coordinates=True)
    return build.user(unit, Role.COORDINATOR)


@pytest.fixture
def draft(world):
    drafted = service.draft(acting(world.user("host")), world.programme, *HALF, at=clock.now())
    session.commit()
    return drafted


def test_a_draft_is_its_own_hosts(world, other, draft):
    own, stranger = acting(world.user("host")), acting(other)
    assert [row.id for row, _ in queries.drafts(own)] == [draft.id]
    assert queries.drafts(stranger) == []
    for look in (queries.report_for, queries.draft_for, queries.inside_for):
        assert look(own, draft.id).id == draft.id
        with pytest.raises(NotVisible):
            look(stranger, draft.id)


def test_what_is_published_is_read_by_both_and_looked_behind_by_one(world, other, draft):
    row, now = session.get_one(InterimReport, draft.id), clock.now()
    row.frozen, row.second_reader_id, row.second_read_at = "{}", world.user("soc").id, now
    row.published_at = now
    session.commit()
    assert queries.report_for(acting(other), draft.id).id == draft.id
    with pytest.raises(NotVisible):
        queries.inside_for(acting(other), draft.id)


def test_another_host_drafts_no_report_of_it(world, sign_in, other):
    with pytest.raises(NotAllowed, match="egna verksamhetens koordinator"):
        service.draft(acting(other), world.programme, *HALF, at=clock.now())
    theirs = build.programme(other.unit, "READY")
    session.commit()
    page = sign_in(other).get("/rapporter/ny").text
    assert str(theirs.id) in page
    assert str(world.programme.id) not in page
