"""What the reviewer has done: month after month signed off, the last one half looked through; and
somebody who read too much one evening, so that the rules have raised a task."""

from datetime import date, time, timedelta

from sqlalchemy import select

from casework.audit.service import note_read
from casework.authorities.models import Unit
from casework.cases.models import Case
from casework.demo.stage import Stage, working_day
from casework.kit import clock
from casework.kit.db import session, writing
from casework.oversight import service, watch
from casework.oversight.policy import OF_ROLE
from casework.oversight.queries.samples import SampleFile, sample_for
from casework.oversight.rules import READS_OFF_HOURS, month_after, month_of, months

EVENING = time(20, 10)


def reviewed(stage: Stage) -> None:
    """In the order it happened: the months before the last, half of that, an evening, today."""
    last = month_of(month_of(stage.today) - timedelta(days=1))
    for month in reversed(months(_first_day(stage), last)):
        _looked_through(
            stage, month, working_day(month_after(month) + timedelta(days=6)), whole=True
        )
    _looked_through(stage, last, working_day(month_of(stage.today)), whole=False)
    _an_evening(stage, stage.today - timedelta(days=1))
    with stage.on(stage.today, time(7, 45)) as at:
        watch.raise_all(at)


def _first_day(stage: Stage) -> date:
    """When the reviewer's authority opened its first case: from then on there is what to review."""
    authority_id = stage.actor("granskare").authority_id
    owned = select(Case.opened_at).join(Unit, Unit.id == Case.owner_unit_id)
    first = session.scalars(
        owned.where(Unit.authority_id == authority_id).order_by(Case.opened_at).limit(1)
    ).one()
    session.rollback()
    return clock.local(first).date()


def _looked_through(stage: Stage, month: date, day: date, *, whole: bool) -> None:
    """T3, T4: drawn, and looked at row by row; signed off when it was the whole of it."""
    day = min(day, stage.today)
    reviewer = stage.actor("granskare")
    with stage.on(day, time(8, 5)) as at:
        sample_id = service.draw(reviewer, month, at=at).id
    with stage.on(day, time(8, 20)) as at:
        file = sample_for(reviewer, sample_id)
        number = len(file.lines) if whole else len(file.lines) // 2
        for line in file.lines[:number]:
            service.look_at(reviewer, file, line, verdict="ok", note=None, at=at)
    if whole:
        with stage.on(day, time(8, 40)) as at:
            service.sign_off(reviewer, _again(stage, file), at=at)


def _again(stage: Stage, file: SampleFile) -> SampleFile:
    return sample_for(stage.actor("granskare"), file.sample.id)


def _an_evening(stage: Stage, day: date) -> None:
    """T5: the officer reads case after case late in the evening."""
    officer = stage.actor("soc")
    begins = clock.moment(day, EVENING)
    mine = select(Case).where(Case.owner_unit_id == officer.unit_id).order_by(Case.opened_at)
    cases = list(session.scalars(mine.limit(READS_OFF_HOURS + 3)))
    session.rollback()
    for n in range(READS_OFF_HOURS + 3):
        case = cases[n % len(cases)]
        with clock.pretending(begins + timedelta(minutes=2 * n)), writing():
            note_read(officer, case, OF_ROLE, case_id=case.id)
