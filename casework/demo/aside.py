"""Beside the cases: remisser that did not become one, drafts, questions, and the work group."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from casework.access.rules import Action
from casework.cases.queries import absence as absences
from casework.cases.queries import handovers
from casework.cases.service import absence, handover
from casework.demo import beginning
from casework.demo.group import the_group
from casework.demo.plots import Plot, plots
from casework.demo.stage import Stage, working_day
from casework.kit.db import session
from casework.kit.working_days import is_working_day
from casework.letters.models import Letter
from casework.meetings.models import Meeting
from casework.referrals.queries import referral_for
from casework.referrals.service import sending
from casework.reviews import service as reviews

Story = Iterator[date]

# sender, working days ago, and what came of it
REMISSER: tuple[tuple[str, int, str], ...] = (
    *(("soc", 7, "sent"), ("fk", 5, "sent"), ("psykiatri", 2, "sent"), ("soc", 1, "sent")),
    *(("af", 9, "kompletteras"), ("soc", 12, "kompletteras"), ("primarvard", 15, "vantar")),
    *(("af", 40, "hanvisas"), ("soc", 110, "avslas"), ("fk", 130, "avslas")),
    *(("norsjo", 95, "withdrawn"), ("soc", 3, "draft"), ("af", 18, "draft")),
)
WORDS: dict[str, dict[str, Any]] = {
    "kompletteras": {"sentence": "Vad har redan prövats, och hur gick det?"},
    "vantar": {"sentence": "Vi väntar på att sjukskrivningen är bedömd."},
    "hanvisas": {"sentence": "Vuxenutbildningen tar emot och gör en studieplan."},
    "avslas": {"sentence": "Stödet finns hos en av er redan i dag.", "reason": "en_myndighet"},
}
QUESTIONS = (
    (
        "soc",
        "30–39",
        ("arbete", "planering"),
        "Hur kan vi dela på ansvaret när någon byter kommun mitt i en praktik?",
    ),
    (
        "psykiatri",
        "25–29",
        ("psykisk", "planering"),
        "Vem är först med en plan när ett vårdförlopp tar slut i sommar?",
    ),
)


def stories(stage: Stage) -> list[Story]:
    """One story for each remiss, question and sitting of the work group."""
    made = plots(len(REMISSER), stage.random, stage.today)
    told = [
        _remiss(stage, replace(plot, owner=key, others=_others(plot, key), stage=ending), ago)
        for plot, (key, ago, ending) in zip(made, REMISSER, strict=True)
    ]
    return [*told, *(_question(stage, *said) for said in QUESTIONS), the_group(stage)]


def _others(plot: Plot, key: str) -> tuple[str, ...]:
    return tuple(other for other in (plot.owner, *plot.others, "af", "soc") if other != key)


def _ago(stage: Stage, days: int) -> date:
    """So many working days before today."""
    day = stage.today
    while days > 0:
        day -= timedelta(days=1)
        days -= is_working_day(day)
    return working_day(day)


def _remiss(stage: Stage, plot: Plot, ago: int) -> Story:
    day = _ago(stage, ago)
    yield day
    if plot.stage == "draft":
        beginning.draft(stage, plot, day)
        return
    referral_id = beginning.refer(stage, plot, day)
    if plot.stage == "sent":
        return
    day = working_day(day + timedelta(days=3))
    yield day
    if plot.stage == "withdrawn":
        with stage.on(day, time(9, 30)) as at:
            file = referral_for(stage.actor(plot.owner), referral_id, day)
            sending.withdraw(stage.actor(plot.owner), file, at=at)
        return
    due = working_day(stage.today + timedelta(days=7))
    more = {"due_on": due} if plot.stage in ("kompletteras", "vantar") else {}
    beginning.answer(stage, plot, referral_id, day, kind=plot.stage, **WORDS[plot.stage], **more)


def _question(
    stage: Stage, key: str, age_span: str, kinds: tuple[str, ...], question: str
) -> Story:
    day = _ago(stage, 4)
    yield day
    with stage.on(day, time(15, 30)) as at:
        asker = stage.actor(key)
        reviews.consult(asker, age_span=age_span, kinds=kinds, question=question, at=at)


def a_question_and_an_absence(stage: Stage) -> None:
    """K1: one case that another unit is asked to take over; K4: a colleague stands in next week."""
    officer = stage.actor("soc")
    with stage.on(stage.today, time(7, 40)) as at:
        for case_id, _reference in absences.own_cases(officer, stage.today):
            file = stage.file("soc", case_id)
            units, _staff = handovers.could_receive(officer, file)
            if units and file.may(officer, Action.OWN):
                why = "Planen handlar nu mest om vägen till arbete."
                handover.propose(officer, file, unit=units[-1], user=None, reason=why, at=at)
                break
    with stage.on(stage.today, time(7, 45)) as at:
        monday = stage.today + timedelta(days=7 - stage.today.weekday())
        away = absence.Away(stage.cast.users["soc"], monday, monday + timedelta(days=4))
        colleague = stage.cast.users["soc2"]
        absence.name_substitute(officer, away, colleague, on=stage.today, at=at)


def a_letter_that_could_not_be_sent(stage: Stage) -> None:
    """One invitation to a coming meeting whose address the receiver's server did not know."""
    with stage.on(stage.today, time(7, 30)) as at:
        letter = session.scalars(
            select(Letter)
            .join(Meeting, Meeting.id == Letter.about_id)
            .where(
                Meeting.starts_at > at, Meeting.case_id.is_not(None), Letter.sent_at.is_not(None)
            )
            .order_by(Meeting.starts_at, Letter.created_at)
            .limit(1)
        ).first()
        if letter:
            letter.sent_at, letter.failed_at, letter.attempts = None, at, 1
            letter.trouble = "Mottagarens e-postserver säger att adressen inte finns."
