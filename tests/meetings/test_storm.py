"""AC22, M2: many clients in several processes want the same times: one winner each, both databases.

50 clients and 200 times with CASEWORK_LONG=1, otherwise eight and twelve.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from casework.audit.service import record
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import RuleBroken
from casework.meetings.doing.times import hold, take
from casework.meetings.models import Meeting, TakenTime
from casework.meetings.queries.busy import taken
from casework.meetings.rules import Slot
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, slot
from tests.meetings.storming import slots

HOUSE = Path(__file__).parents[2]
LONG = os.environ.get("CASEWORK_LONG") == "1"
PROCESSES, CLIENTS, TIMES = (5, 10, 200) if LONG else (2, 4, 12)


def storm(asks: list[dict]) -> Counter[str]:
    """Each ask is a process with its clients; all outcomes together."""
    url = session.get_bind().url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.meetings.storming", url]
    running = [
        subprocess.Popen([*words, json.dumps(ask)], cwd=HOUSE, stdout=subprocess.PIPE)
        for ask in asks
    ]
    outcomes: Counter[str] = Counter()
    for one in running:
        said, _ = one.communicate()
        assert one.returncode == 0
        outcomes += Counter(json.loads(said))
    return outcomes


@pytest.mark.parametrize("fought_over", ["room", "person"])
def test_ac22_every_time_has_one_winner(world, fought_over):
    rooms = [build.room(f"Plan {n}").id for n in range(PROCESSES)]
    people = [world.user(key).id for key in ("af", "fk", "soc", "ame", "psykiatri")]
    first = slot().starts_at
    about = {"actor": str(world.user("host").id), "first": first.isoformat()}
    about |= {"slots": TIMES, "clients": CLIENTS}
    record(acting(world.user("host")), "meetings looked at", world.user("host"))
    seal_and_commit()  # the trail has begun, as in a house that is in use
    pairs = [(rooms[0], one) for one in people]
    if fought_over == "person":
        pairs = [(room, people[0]) for room in rooms]
    asks = [{**about, "room": str(r), "people": [str(p)]} for r, p in pairs[:PROCESSES]]
    outcomes = storm(asks)
    session.rollback()
    busy = outcomes.pop("busy", 0)
    assert outcomes.pop("booked") == TIMES
    assert sum(outcomes.values()) == TIMES * (PROCESSES * CLIENTS - 1)
    assert {one.split(" ")[-1] for one in outcomes} <= {"rum.", "tid."}, (outcomes, busy)
    starts = session.scalars(select(Meeting.starts_at).order_by(Meeting.starts_at)).all()
    assert starts == [one.starts_at for one in slots(first, TIMES)]
    assert session.scalar(select(func.count(TakenTime.id))) == 2 * TIMES


def test_m2_the_database_itself_refuses_an_overlap(world):
    """The verb looks first; here nobody looked."""
    room, when = build.room("Plan 2"), slot()
    made = meeting(world, None, ("af",), when=when, room_id=room.id)
    other = meeting(world, None, ("fk",), when=when)
    session.commit()
    with pytest.raises(RuleBroken, match="Tiden blev tagen nyss") as refused:
        take(other, [], room.id)
    assert refused.value.field == "slot"
    session.rollback()
    with pytest.raises(RuleBroken):
        take(other, [world.user("af").id], None)
    session.rollback()
    later = Slot(when.ends_at, when.ends_at + timedelta(hours=1))
    made.starts_at, made.ends_at = later.starts_at, later.ends_at
    take(made, [], room.id)  # touching is fine


def test_m2_a_taken_time_is_never_moved_behind_the_guard(world):
    meeting(world, None, ("af",))
    session.commit()
    if session.get_bind().dialect.name == "sqlite":
        with pytest.raises(IntegrityError, match="given back"):
            session.execute(text("UPDATE taken_times SET ends_at = ends_at"))
        session.rollback()
    else:  # the constraint looks at every new state by itself
        two = meeting(world, None, ("af",), when=slot(hour=14))
        session.commit()
        with pytest.raises(IntegrityError, match="taken_times_apart"):
            session.execute(
                text(
                    "UPDATE taken_times SET starts_at = starts_at - interval '4 hours'"
                    " WHERE meeting_id = :id"
                ),
                {"id": two.id},
            )
        session.rollback()


def test_m2_what_is_held_is_taken_for_others_until_it_lapses(world):
    af, when, host = world.user("af").id, slot(), acting(world.user("host"))
    until = when.starts_at - timedelta(days=1)
    poll = build.room("Plan 9").id  # any id
    hold(poll, when, [af], None, until=until)
    session.flush()
    before, after = until - timedelta(minutes=1), until
    assert taken(host, [af], [], when, at=before) == {af: [when]}
    assert taken(host, [af], [], when, at=before, but=poll) == {}
    assert taken(host, [af], [], when, at=after) == {}
