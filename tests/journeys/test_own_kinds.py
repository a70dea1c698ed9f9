"""C5: one case that gives every unit other kinds, seen by each; axe looks at every page."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from casework.authorities.models import Room
from casework.demo import beginning, middle
from casework.demo.stage import Stage
from casework.demo.themes_apart import EACH_ITS_OWN
from casework.kit import db
from casework.letters.sending import send_due
from tests.journeys import made_quickly

PLOT = replace(made_quickly.PLOT, theme=EACH_ITS_OWN, others=("fk", "psykiatri", "af"))
PLANNED = date(2026, 10, 16)
KINDS = {
    "soc": {"arbete", "ekonomi", "psykisk", "social"},
    "koordinator": {"arbete", "ekonomi", "social"},
    "fk": {"ekonomi"},
    "psykiatri": {"psykisk"},
    "af": {"arbete"},
}
GOALS = {aim.kind: aim.title for aim in EACH_ITS_OWN.aims}
SAID = {kind: part[1] for kind, part in EACH_ITS_OWN.parts.items()}


@pytest.fixture
def apart(walk):
    """A case with parts, a plan and what was done, in kinds that no two units share alike."""
    rooms = list(db.session.scalars(select(Room.id).order_by(Room.name)))
    db.session.remove()
    stage = Stage(walk.cast, Random(1), PLANNED, send_due, rooms=rooms)
    sent = beginning.refer(stage, PLOT, PLOT.sent_on)
    case_id = beginning.answer(stage, PLOT, sent, date(2026, 10, 6), kind="antas")
    assert case_id is not None
    list(beginning.assess(stage, PLOT, case_id, date(2026, 10, 7), whole=True))
    middle.finish_assessment(stage, case_id, PLANNED - timedelta(days=1))
    middle.plan(stage, PLOT, case_id, PLANNED)
    db.session.remove()
    walk.case = f"/arenden/{case_id}"
    return walk.on(PLANNED + timedelta(days=3))


def test_each_reads_its_own_kinds_of_one_case(apart):
    """The plan and the kartläggning hold what the unit may read, and no other word of the rest."""
    written = {beginning._asked(PLOT)[key] for key in PLOT.units}
    for name, kinds in KINDS.items():
        page = apart.at_the_case(name)
        _holds(page, GOALS, kinds)
        page.reads_not("Alla delar").reads_not("Inga uppföljningar ännu")
        _holds(page.press("Visa kartläggningen"), {k: SAID[k] for k in written}, kinds)
        _holds(page.go(f"{apart.case}/plan"), GOALS, kinds)
        page.go(apart.case).press("Visa hela samtycket")


def _holds(page, said: dict[str, str], kinds: set[str]) -> None:
    for kind, text in said.items():
        (page.reads if kind in kinds else page.reads_not)(text)
