"""C4: anyone who reaches the consent records a withdrawal, and sees first what it affects."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.cases.queries import case_for
from casework.consents import queries, service, signals
from casework.consents.models import Withdrawal
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from tests import build
from tests.conftest import acting
from tests.consents.making import given


@pytest.fixture
def heard():
    """What listeners of `withdrawn` were told, in order."""
    told = []

    def listen(consent, *, actor, unit_id, on, at):
        del actor, at
        told.append((consent.id, unit_id, on))

    with signals.withdrawn.connected_to(listen):
        yield told


def take_back(user, consent, unit=None, on=None):
    row = service.withdraw(
        acting(user),
        consent,
        unit_id=unit and unit.id,
        on=on or clock.today(),
        told_how="oral",
        at=clock.now(),
    )
    seal_and_commit()
    session.expire_all()
    return row


def opened(world):
    case = build.case(world)
    file = case_for(acting(world.user("soc")), case.id, clock.today())
    return case, file.consent


def test_c4_one_unit_loses_reach_that_day_and_the_others_keep_it(world, heard):
    case, consent = opened(world)
    take_back(world.user("host"), consent, world.unit("af"))
    assert heard == [(consent.id, world.unit("af").id, clock.today())]
    with pytest.raises(NotVisible):
        case_for(acting(world.user("af")), case.id, clock.today())
    for who in ("host", "soc", "fk"):
        assert case_for(acting(world.user(who)), case.id, clock.today())


def test_c4_all_of_it_ends_for_everybody_but_the_owner(world, heard):
    case, consent = opened(world)
    take_back(world.user("fk"), consent)
    assert heard == [(consent.id, None, clock.today())]
    for who in ("host", "af", "fk"):
        with pytest.raises(NotVisible):
            case_for(acting(world.user(who)), case.id, clock.today())
    assert case_for(acting(world.user("soc")), case.id, clock.today())


@pytest.mark.parametrize("who", ["lsg", "granskare", "admin", "norsjo"])
def test_c4_only_named_units_and_the_recorder_record_it(world, who):
    _, consent = opened(world)
    with pytest.raises(NotAllowed):
        take_back(world.user(who), consent)


def test_c4_nothing_is_taken_back_twice_or_ahead_or_for_a_unit_outside(world):
    _, consent = opened(world)
    soc = world.user("soc")
    with pytest.raises(RuleBroken, match="inte varit än"):
        take_back(soc, consent, on=clock.today() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="inte med"):
        take_back(soc, consent, world.unit("psykiatri"))
    take_back(soc, consent)
    again = queries.consent_for(acting(soc), consent.id, clock.today())[0]
    with pytest.raises(RuleBroken, match="inget att ta tillbaka"):
        take_back(soc, again, world.unit("af"))
    assert len(session.scalars(select(Withdrawal)).all()) == 1


def test_c4_what_it_affects_comes_from_the_later_rooms(world):
    _, consent = opened(world)
    line = signals.Impact("lock", "Två personer kan inte längre öppna ärendet")

    def answer(asked, *, actor, unit_id, on, kinds):
        del asked, actor, on, kinds
        return [line] if unit_id == world.unit("af").id else []

    with signals.impact_asked.connected_to(answer):
        actor, today = acting(world.user("soc")), clock.today()
        assert line in queries.impact(actor, consent, world.unit("af").id, today)
        assert line not in queries.impact(actor, consent, world.unit("fk").id, today)


def test_c7_a_consent_without_the_host_is_kept_but_opens_nothing_for_the_coordinator(world):
    consent = given(world, {"soc": "all", "af": "all"})
    seal_and_commit()
    with pytest.raises(NotVisible):
        queries.consent_for(acting(world.user("host")), consent.id, clock.today())


def test_c4_an_owner_that_took_the_case_over_records_it_too(world):
    """K1: the consent that it took over need not name it."""
    case, consent = opened(world)
    case.owner_unit_id = world.unit("ame").id
    build.assign(case, world.user("ame"))
    session.flush()
    assert take_back(world.user("ame"), consent).unit_id is None
