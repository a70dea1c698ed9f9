from collections.abc import Collection
from datetime import date, datetime

from casework.access import Actor
from casework.audit.service import record
from casework.cases.queries import case_for
from casework.kit.errors import RuleBroken
from casework.kit.swedish import long_date
from casework.meetings.doing.times import let_go
from casework.meetings.models import Meeting
from casework.meetings.policy import may_manage
from casework.meetings.service.booking import book
from casework.polls.doing.booked import to_book
from casework.polls.doing.closing import close_whole, take_out, tell
from casework.polls.doing.covering import insist_all_covered, lost
from casework.polls.doing.holding import hold_anew, insist_all_free, of_the_time, slot_of
from casework.polls.models import Poll, PollTime, PollVoter
from casework.polls.post.posting import hold_back
from casework.polls.queries import PollFile
from casework.polls.rules import CLOSED_BECAUSE, VALD, check_deadline, last_moment

PICKED = "En tid är vald. En inbjudan gick i stället."


def pick(actor: Actor, file: PollFile, time: PollTime, *, at: datetime) -> Meeting:
    """M1, M2, AC22: the time becomes a meeting with the same people; the others are let go.

    What was held is given back first, in the same transaction: a no to the booking undoes it.
    """
    poll = file.poll
    may_manage(actor, file.facts, poll.organiser_id, file.on).insist()
    _insist_open(poll)
    if not time.is_in:
        raise RuleBroken("", "Tiden är borttagen ur frågan. Välj en annan.")
    case = case_for(actor, poll.case_id, file.on) if poll.case_id else None
    let_go(poll.id)
    hold_back(actor, poll, file.asked, because=PICKED, at=at)
    with of_the_time(time.starts_at):
        wanted = to_book(file, time, case.person if case else None)
        meeting = book(actor, case, wanted, on=file.on, at=at)
    poll.closed_at, poll.closed_because, poll.meeting_id = at, VALD, meeting.id
    record(actor, "poll decided", poll, case_id=file.case_id)
    return meeting


def take_back(actor: Actor, file: PollFile, time: PollTime, *, at: datetime) -> None:
    """M2: one of the times is no longer asked about, nor held."""
    may_manage(actor, file.facts, file.poll.organiser_id, file.on).insist()
    _insist_open(file.poll)
    if not time.is_in:
        raise RuleBroken("", "Tiden är redan borttagen.")
    if len(file.live) == 1:
        raise RuleBroken("", "Det är den enda tiden som är kvar. Avsluta frågan i stället.")
    time.taken_back_at = at
    hold_anew(file.poll, file.times, file.asked)
    record(actor, "poll time taken back", time, case_id=file.case_id)


def extend(actor: Actor, file: PollFile, *, deadline: date, at: datetime) -> list[PollVoter]:
    """M2, M5: more days to answer. The times must still be free, and are held longer.

    C1, M1: consent is asked again. Those it no longer covers leave the question, and are returned.
    """
    poll = file.poll
    may_manage(actor, file.facts, poll.organiser_id, file.on).insist()
    _insist_open(poll)
    _check_later(file, deadline)
    leaving = [one for one, _why in lost(file)]
    staying = [one for one in file.asked if one not in leaving]
    _insist_may_wait(actor, file, staying, at)
    poll.deadline = last_moment(deadline)
    for one in staying:
        one.reminded_at = None
    take_out(actor, poll, leaving, at=at)  # what is held for the others follows the new day
    record(actor, "poll extended", poll, case_id=file.case_id)
    if leaving:
        record(actor, "poll voters removed", poll, case_id=file.case_id)
    tell(actor, poll, f"kan besvaras till och med {long_date(deadline)}.", at)
    return leaving


def _check_later(file: PollFile, deadline: date) -> None:
    if last_moment(deadline) <= file.poll.deadline:
        raise RuleBroken("deadline", "Välj en senare dag än den som gäller nu.")
    check_deadline(deadline, [slot_of(one) for one in file.live], on=file.on)


def _insist_may_wait(
    actor: Actor, file: PollFile, staying: Collection[PollVoter], at: datetime
) -> None:
    """M1, M2: somebody is left to ask, covered on every day, and the times are still theirs."""
    if all(one.user_id in (None, file.poll.organiser_id) for one in staying):
        raise RuleBroken("", "Ingen av dem som frågades kan vara med. Avsluta frågan i stället.")
    users = [file.users[one.user_id] for one in staying if one.user_id]
    guests = any(one.external_role for one in staying)
    insist_all_covered(file.facts, users, map(slot_of, file.live), file.on, guests=guests)
    insist_all_free(actor, users, file.live, at=at, but=file.poll.id)


def close(actor: Actor, file: PollFile, *, because: str, at: datetime) -> None:
    """No meeting comes of it. Nothing is held, and those who were asked are told."""
    may_manage(actor, file.facts, file.poll.organiser_id, file.on).insist()
    _insist_open(file.poll)
    if because not in CLOSED_BECAUSE:
        raise RuleBroken("because", "Välj ett av alternativen.")
    close_whole(actor, file.poll, file.asked, because=because, at=at)
    record(actor, "poll closed", file.poll, case_id=file.case_id)


def _insist_open(poll: Poll) -> None:
    if not poll.is_open:
        raise RuleBroken("", "Frågan är redan avslutad.")
