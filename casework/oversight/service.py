import secrets
from datetime import date, datetime

from casework.access import Actor
from casework.audit.service import record
from casework.kit.db import session
from casework.kit.swedish import local_day
from casework.oversight import rules
from casework.oversight.models import (
    LogSample,
    ReviewTask,
    ReviewTaskRow,
    SampleRow,
    SampleSize,
)
from casework.oversight.policy import may_assess, may_review
from casework.oversight.queries.samples import (
    SampleFile,
    SampleLine,
    drawn_already,
    population,
    size_for,
    size_row,
)
from casework.oversight.queries.tasks import TaskFile


def set_size(actor: Actor, size: int) -> None:
    """T3: how many rows a month the authority looks at, from the next month that is drawn."""
    may_review(actor).insist()
    row = size_row(actor) or SampleSize(authority_id=actor.authority_id, size=size)
    row.size = size
    session.add(row)
    record(actor, "sample size set", row)


def draw(actor: Actor, month: date, *, at: datetime) -> LogSample:
    """T3: the month's sample, with a secret made now. A month that is drawn stays as it is."""
    may_review(actor).insist()
    rules.check_month(month, local_day(at))
    already = drawn_already(actor, month)
    if already is not None:
        return already
    rows, seed, size = population(actor, month), secrets.token_hex(16), size_for(actor)
    drawn = LogSample(
        authority_id=actor.authority_id,
        month=month,
        seed=seed,
        size=size,
        population=len(rows),
        refused=sum(row.refused for row in rows),
        drawn_at=at,
        drawn_by_id=actor.user_id,
    )
    session.add(drawn)
    for position, entry_id in enumerate(rules.sample(rows, size, seed), 1):
        session.add(SampleRow(sample_id=drawn.id, entry_id=entry_id, position=position))
    record(actor, "sample drawn", drawn)
    return drawn


def look_at(
    actor: Actor,
    file: SampleFile,
    line: SampleLine,
    *,
    verdict: str,
    note: str | None,
    at: datetime,
) -> None:
    """T4: one row looks right, or needs looking into. May be changed until the month is locked."""
    may_assess(actor, file.sample.authority_id).insist()
    rules.check_unlocked(file.sample.is_locked)
    rules.check_said(note, "note", needed=verdict == "look_into")
    row = line.row
    row.verdict, row.note = verdict, note or None
    row.looked_at, row.looked_by_id = at, actor.user_id
    record(actor, "sample row looked at", row)


def sign_off(actor: Actor, file: SampleFile, *, at: datetime) -> None:
    """T4: the month is done and locked; each row that needs looking into becomes a task."""
    may_assess(actor, file.sample.authority_id).insist()
    rules.check_unlocked(file.sample.is_locked)
    rules.check_signable(len(file.left))
    file.sample.signed_off_at, file.sample.signed_off_by_id = at, actor.user_id
    for line in file.lines:
        if line.row.verdict == "look_into":
            _follow_up(file.sample, line, at)
    record(actor, "sample signed off", file.sample)


def _follow_up(sample: LogSample, line: SampleLine, at: datetime) -> None:
    entry = line.log.entry
    task = ReviewTask(
        authority_id=sample.authority_id,
        rule=rules.FROM_SAMPLE,
        fingerprint=f"{rules.FROM_SAMPLE}:{sample.month}:{line.row.id}",
        user_id=entry.user_id,
        first_at=entry.at,
        last_at=entry.at,
        raised_at=at,
    )
    session.add_all([task, ReviewTaskRow(task_id=task.id, entry_id=entry.id)])


def assess(
    actor: Actor, file: TaskFile, *, verdict: str, sentence: str | None, at: datetime
) -> None:
    """T5: what the reviewer came to; where it was reported is said in a sentence."""
    task = file.task
    may_assess(actor, task.authority_id).insist()
    rules.check_open(task.is_open)
    rules.check_said(sentence, "sentence", needed=verdict == "onwards")
    task.verdict, task.sentence = verdict, sentence or None
    task.assessed_at, task.assessed_by_id = at, actor.user_id
    record(actor, "review task assessed", task)
