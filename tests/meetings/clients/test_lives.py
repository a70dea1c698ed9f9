"""M4: whatever is done to meetings, and however the post comes, each calendar ends up right.

Lives at random from seeds; with CASEWORK_LONG=1 more of them, and every verb after every other.
"""

import os
from itertools import product

import pytest

from casework.kit.db import session
from tests.meetings.clients.lives import KINDS, OfOne, OfSeries, ahead, steps
from tests.meetings.clients.test_story import PROGRAMS

LONG = os.environ.get("CASEWORK_LONG") == "1"
SEEDS = {"sqlite": 400 if LONG else 5, "postgresql": 100 if LONG else 1}
pytestmark = pytest.mark.usefixtures("in_november")

# what is done, to which day, and what the post does before it
KNOWN = {
    "m4_a_cancellation_waits_while_the_series_is_divided": [
        ("af out", 3, "all"),
        ("rest", 2, "none"),
    ],
    "m4_taken_out_put_back_and_divided_before_any_letter_goes": [
        ("af out", 3, "all"),
        ("rest", 2, "none"),
        ("af in", 3, "none"),
    ],
    "m4_a_change_waits_while_the_series_is_divided": [
        ("place", 3, "all"),
        ("move", 2, "none"),
        ("rest", 2, "none"),
    ],
    "m4_nothing_is_left_of_what_waits": [
        ("ame joins", 2, "all"),
        ("rest", 3, "none"),
        ("cancel", 2, "none"),
    ],
    "m4_one_day_alone_and_then_the_series": [
        ("ame in", 3, "all"),
        ("ame joins", 1, "all"),
        ("rest", 2, "some"),
        ("ame leaves", 2, "none"),
        ("ame in", 3, "none"),
    ],
    "m4_alone_again_while_the_series_is_called_off_for_one": [
        ("af leaves", 0, "all"),
        ("af in", 2, "none"),
        ("rest", 1, "all"),
    ],
    "m4_somebody_from_outside_in_a_series_that_is_divided": [
        ("guest in", 3, "all"),
        ("rest", 2, "none"),
        ("guest out", 3, "none"),
        ("guest in", 3, "some"),
        ("off", 4, "none"),
    ],
}


@pytest.mark.parametrize("kind", [OfSeries, OfOne])
def test_m4_whatever_is_done_one_event_for_each_meeting_that_one_is_in(world, mailbox, kind):
    done = set()
    for seed in range(SEEDS[session.get_bind().dialect.name]):
        life = kind(world, mailbox, seed)
        assert life.live(steps(kind, seed)) == [], seed
        done |= {word.rpartition(" ")[0] for word in life.told if word[0] != "["}
    assert done <= set(KINDS[kind])
    assert len(done) > len(KINDS[kind]) // 4 or seed == 0  # one life may be short


def test_m4_real_calendars_show_each_meeting_once_whatever_waited(world, mailbox, programs):
    files, meant = {}, {}
    for name, known in KNOWN.items():
        life = OfSeries(world, mailbox, name)
        assert life.live(known) == [], name
        assert sum(word[0] != "[" for word in life.told) == len(known), (name, life.told)
        for who, box in life.inboxes.items():
            files[f"{name}-{who}"], meant[f"{name}-{who}"] = box.files, ahead(box.files)
    assert max(len(one) for one in meant.values()) == 5
    for program in PROGRAMS[session.get_bind().dialect.name]:
        shown = programs[program].show(files)
        for name, events in meant.items():
            seen = sorted((one.starts, one.ends) for one in shown[name])
            assert seen == [one[:2] for one in events], (program, name)


if LONG:

    @pytest.mark.parametrize("kind", [OfSeries, OfOne])
    def test_m4_every_verb_after_every_other(world, mailbox, kind):
        """With and without the post between them, the same day and the day before."""
        for first, second, post in product(KINDS[kind], KINDS[kind], ("all", "none")):
            for days in ((2, 2), (3, 2)):
                known = [("guest in", 2, "all"), ("ame in", 3, "none")]
                known += [(first, days[0], "all"), (second, days[1], post)]
                wrong = kind(world, mailbox, (first, second, post)).live(known)
                assert wrong == [], (first, second, post)
