"""M5: which of several answers is the newest, RFC 5546 2.1.5: SEQUENCE, then DTSTAMP."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from casework.kit import clock, db
from casework.kit.db import session
from casework.meetings.doing.unsigned import answer_by_link
from casework.meetings.models import Meeting, Participant
from casework.meetings.replies.reading import Reply
from casework.meetings.replies.rounds import Seen
from casework.meetings.replies.rules import Standing, counts
from casework.meetings.service import adding, changing
from casework.meetings.service.adding import More
from tests.conftest import acting
from tests.meetings.making import reached
from tests.meetings.replies.shapes import apple, calendar
from tests.meetings.replies.test_replies import answer, asked, box
from tests.meetings.test_changes import change

__all__ = ["asked", "box"]

ASKED = datetime(2026, 12, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ME = "jag@enhet.example"
# when, after being asked, the newest answer was given; by which SEQUENCE, None: in the app
NOTHING, BY_MAIL, IN_THE_APP = (None, None), (60, 2), (60, None)
TABLE = [
    ("the first answer", NOTHING, (2, 30), True),
    ("its clock is ten minutes behind", NOTHING, (2, -10), True),
    ("a quarter behind is the most", NOTHING, (2, -15), True),
    ("made before it was asked", NOTHING, (2, -16), False),
    ("years old", NOTHING, (2, -900_000), False),
    ("to an earlier time", NOTHING, (1, 30), False),
    ("its clock is ten minutes ahead", NOTHING, (2, 100), True),
    ("from the future", NOTHING, (2, 106), False),
    ("later by mail", BY_MAIL, (2, 61), True),
    ("the same once more", BY_MAIL, (2, 60), False),
    ("an old one replayed", BY_MAIL, (2, 59), False),
    ("to what was said later, by a slow clock", BY_MAIL, (3, 59), True),
    ("a sequence that is not yet, replayed", BY_MAIL, (99, -16), False),
    ("later than in the app", IN_THE_APP, (2, 61), True),
    ("as in the app", IN_THE_APP, (2, 60), False),
    ("before in the app, whatever its sequence", IN_THE_APP, (99, 59), False),
]


@pytest.mark.parametrize(("why", "before", "reply", "expected"), TABLE, ids=lambda one: str(one))
def test_m5_sequence_then_dtstamp_and_never_before_the_invitation(why, before, reply, expected):
    answered, by = before
    standing = Standing(
        addresses=[ME],
        sequence=2,
        asked_at=ASKED,
        count=3,
        answered_at=None if answered is None else ASKED + answered * MINUTE,
        answered_sequence=by,
        hears=True,
        on_now=True,
        ends_at=ASKED + timedelta(days=9),
    )
    sequence, minutes = reply
    said = Reply("uid", sequence, ASKED + minutes * MINUTE, ME, "ACCEPTED")
    assert counts(said, standing, ASKED + 90 * MINUTE) is expected, why


def test_m5_in_whichever_order_they_come_the_newest_stands(world, asked, box):
    """Place changed between them: the answer to the newer SEQUENCE is the newer (RFC 5546)."""
    row, address, mine = asked
    now = clock.now().replace(microsecond=0)
    change(world, row, place="Video")
    said = [(0, "ACCEPTED", now), (0, "TENTATIVE", now + MINUTE), (1, "DECLINED", now)]
    replies = [
        apple(calendar(row, address, sequence=n, partstat=what, stamp=when), address)
        for n, what, when in said
    ]
    for order in permutations(replies):
        box(*order, *order)
        assert answer(mine) == "kan_inte"
        assert session.get(Participant, mine).answered_sequence == 1
        one = session.get(Participant, mine)
        one.answer = one.answered_at = one.answered_sequence = None
        db.seal_and_commit()


def test_m5_an_answer_from_before_the_invitation_is_left(asked, box):
    row, address, mine = asked
    old = clock.now() - timedelta(hours=1)
    assert box(apple(calendar(row, address, stamp=old), address)) == Seen(left=1)
    assert answer(mine) is None
    slow = clock.now() - 10 * MINUTE
    assert box(apple(calendar(row, address, stamp=slow), address)) == Seen(taken=1)


def test_m5_put_back_nothing_that_was_said_before_is_an_answer(world, asked, box):
    row, address, mine = asked
    old = apple(calendar(row, address), address)
    assert box(old) == Seen(taken=1)
    host, row = acting(world.user("host")), session.get(Meeting, row.id)
    file = reached(world, "host", row)
    one = next(each for each in file.asked if each.id == mine)
    changing.remove(host, file, one, at=clock.now())
    _put_back(world, row)
    assert answer(mine) is None
    assert box(old) == Seen(left=1)
    assert answer(mine) is None


def _put_back(world, row):
    from_now = reached(world, "host", row)
    adding.invite_more(
        acting(world.user("host")), from_now, More([world.user("af").id]), at=clock.now()
    )
    db.seal_and_commit()


def test_m5_what_was_outdone_by_mail_is_outdone_also_after_an_answer_by_link(asked, box):
    """Two clocks: one ahead, one right; then an answer by link. No replay brings either back."""
    row, address, mine = asked
    now = clock.now().replace(microsecond=0)
    first = apple(calendar(row, address, partstat="ACCEPTED", stamp=now + 10 * MINUTE), address)
    assert box(first) == Seen(taken=1)
    row = session.get(Meeting, row.id)
    row.sequence = 1
    second = apple(calendar(row, address, partstat="DECLINED", stamp=now + MINUTE), address)
    assert box(second) == Seen(taken=1)
    one, row = session.get(Participant, mine), session.get(Meeting, row.id)
    answer_by_link(one, row, answer="annan_tid", line=None, at=clock.now())
    assert one.answered_sequence is None
    assert box(first, second) == Seen(left=2)
    assert answer(mine) == "annan_tid"
