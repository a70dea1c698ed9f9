"""K3: an open case always has a next step with a day, or rests with a day to wake up."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from casework.cases import service
from casework.cases.queries import timeline, waiting
from casework.cases.rules import deadline
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from tests import build
from tests.cases.making import file_of
from tests.conftest import acting


def test_k3_the_database_refuses_an_open_case_without_a_next_step(world):
    with pytest.raises(IntegrityError):
        build.case(world, next_step=None, next_step_on=None)
    session.rollback()


@pytest.mark.parametrize("who", ["host", "soc"])
def test_k3_the_coordinator_and_the_owner_choose_it(world, who):
    case, user, on = build.case(world), world.user(who), clock.today() + timedelta(days=3)
    service.set_next_step(acting(user), file_of(user, case), step="mote", on=on, note="Boka rum")
    session.commit()
    assert (case.next_step, case.next_step_on, case.next_step_note) == ("mote", on, "Boka rum")


def test_k3_nobody_else_chooses_it(world):
    case, af = build.case(world), world.user("af")
    with pytest.raises(NotAllowed, match="väljer nästa steg"):
        service.set_next_step(acting(af), file_of(af, case), step="mote", on=clock.today())


def test_k3_its_day_is_today_or_comes(world):
    case, host = build.case(world), world.user("host")
    file = file_of(host, case)
    service.set_next_step(acting(host), file, step="mote", on=clock.today())
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(RuleBroken, match="i dag eller en dag som kommer"):
        service.set_next_step(acting(host), file, step="plan", on=yesterday)
    assert case.next_step == "mote"


def test_k3_a_case_rests_until_a_day_that_comes_and_a_next_step_wakes_it(world):
    case, host = build.case(world), world.user("host")
    file, until = file_of(host, case), clock.today() + timedelta(days=60)
    with pytest.raises(RuleBroken, match="en dag som kommer"):
        service.pause(acting(host), file, until=clock.today(), because="Vila.", at=clock.now())
    with pytest.raises(RuleBroken, match="varför"):
        service.pause(acting(host), file, until=until, because="", at=clock.now())
    service.pause(acting(host), file, until=until, because="Väntar på utredning.", at=clock.now())
    session.commit()
    assert case.is_paused
    assert (case.paused_until, case.paused_because) == (until, "Väntar på utredning.")
    service.set_next_step(acting(host), file, step="plan", on=clock.today())
    session.commit()
    assert not case.is_paused
    assert case.paused_because is None


def test_k3_a_case_that_rests_may_rest_longer_and_has_rested_since_the_first_time(world):
    case, host = build.case(world), world.user("host")
    file, first = file_of(host, case), clock.now()
    for days, why in ((10, "Semester."), (40, "Väntar på utredning.")):
        until = clock.today() + timedelta(days=days)
        at = first + timedelta(hours=days)
        service.pause(acting(host), file, until=until, because=why, at=at)
    session.flush()
    assert case.paused_at == first + timedelta(hours=10)
    assert (case.paused_until, case.paused_because) == (until, "Väntar på utredning.")
    said = [event.sentence for event, _user in timeline(acting(host), file)]
    assert sum("Ärendet vilar till" in sentence for sentence in said) == 2


def test_k3_on_the_day_it_wakes_the_desks_of_those_who_keep_it_going_ask_for_a_step(world):
    until = clock.today() + timedelta(days=10)
    case = build.case(world, paused_at=clock.now(), paused_until=until)
    before = until - timedelta(days=1)
    for who, asked in (("host", True), ("soc", True), ("af", False)):
        actor = acting(world.user(who))
        assert not waiting.tasks(actor, before)
        assert [one.day for one in waiting.coming(actor, before, until)] == [until] * asked
        found = waiting.tasks(actor, until)
        assert [(one.button, one.ref) for one in found] == [
            ("Välj nästa steg", case.reference)
        ] * asked


def test_k3_a_closed_case_has_no_next_step_to_choose(world):
    case, soc = build.case(world, closed_at=clock.now()), world.user("soc")
    with pytest.raises(RuleBroken, match="avslutat"):
        service.set_next_step(acting(soc), file_of(soc, case), step="plan", on=clock.today())
    until = clock.today() + timedelta(days=9)
    with pytest.raises(RuleBroken, match="avslutat"):
        service.pause(acting(soc), file_of(soc, case), until=until, because="Vila.", at=clock.now())


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due", "on", "level", "words"),
    [
        (date(2026, 11, 13), MONDAY, "late", "6 arbetsdagar sen"),
        (date(2026, 11, 20), MONDAY, "late", "1 arbetsdag sen"),
        (date(2026, 11, 21), date(2026, 11, 22), "late", "Försenad"),
        (MONDAY, MONDAY, "late", "Sista dagen i dag"),
        (date(2026, 11, 29), date(2026, 11, 27), "late", "Sista dagen i dag"),
        (date(2026, 11, 29), date(2026, 11, 28), "late", "Sista dagen söndag 29 november"),
        (date(2026, 11, 29), date(2026, 11, 29), "late", "Sista dagen i dag"),
        (date(2026, 11, 24), MONDAY, "soon", "1 arbetsdag kvar"),
        (date(2026, 11, 25), MONDAY, "soon", "2 arbetsdagar kvar"),
        (date(2026, 11, 26), MONDAY, "", "3 arbetsdagar kvar"),
        (date(2026, 12, 28), date(2026, 12, 23), "soon", "1 arbetsdag kvar"),
    ],
)
def test_k3_a_deadline_is_counted_in_working_days(due, on, level, words):
    found = deadline(due, on)
    assert (found.level, found.words) == (level, words)
