"""R1, R2, C5: which programme a remiss goes to, and whom its consent can name there."""

from datetime import timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.programmes.queries import programme_for
from casework.referrals import service
from tests import build
from tests.conftest import acting
from tests.consents.test_pages import form_of
from tests.programmes.making import only
from tests.referrals.making import door, draft, sent


def boxes(page, world, key):
    return page.count(f'value="{world.unit(key).id}:')


def test_c5_the_grid_offers_the_programmes_units_the_host_and_the_sender(world, sign_in):
    only(world, "af", "fk")
    url = f"/remisser/{draft(world, grants={}).id}/steg/3"
    page = sign_in(world.user("soc")).get(url).text
    offered = {key for key in world.units if boxes(page, world, key)}
    assert offered == {"host", "soc", "af", "fk"}


def test_c5_a_unit_outside_is_refused_by_the_form_and_by_the_verb(world, sign_in):
    only(world, "af", "fk")
    outside = dict.fromkeys(("host", "soc", "af", "psykiatri"), "all")
    url = f"/remisser/{draft(world, grants={}).id}/steg/3"
    answer = sign_in(world.user("soc")).post(url, data=form_of(world, outside))
    assert answer.status_code == 422
    with pytest.raises(RuleBroken, match="inte är med|är inte med i verksamheten"):
        sent(world, grants=outside)
    session.rollback()
    assert sent(world).sent_at


def close(world, days=0):
    world.programme.closed_on = clock.today() + timedelta(days=days)
    session.commit()


def test_r1_a_closed_programme_is_not_offered_and_takes_no_draft(world, sign_in):
    open_one = build.programme(world.unit("host"), "READY")
    close(world)
    page = sign_in(world.user("soc")).get("/remisser/ny").text
    assert str(open_one.id) in page
    assert str(world.programme.id) not in page
    with pytest.raises(RuleBroken, match="tar inte emot nya remisser sedan"):
        draft(world)


def test_r2_a_draft_from_before_is_not_sent_after_the_day_it_closes(world):
    referral = draft(world)
    actor, now = acting(world.user("soc")), clock.now()
    close(world)
    with pytest.raises(RuleBroken, match="Välj en annan"):
        service.send(actor, door(world, referral), at=now)
    other = programme_for(actor, build.programme(world.unit("host"), "READY").id)
    service.choose_programme(actor, door(world, referral), programme=other, at=now)
    service.send(actor, door(world, referral), at=now)
    assert referral.programme_id == other.id


def test_r2_until_the_day_before_it_takes_them_and_what_was_sent_is_answered(world):
    close(world, days=1)
    referral = sent(world)
    close(world)
    soon = clock.today() + timedelta(days=9)
    case_id = service.answer(
        acting(world.user("host")),
        door(world, referral, "host"),
        kind="antas",
        next_on=soon,
        at=clock.now(),
    )
    assert case_id
