"""M3, AC25: the link of a question about times, to everybody but its holder."""

from datetime import timedelta
from uuid import uuid4

import pytest

from casework.kit import clock
from casework.meetings.post import links as meeting_links
from casework.polls.post import links
from tests import build
from tests.access.knocking import heard
from tests.conftest import CONFIG
from tests.meetings.making import meeting, miswritten, participant
from tests.polls.making import poll, slot, three, voter

SECRET = CONFIG["SECRET_KEY"]


def _removed(_world, _row, one):
    one.removed_at = clock.now()


def _left(world, _row, _one):
    world.user("af").left_at = clock.now()


def _moved(world, _row, _one):
    world.user("af").unit_id = world.unit("fk").id


def _no_consent(_world, row, _one):
    row.closed_at, row.closed_because = clock.now(), "samtycke"


def _long_ago(_world, row, _one):
    row.closed_at, row.closed_because = clock.now() - timedelta(days=60), "annat"


DEAD = (_removed, _left, _moved, _no_consent, _long_ago)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_m3_whatever_is_wrong_with_a_link_about_times_the_answer_is_the_same(app, world, method):
    case = build.case(world)
    token = links.token(SECRET, voter(world, poll(world, case), "af").id)
    of_meeting = meeting_links.token(SECRET, participant(world, meeting(world, case), "af").id)
    wrong = ["x", miswritten(token), of_meeting, links.token(SECRET, uuid4())]
    answers = {one: heard(app, f"/tid/{one}", method)[:3] for one in wrong}
    for hour, kill in enumerate(DEAD, 12):
        times = three(slot(8, hour, 30), slot(9, hour, 30))
        row = poll(world, case, proposed=times)
        one = voter(world, row, "af")
        kill(world, row, one)
        answers[kill.__name__] = heard(app, f"/tid/{links.token(SECRET, one.id)}", method)[:3]
        world.user("af").left_at, world.user("af").unit_id = None, world.unit("af").id
    first = next(iter(answers.values()))
    assert first[0] == 404
    assert [why for why, one in answers.items() if one != first] == []
