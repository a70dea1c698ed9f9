"""READY, for pupils of 20 to 25: a second programme, set up by the administrator; its cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

from casework.demo.people import number_for_tests
from casework.demo.plots import AGES, Plot, plots
from casework.demo.stage import Stage, working_day
from casework.demo.themes_health import YOUNG_LIFE
from casework.programmes import service
from casework.programmes.languages import kept
from casework.programmes.queries import programme_for

BEGUN = 340  # days ago, before the first of its cases was referred
UNITS = ("soc", "ame", "vux", "af", "fk", "primarvard", "psykiatri")
CASES = (("followed", "vux"), ("planned", "soc"), ("assessing", "vux"))
LADDER = (
    "Kontakt med elevhälsan och motivation",
    "Kartläggning och studieplan",
    "Studier i egen takt, med stöd",
    "Studier på heltid eller praktik",
    "Vidare studier eller arbete",
)
ANSWERS: dict[str, Any] = {
    "name": "READY",
    "target_text": (
        "Elever mellan 20 och 25 år på vuxenutbildningen som riskerar att avbryta sina studier "
        "och behöver stöd av minst två myndigheter samtidigt."
    ),
    **{"age_from": 20, "age_to": 25, "support_years_over": None, "least_authorities": 2},
    **{"first_answer_days": 5, "part_days": 10, "draft_days": 90, "review_every_days": 60},
    **{"sip_mode": "reference", "languages": kept(("sv", "lattlast", "en")).split(), "k": 5},
}


def set_up(stage: Stage) -> Iterator[date]:
    """On the administration's pages: a copy of the first one, then its own ladder and words."""
    day = working_day(stage.today - timedelta(days=BEGUN))
    yield day
    admin, first = stage.actor("admin"), stage.cast.programme
    assert first is not None
    with stage.on(day, time(9, 5)) as at:
        host, of = first.host_unit_id, programme_for(admin, first.id)
        units = [stage.unit_id(key) for key in UNITS]
        more = {"host_unit_id": host, "unit_ids": units, "source": of, "on": at.date()}
        stage.ready_id = service.add_programme(admin, dict(ANSWERS), **more).id
    with stage.on(day, time(9, 30)) as at:
        row = programme_for(admin, stage.ready_id)
        asked = {"info_kind": None, "words": "Vad skulle göra det lättare att komma till skolan?"}
        service.add_question(admin, row, **asked, valid_from=at.date(), on=at.date())
        weighed = {"label": "Är på väg att avbryta studierna", "points": 3, "sign": None}
        service.add_criterion(admin, row, **weighed, valid_from=at.date(), on=at.date())
        service.change_ladder(admin, row, [*LADDER, "Egen försörjning"])


def cases(stage: Stage, seed: int) -> list[Plot]:
    """With dice of their own, so that the other cases are the same with and without them."""
    random = Random(f"READY {seed}")
    drawn = plots(len(CASES), random, stage.today)
    return [_plot(stage, plot, random, *told) for plot, told in zip(drawn, CASES, strict=True)]


def _plot(stage: Stage, plot: Plot, random: Random, ending: str, owner: str) -> Plot:
    year = stage.today.year - random.randint(21, 24)
    others = ("af", "fk", "psykiatri", "vux", "soc")
    return replace(
        plot,
        ready=True,
        theme=YOUNG_LIFE,
        who=replace(plot.who, number=number_for_tests(year, random, plot.who.sex)),
        stage=ending,
        owner=owner,
        others=tuple(key for key in others if key != owner),
        sent_on=stage.today - timedelta(days=random.randint(*AGES[ending])),
        income="studiestod",
        occupation="studier",
        support_time="u1",
        education="grundskola",
    )
