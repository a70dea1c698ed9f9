"""The default installation: whole, marked as examples, and installed once."""

import pytest
from sqlalchemy import func, select

from casework.authorities import defaults as places
from casework.authorities.models import Room, Unit
from casework.kit.db import session, writing
from casework.programmes import defaults
from casework.programmes.models import Code, LadderStep, Programme

pytestmark = pytest.mark.usefixtures("app")


def install():
    with writing():
        units = places.install()
        return units, defaults.install(units["host"])


def count(model):
    return session.scalar(select(func.count()).select_from(model))


def test_twice_is_once():
    first, programme = install()
    before = [count(model) for model in (Code, LadderStep, Programme, Unit, Room)]
    session.remove()
    again, same = install()
    assert [count(model) for model in (Code, LadderStep, Programme, Unit, Room)] == before
    assert same.id == programme.id
    assert {key: unit.id for key, unit in again.items()} == {k: u.id for k, u in first.items()}
    assert before == [86, 6, 1, 11, 2]


def test_the_units_that_the_demo_asks_for():
    units, programme = install()
    assert {"soc", "ame", "norsjo", "af", "fk", "primarvard", "psykiatri", "host", "lsg"} <= set(
        units
    )
    assert programme.host_unit_id == units["host"].id
    assert [key for key, unit in units.items() if unit.coordinates] == ["host"]
    assert [key for key, unit in units.items() if not unit.has_people] == ["lsg"]
    assert units["soc"].name == "Skellefteå kommun, socialkontoret försörjningsstöd"
    assert units["soc"].authority.name == "Skellefteå kommun"


def test_every_list_has_a_name_and_every_key_once():
    assert set(defaults.CODES) == set(defaults.LISTS)
    for rows in defaults.CODES.values():
        assert len({key for key, *_ in rows}) == len(rows)


def test_u3_the_ladder_is_marked_as_an_example():
    _, programme = install()
    rows = session.scalars(select(LadderStep).where(LadderStep.programme_id == programme.id))
    assert [(row.number, "exempel" in row.name) for row in rows] == [(n, True) for n in range(1, 7)]


def test_how_a_report_groups_closing_and_income():
    groups = {key: group for key, _, group in defaults.CODES["avslutsskal"]}
    assert {key for key, group in groups.items() if group in ("arbete", "studier")} == {
        "arbete",
        "studier",
    }
    assert set(groups.values()) == {
        *("arbete", "studier", "arbete_studier", "fortsatt", "ovrigt", "raknas_inte"),
    }
    assert all(len(row) == 3 for row in defaults.CODES["inkomst"])
