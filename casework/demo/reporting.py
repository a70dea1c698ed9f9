"""The delårsrapport of the half-year that ended, published, and a draft of the next one."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.demo.stage import Stage, working_day
from casework.kit.db import session
from casework.programmes.queries import programme_for
from casework.reports import service as reports
from casework.reports.models import InterimReport

WORDS = {
    "lead": "Fler kommer vidare när planen är gemensam.",
    "helped": "Samma kontaktperson hos varje myndighet hela vägen.\n"
    "Möten på förmiddagen, med paus och skriven sammanfattning.\n"
    "Arbetsträning som kunde börja på några timmar.",
    "hindered": "Väntan på läkarutlåtande stannade av flera planer.\n"
    "Byte av handläggare utan överlämning.",
    "proposals": "En gemensam rutin för överlämning när en handläggare slutar.",
    "questions": "Kan myndigheterna komma överens om överlämning när en handläggare slutar?\n"
    "Ska tiden för svar på remiss kortas från fem till tre arbetsdagar?",
}


def halves(today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """The half-year that ended last and the one that goes on: first and last day of each."""
    first = date(today.year, 1 if today.month < 7 else 7, 1)
    before = first - timedelta(days=1)
    ended = (date(before.year, 1 if before.month < 7 else 7, 1), before)
    last = date(today.year, 6, 30) if first.month == 1 else date(today.year, 12, 31)
    return ended, (first, last)


def story(stage: Stage) -> Iterator[date]:
    """Drafted, read by a second person, published, answered by LSG; then the next is begun."""
    ended, going_on = halves(stage.today)
    day = working_day(ended[1] + timedelta(days=20))
    yield day
    report_id = _draft(stage, day, *ended)
    yield working_day(day + timedelta(days=2))
    _read_and_publish(stage, report_id, working_day(day + timedelta(days=2)))
    yield working_day(day + timedelta(days=9))
    _answer(stage, report_id, working_day(day + timedelta(days=9)))
    day = working_day(stage.today - timedelta(days=5))
    yield day
    _draft(stage, day, *going_on)


def _draft(stage: Stage, day: date, first: date, last: date) -> UUID:
    coordinator = stage.actor("koordinator")
    with stage.on(day, time(9)) as at:
        assert stage.cast.programme is not None
        programme = programme_for(coordinator, stage.cast.programme.id)
        report = reports.draft(coordinator, programme, first, last, at=at)
        report_id = report.id
    with stage.on(day, time(9, 30)) as at:
        reports.write(coordinator, _report(report_id), WORDS, at=at)
    return report_id


def _read_and_publish(stage: Stage, report_id: UUID, day: date) -> None:
    with stage.on(day, time(10)) as at:
        reports.second_read(stage.actor("soc"), _report(report_id), at=at)
    with stage.on(day, time(13)) as at:
        reports.publish(stage.actor("koordinator"), _report(report_id), at=at)


def _answer(stage: Stage, report_id: UUID, day: date) -> None:
    with stage.on(day, time(14)) as at:
        said = {1: "Ja. Vi tar fram en gemensam rutin till årsskiftet."}
        reports.answer(stage.actor("lsg"), _report(report_id), said, at=at)


def _report(report_id: UUID) -> InterimReport:
    return session.scalars(select(InterimReport).where(InterimReport.id == report_id)).one()
