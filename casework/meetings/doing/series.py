"""What the verbs of meetings and of series do in common. Whoever calls has insisted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from casework.access import Actor
from casework.audit.service import record
from casework.kit.errors import RuleBroken
from casework.meetings.doing.unsigned import set_answer
from casework.meetings.models import Meeting, MeetingSeries, Participant
from casework.meetings.queries.series import PostedSeries, series_of


def raise_sequence(actor: Actor, meeting: Meeting, *, at: datetime) -> None:
    """M4: the meeting is said anew, and its series, which has one count for all its days."""
    meeting.sequence += 1
    if series := series_of(actor, meeting):
        said_anew(series, at=at)


def said_anew(series: MeetingSeries, *, at: datetime) -> None:
    series.sequence += 1
    series.changed_at = at


def answer_days(
    actor: Actor | None,
    rows: Iterable[tuple[Meeting, Participant]],
    answers: Mapping[UUID, str],
    line: str | None,
    *,
    at: datetime,
) -> list[Participant]:
    """M5: {meeting id: answer} for some of these days; the others keep what they had.

    What was written before of a day is not shown, and so an empty line leaves it as it was.
    """
    answered = [(meeting, one) for meeting, one in rows if meeting.id in answers]
    if not answered:
        raise RuleBroken("answer", "Alla möten i serien har varit eller är inställda.")
    for meeting, one in answered:
        set_answer(actor, one, meeting, answers[meeting.id], line or one.answer_line, at)
    return [one for _, one in answered]


def answer_series_by_link(
    about: PostedSeries, answers: Mapping[UUID, str], line: str | None, *, at: datetime
) -> None:
    """M5: the same through a signed link; the link is the right to give these answers."""
    rows = [(meeting, one) for meeting, one, _ in about.times if meeting.starts_at > at]
    for one in answer_days(None, rows, answers, line, at=at):
        record(None, "meeting answered by link", one)
