from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.errors import NotVisible
from casework.meetings.policy import may_answer, may_manage
from casework.polls.doing.unsigned import set_answers
from casework.polls.models import PollVoter
from casework.polls.queries import PollFile


def answer(
    actor: Actor,
    file: PollFile,
    voter: PollVoter,
    answers: Mapping[UUID, str],
    *,
    line: str | None,
    at: datetime,
) -> None:
    """M5: from the signed-in one, or noted by the organiser for somebody without an account."""
    manages = may_manage(actor, file.facts, file.poll.organiser_id, file.on)
    may_answer(actor, voter.user_id, manages).insist()
    if voter not in file.asked:
        raise NotVisible("poll_voters", voter.id)
    set_answers(voter, file.poll, file.live, answers, line=line, at=at)
    record(actor, "poll answered", voter, case_id=file.case_id)
