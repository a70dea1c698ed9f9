"""U6: what is owed stands on the desk of the one who owes it, until it is answered."""

from datetime import timedelta
from uuid import uuid4

import pytest

from casework.contributions.models import Contribution
from casework.desk import queries
from casework.kit import clock
from casework.plans.models import Commitment, Goal, JointPlan
from tests import build
from tests.conftest import acting


@pytest.fixture
def owed(world):
    """A commitment of AF that was due a week ago."""
    case, af, soc = build.case(world), world.user("af"), world.user("soc")
    now, today = clock.now(), clock.today()
    plan = build.kept(
        JointPlan(
            **{"case_id": case.id, "version": 1, "unit_id": soc.unit_id, "responsible_id": soc.id},
            **{"drafted_by_id": soc.id, "drafted_at": now, "changed_at": now},
            **{"in_force_from": today, "put_in_force_at": now, "next_followup_on": today},
        )
    )
    goal = build.kept(
        Goal(
            **{"plan_id": plan.id, "lineage_id": uuid4(), "position": 1, "title": "Arbete"},
            **{"info_kind": "arbete", "unit_id": soc.unit_id},
        )
    )
    return build.kept(
        Commitment(
            **{"goal_id": goal.id, "lineage_id": uuid4(), "position": 1, "what": "Ringer två"},
            **{"unit_id": af.unit_id, "user_id": af.id, "due_on": today - timedelta(days=7)},
        )
    )


def _asked(world):
    waits = queries.tasks(acting(world.user("af")), clock.today())
    return [task for task in waits if task.endpoint == "contributions.new"]


def test_u6_an_overdue_commitment_waits_until_its_unit_has_answered(world, owed):
    assert [task.args["atagande"] for task in _asked(world)] == [owed.lineage_id]
    af = world.user("af")
    build.kept(
        Contribution(
            **{"case_id": _asked(world)[0].args["arende"], "series_id": uuid4()},
            **{"unit_id": af.unit_id, "user_id": af.id, "info_kind": "arbete", "kind": "samtal"},
            **{"done_on": clock.today(), "logged_at": clock.now(), "text": "Ringde båda."},
            commitment_lineage_id=owed.lineage_id,
        )
    )
    assert not _asked(world)


def test_k3_the_owner_is_not_asked_to_convene_what_the_coordinator_convenes(world):
    build.case(world, next_step="kartlaggning", next_step_on=clock.today())
    steps = {
        who: [t for t in queries.tasks(acting(world.user(who)), clock.today()) if t.ref]
        for who in ("host", "soc")
    }
    assert any("Kartläggningen" in task.sentence for task in steps["host"])
    assert not any("Kartläggningen" in task.sentence for task in steps["soc"])
