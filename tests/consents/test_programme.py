"""C5, C3: a change of a consent can name the units of its programme, and those it names already."""

import pytest

from casework.consents.service import record_consent
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from tests import build
from tests.conftest import acting
from tests.consents.making import said
from tests.programmes.making import only

BOTH = dict.fromkeys(("host", "soc", "af", "fk"), "all")


@pytest.fixture
def case(world):
    """FK is named, and the programme is then narrowed to units without FK."""
    made = build.case(world)
    only(world, "soc", "af", "ame")
    session.commit()
    return made


def boxes(world, page):
    return {key for key in world.units if f'value="{world.unit(key).id}:' in page}


def test_c5_the_page_offers_the_programmes_units_and_those_named_before(world, sign_in, case):
    first = session.scalars(build.select_consent(case)).one()
    page = sign_in(world.user("soc")).get(f"/samtycken/{first.id}/andra").text
    assert boxes(world, page) == {"host", "soc", "af", "ame", "fk"}


def test_c5_the_verb_refuses_a_unit_outside_and_keeps_one_named_before(world, case):
    actor, first = acting(world.user("soc")), session.scalars(build.select_consent(case)).one()
    person, now = build.session.get_one(build.Person, case.person_id), clock.now()
    more = {"at": now, "series_id": first.series_id}
    with pytest.raises(RuleBroken, match="är inte med i verksamheten"):
        record_consent(actor, person, **more, **said(world, BOTH | {"psykiatri": "all"}))
    kept = record_consent(actor, person, **more, **said(world, BOTH | {"ame": ["arbete"]}))
    assert kept.version == 2


def test_c5_a_sent_remiss_that_is_no_case_yet_has_its_programme_too(world, sign_in):
    officer = world.user("soc")
    who = build.person(officer)
    given = build.consent(who, officer, {world.unit(k): "all" for k in ("host", "soc", "af")})
    build.referral(world, officer, who, given)
    only(world, "af", "fk")
    session.commit()
    page = sign_in(officer).get(f"/samtycken/{given.id}/andra").text
    assert boxes(world, page) == {"host", "soc", "af", "fk"}


def test_a_consent_that_stands_for_itself_can_name_everybody(world, sign_in):
    officer = world.user("soc")
    who = build.person(officer)
    given = build.consent(who, officer, {world.unit("soc"): "all", world.unit("af"): "all"})
    only(world, "af", "fk")
    session.commit()
    page = sign_in(officer).get(f"/samtycken/{given.id}/andra").text
    assert boxes(world, page) == set(world.units) - {"lsg"}
