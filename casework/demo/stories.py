"""Two years in some seconds: every story is told day by day, in the order things happened.

A story is a generator: it yields the day on which it goes on. What would come after today has not
happened yet, and the story rests there.
"""

import heapq
from collections.abc import Callable, Generator, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.authorities.models import Room
from casework.cases import service as cases
from casework.consents import service as consents
from casework.consents.queries import consent_for
from casework.demo import (
    aside,
    beginning,
    cast,
    meetings_around,
    middle,
    own_calendars,
    polling,
    ready,
    reporting,
    reviewing,
)
from casework.demo.plots import Plot, one_where_each_reads_its_own, plots
from casework.demo.stage import Stage, working_day
from casework.kit import clock, codes
from casework.kit.db import session, writing

Story = Iterator[date]


def tell_everything(*, cases: int, seed: int, deliver: Callable[[datetime], Any]) -> None:
    """The default installation, its people, and everything that has happened in `cases` cases."""
    random = Random(seed)
    codes.source = Random(seed)
    today = clock.today()
    with writing():
        installed = cast.install()
        rooms = list(session.scalars(select(Room.id).order_by(Room.name)))
    stage = Stage(installed, random, today, deliver, rooms=rooms)
    drawn = one_where_each_reads_its_own(plots(cases, random, today))
    stories = [_story(stage, plot) for plot in [*drawn, *ready.cases(stage, seed)]]
    beside = [*aside.stories(stage), reporting.story(stage), ready.set_up(stage)]
    _tell(stage, [*stories, *beside])
    aside.a_letter_that_could_not_be_sent(stage)
    reviewing.reviewed(stage)
    aside.a_question_and_an_absence(stage)
    own_calendars.uploaded(stage)
    polling.two_polls(stage)
    meetings_around.around_today(stage)


def _tell(stage: Stage, stories: list[Story]) -> None:
    waiting = [(next(story), n, story) for n, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        day, n, story = heapq.heappop(waiting)
        if day > stage.today:
            continue
        later = next(story, None)
        if later is not None:
            heapq.heappush(waiting, (max(later, day), n, story))


def _story(stage: Stage, plot: Plot) -> Story:
    day = working_day(plot.sent_on)
    yield day
    referral_id = beginning.refer(stage, plot, day)
    day = working_day(day + timedelta(days=stage.random.randint(2, 6)))
    yield day
    case_id = beginning.answer(stage, plot, referral_id, day, kind="antas")
    assert case_id is not None
    day = working_day(day + timedelta(days=2))
    yield day
    whole = plot.stage != "assessing"
    yield from beginning.assess(stage, plot, case_id, day, whole=whole)
    if whole:
        yield from _to_the_plan(stage, plot, case_id, day)


def _to_the_plan(stage: Stage, plot: Plot, case_id: UUID, day: date) -> Story:
    booked_on = working_day(day + timedelta(days=8))
    yield booked_on
    middle.finish_assessment(stage, case_id, booked_on)
    soon = stage.today + timedelta(days=stage.random.randint(1, 12))
    wanted = soon if plot.stage == "met" else booked_on + timedelta(days=10)
    meeting_id = middle.book(stage, plot, case_id, wanted, booked_on)
    day = working_day(booked_on + timedelta(days=2))
    yield day
    middle.answers(stage, plot, meeting_id, day, all_of_them=plot.stage != "met")
    held_on = stage.day_of(meeting_id)
    yield held_on + timedelta(days=held_on == stage.today)  # a meeting of today is still to come
    middle.meet(stage, plot, meeting_id)
    day = working_day(held_on + timedelta(days=1))
    yield day
    middle.plan(stage, plot, case_id, day)
    yield from _with_a_plan(stage, plot, case_id, day)


def _with_a_plan(stage: Stage, plot: Plot, case_id: UUID, planned_on: date) -> Story:
    day = yield from _work(stage, plot, case_id, planned_on)
    if plot.stage in ("planned", "protected"):
        return
    if plot.stage.startswith("withdrawn"):
        yield day + timedelta(days=1)
        _withdraw(stage, plot, case_id, working_day(day + timedelta(days=1)))
    if plot.stage == "withdrawn":
        return
    ending = plot.stage in ("closed", "closing")
    for n in range(2 if ending else _rounds(stage, planned_on)):
        day = working_day(planned_on + timedelta(days=70 * (n + 1)))
        yield day
        middle.follow_up(stage, plot, case_id, day, n=n, last=ending and n == 1)
    yield from _end(stage, plot, case_id, day)


def _rounds(stage: Stage, planned_on: date) -> int:
    """How many follow-ups there has been time for; in one case of six the last one is owed."""
    due = (stage.today - planned_on).days // 70
    return max(1, due - (stage.random.random() < 1 / 6))


def _work(stage: Stage, plot: Plot, case_id: UUID, planned_on: date) -> Generator[date, None, date]:
    """What the units did, some weeks apart. Gives back the day of the last."""
    serves = middle.promises_of(stage, plot, case_id, planned_on)
    day = planned_on
    for deed in plot.theme.deeds:
        if deed.who in plot.units:
            day = working_day(day + timedelta(days=stage.random.randint(6, 16)))
            yield day
            middle.contribute(stage, case_id, deed, day, serves.get(deed.who))
    return day


def _end(stage: Stage, plot: Plot, case_id: UUID, day: date) -> Story:
    day = working_day(day + timedelta(days=stage.random.randint(3, 9)))
    yield day
    if plot.stage in ("closed", "closing"):
        middle.close(stage, plot, case_id, day, agreed=plot.stage == "closed")
    elif plot.stage in ("paused", "waking"):
        until = stage.today + timedelta(days=0 if plot.stage == "waking" else 24)
        with stage.on(day, time(11, 20)) as at:
            file = stage.file("koordinator", case_id)
            said = {"until": until, "because": "Väntar på besked efter utredningen."}
            cases.pause(stage.actor("koordinator"), file, at=at, **said)


def _withdraw(stage: Stage, plot: Plot, case_id: UUID, day: date) -> None:
    """C4: told to the owner's officer, for FK only or for all."""
    owner = stage.actor(plot.owner)
    with stage.on(day, time(10, 15)) as at:
        file = stage.file(plot.owner, case_id)
        assert file.consent is not None
        consent, _person = consent_for(owner, file.consent.id, day)
        unit_id = stage.unit_id("fk") if plot.stage == "withdrawn_fk" else None
        consents.withdraw(owner, consent, unit_id=unit_id, on=day, told_how="oral", at=at)
