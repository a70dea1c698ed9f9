"""M5: what happens with nobody signed in: answers by a signed link, and the daily round."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from casework.audit.service import record
from casework.kit.db import session
from casework.polls.doing.closing import close_whole
from casework.polls.models import Poll, PollAnswer, PollTime, PollVoter
from casework.polls.post.posting import REMINDER, send
from casework.polls.queries.outside import Posted, hold_still, silent, still_open
from casework.polls.rules import GICK_UT, REMIND_WITHIN, check_answers, held_until


def answer_by_link(
    about: Posted, answers: Mapping[UUID, str], *, line: str | None, at: datetime
) -> None:
    """M5: the link is the right to give these answers. An empty line leaves what stood there."""
    times = [time for time, _room in about.times]
    set_answers(about.voter, about.poll, times, answers, line=line or about.voter.line, at=at)
    record(None, "poll answered by link", about.voter, case_id=about.poll.case_id)


def set_answers(
    voter: PollVoter,
    poll: Poll,
    times: list[PollTime],
    answers: Mapping[UUID, str],
    *,
    line: str | None,
    at: datetime,
) -> None:
    """M5: an answer for every time that is left; whoever calls has insisted and records."""
    hold_still(poll, voter)
    live = {one.id for one in times}
    check_answers(answers, live, is_open=poll.is_open, deadline=poll.deadline, at=at)
    given = {one.time_id: one for one in voter.answers}
    for time_id, answer in answers.items():
        if time_id in given:
            given[time_id].answer = answer
        else:
            session.add(PollAnswer(voter_id=voter.id, time_id=time_id, answer=answer))
    voter.line, voter.answered_at = line or None, at


def remind(at: datetime) -> int:
    """M2, M5: polls whose times are no longer held are closed; one reminder to each who is silent
    the day before the last. By a command. How many were reminded."""
    for poll, organiser in still_open():
        if held_until(poll.deadline) <= at:
            actor = organiser.as_actor()
            close_whole(actor, poll, poll.voters, because=GICK_UT, at=at)
            record(None, "poll closed", poll, case_id=poll.case_id)
    reminded = 0
    for voter, poll, organiser in silent(at, REMIND_WITHIN):
        actor = organiser.as_actor()
        if send(actor, poll, [voter], at=at, kind=REMINDER):
            voter.reminded_at = at
            record(None, "reminded", voter, case_id=poll.case_id)
            reminded += 1
    return reminded
