"""M5: when an answer by e-mail counts, and which of several is the newest. Pure.

RFC 5546 2.1.5 and 3.2.3: of one attendee's replies the one with the higher SEQUENCE is newer, and
among equals the one with the later DTSTAMP. What that leaves open is settled here:

-   A reply is made after what it answers. One whose DTSTAMP is before the invitation it claims to
    answer is a replay or nonsense. The clock of who answers may run `CLOCKS` behind ours, or ahead:
    phones and computers that set their clocks by themselves keep within seconds, the others are
    minutes off. So little does no harm, as what was said to an earlier time has a lower SEQUENCE.
-   Equal in both is the same answer once more, and does nothing. Two in one second cannot be told
    apart: the first that came stands.
-   A SEQUENCE that we have not come to counts as the one we are at.
-   An answer in the app or by link is to the meeting as it stood then, by our own clock: a reply
    outdoes it only with a later DTSTAMP. Where a clock that is behind makes it unsure which came
    last, the one that somebody gave on our page stands, and the page shows it.
-   The moment of the newest answer never goes back, so what has been outdone stays so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.meetings.replies.reading import Reply

CLOCKS = timedelta(minutes=15)  # so far may the clock of who answers be from ours


@dataclass(frozen=True)
class Standing:
    """What we know of one participant under the UID of a reply.

    `addresses` are those that a letter with the invitation went to; `sequence` and `asked_at` are
    those of the newest invitation, sent or not; `count` is where the UID's SEQUENCE is now; `hears`
    says that they may still hear of the meeting (M8). `answered_sequence` is that of the reply that
    the newest answer came by; None: in the app or by link.
    """

    addresses: Collection[str]
    sequence: int
    asked_at: datetime | None
    count: int
    answered_at: datetime | None
    answered_sequence: int | None
    hears: bool
    on_now: bool
    ends_at: datetime


def same_address(reply: Reply, standing: Standing) -> bool:
    """The ATTENDEE is the address the letter went to, whatever its capitals."""
    return _bare(reply.address) in {_bare(one) for one in standing.addresses}


def _bare(address: str) -> str:
    folded = address.casefold()
    return folded.removeprefix("mailto:")


def counts(reply: Reply, standing: Standing, at: datetime) -> bool:
    """M5: an answer to the time that is asked about now, by one who is asked, newer than before."""
    meets = standing.on_now and standing.ends_at > at and standing.hears
    fits = bool(reply.answer) and same_address(reply, standing) and meets
    return fits and _to_this_time(reply, standing, at) and _newer(reply, standing)


def sequence_of(reply: Reply, standing: Standing) -> int:
    """The SEQUENCE that a reply has for us."""
    return min(reply.sequence, standing.count)


def _to_this_time(reply: Reply, standing: Standing, at: datetime) -> bool:
    """After the newest invitation by both orders, and not from the future."""
    if standing.asked_at is None or reply.sequence < standing.sequence:
        return False
    return standing.asked_at - CLOCKS <= reply.stamp <= at + CLOCKS


def _newer(reply: Reply, standing: Standing) -> bool:
    before, sequence = standing.answered_sequence, sequence_of(reply, standing)
    if standing.answered_at is None:
        return True
    if before is not None and sequence != before:
        return sequence > before
    return reply.stamp > standing.answered_at
