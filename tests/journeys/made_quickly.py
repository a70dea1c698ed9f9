"""A case up to a plan with a coming meeting, through the services: where a journey may begin."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from casework.authorities.models import Room
from casework.cases.models import Case
from casework.demo import beginning, middle
from casework.demo.people import Somebody, number_for_tests
from casework.demo.plots import Plot
from casework.demo.stage import Stage
from casework.demo.themes import THEMES
from casework.kit import db
from casework.letters.sending import send_due
from tests.journeys import story
from tests.journeys.walking import Walk

PLOT = Plot(
    who=Somebody(story.NAME, story.NUMBER, "kvinna", "Skellefteå"),
    theme=THEMES[0],
    owner="soc",
    others=("af", "fk", "psykiatri"),
    sent_on=date(2026, 10, 5),
    stage="planned",
    end=("arbete", "forvarvsarbete", "lon", "natt"),
    income="forsorjningsstod",
    occupation="ovrigt",
    support_time="3_5",
    education="gymnasium",
    life=(3, 7),
    ladder=(2, 4),
)
COMING = date(2026, 11, 10)
ANOTHER = replace(
    PLOT,
    who=Somebody("Sixten Siskasångare", number_for_tests(1979, Random(3), "man"), "man", "Norsjö"),
    others=("af", "fk"),
    sent_on=date(2026, 10, 19),
)


def a_case_with_a_plan_and_a_coming_meeting(walk: Walk) -> UUID:
    """Everything up to the letters of the coming meeting, which have gone. The meeting's id."""
    rooms = list(db.session.scalars(select(Room.id).order_by(Room.name)))
    db.session.remove()
    stage = Stage(walk.cast, Random(1), COMING, send_due, rooms=rooms)
    case_id = _taken_on(stage)
    walk.case = f"/arenden/{case_id}"
    _met_and_planned(stage, case_id)
    meeting_id = middle.book(stage, PLOT, case_id, COMING, date(2026, 10, 28))
    db.session.remove()
    walk.on(date(2026, 11, 2))
    return meeting_id


def a_case_just_taken_on(walk: Walk, plot: Plot) -> str:
    """Its reference; the letters of the remiss have gone."""
    stage = Stage(walk.cast, Random(2), COMING, send_due, rooms=[])
    sent = beginning.refer(stage, plot, plot.sent_on)
    case_id = beginning.answer(stage, plot, sent, date(2026, 10, 20), kind="antas")
    reference = db.session.get_one(Case, case_id).reference
    db.session.remove()
    walk.on(date(2026, 11, 2)).case = f"/arenden/{case_id}"
    return reference


def _taken_on(stage: Stage) -> UUID:
    sent = beginning.refer(stage, PLOT, PLOT.sent_on)
    case_id = beginning.answer(stage, PLOT, sent, date(2026, 10, 6), kind="antas")
    assert case_id is not None
    for _day in beginning.assess(stage, PLOT, case_id, date(2026, 10, 7), whole=True):
        pass
    return case_id


def _met_and_planned(stage: Stage, case_id: UUID) -> None:
    middle.finish_assessment(stage, case_id, date(2026, 10, 15))
    first = middle.book(stage, PLOT, case_id, date(2026, 10, 20), date(2026, 10, 15))
    day = middle.meet(stage, PLOT, first) + timedelta(days=1)
    middle.plan(stage, PLOT, case_id, day)
    serves = middle.promises_of(stage, PLOT, case_id, day)
    for deed in PLOT.theme.deeds:
        if deed.who in PLOT.units:
            on = day + timedelta(days=2)
            middle.contribute(stage, case_id, deed, on, serves.get(deed.who))


def said_in_the_case() -> list[str]:
    """Pieces of every text of the case, to look for where they must not be."""
    theme = PLOT.theme
    texts = [*theme.background.values(), theme.tried, theme.question, theme.wish, theme.own_goal]
    texts += [text for part in theme.parts.values() for text in part]
    texts += [aim.title for aim in theme.aims] + [p.what for a in theme.aims for p in a.promises]
    texts += [deed.text for deed in theme.deeds] + [theme.minutes, *theme.takes_on.values()]
    return [" ".join(text.split()[:4]) for text in texts]
