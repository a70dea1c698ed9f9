"""M5, M8: a message that only wants to stop the reading of the others."""

import pytest

from casework.meetings.replies.rounds import Seen
from tests.meetings.replies.shapes import apple, calendar
from tests.meetings.replies.test_replies import answer, asked, box

__all__ = ["asked", "box"]

EVIL = {
    "a day that is a length": {"event": "RECURRENCE-ID:PT1H\r\n"},
    "a day that is a period": {"event": "RECURRENCE-ID:20261208T080000Z/PT1H\r\n"},
    "a day that is an hour": {"event": "RECURRENCE-ID:080000\r\n"},
    "a uid that no database keeps": {"uid": "a\x00b@casework"},
    "a uid of half a letter": {"uid": "a\ud800b@casework"},
}


@pytest.mark.parametrize("evil", EVIL)
def test_m8_no_message_stops_the_reading_of_the_next(asked, box, evil):
    row, address, mine = asked
    text = calendar(row, address, **EVIL[evil]).encode("utf-8", "surrogatepass")
    bad = apple(text.decode("latin-1" if "half" in evil else "utf-8"), address)
    done = box(bad, apple(calendar(row, address), address))
    assert done.taken == 1
    assert done.left + done.unreadable == 1
    assert answer(mine) == "kommer"
    assert box() == Seen()
