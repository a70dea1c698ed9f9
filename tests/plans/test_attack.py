"""C5, G3, E3 in a plan: changed words, narrowed consents, and the name of the individual."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from casework.cases.models import Event
from casework.followups import queries as followups
from casework.followups.rules import Check
from casework.kit import clock
from casework.kit.db import session
from casework.plans import queries, service
from casework.plans.queries.waiting import coming, tasks
from tests import build
from tests.conftest import acting
from tests.followups.making import followed, hold
from tests.plans.making import a_plan, file_of, goal, promise, put, words


def _narrowed(world, case, **given):
    """A new version of the consent, from today, that gives less."""
    old = file_of(world, "host", case).consent
    old.replaced_on = clock.today()
    grants = {world.unit(key): given.get(key, "all") for key in ("host", "soc", "af", "fk")}
    person = session.get_one(build.Person, case.person_id)
    build.consent(
        person,
        world.user("soc"),
        grants,
        series_id=old.series_id,
        version=2,
        given_on=clock.today(),
    )
    session.expire_all()


def _reworded_by_af(world, case):
    """AF changes a word of the goal and adds a promise of its own; then it is in force."""
    af, file = acting(world.user("af")), file_of(world, "af", case)
    plan = service.draft(af, file, at=clock.now())
    session.flush()
    aim = queries.draft_for(af, file).aims[0]
    mine = replace(promise(world.user("af"), "AF ringer"), place="goals-0-commitments-1")
    theirs = replace(promise(world.user("soc"), "Kanariefågeln"), id=aim.promises[0].commitment.id)
    said = goal(theirs, mine, title="En vardag som håller bättre", id=aim.goal.id)
    service.write(af, file, plan, words(world.user("soc"), said), at=clock.now())
    session.flush()
    host = acting(world.user("host"))
    service.put_in_force(host, file_of(world, "host", case), plan, at=clock.now())
    session.flush()


def test_g3_a_changed_word_does_not_keep_what_others_promise(world):
    case = build.case(world)
    put(world, case, words(world.user("soc"), goal(promise(world.user("soc"), "Kanariefågeln"))))
    _reworded_by_af(world, case)
    hold(world, case, followed(world, case, Check("inte", "Kanariefågelns skäl")))
    _narrowed(world, case, af=("planering",))
    af, file = acting(world.user("af")), file_of(world, "af", case)
    told = [one.commitment.what for one in queries.in_force(af, file).promises]
    assert told == ["AF ringer"]
    held = followups.history(af, file)[0]
    assert not held.goals
    assert not held.checks
    owner = queries.in_force(acting(world.user("soc")), file_of(world, "soc", case))
    assert len(owner.promises) == 2


def test_c5_the_owners_desk_tells_no_commitment_of_a_kind_it_has_lost(world):
    case = build.case(world)
    put(world, case, words(world.user("soc"), goal(promise(world.user("soc"), "Kanariefågeln"))))
    soc, today = acting(world.user("soc")), clock.today()
    until = today + timedelta(days=60)

    def said():
        return [one.sentence for one in tasks(soc, today)] + [
            one.label for one in coming(soc, today, until)
        ]

    assert any("kanariefågeln" in line for line in said())
    _narrowed(world, case, soc=("planering",))
    assert not any("kanariefågeln" in line for line in said())


def test_c5_after_a_withdrawal_the_owner_still_has_its_own_on_the_desk(world):
    case = build.case(world)
    put(world, case, words(world.user("soc"), goal(promise(world.user("soc"), "Ordnar boende"))))
    build.withdrawal(file_of(world, "soc", case).consent, world.user("soc"))
    said = [one.sentence for one in tasks(acting(world.user("soc")), clock.today())]
    assert any("ordnar boende" in line for line in said)


def test_e3_the_timeline_keeps_no_name_of_the_individual(world):
    case = build.case(world)
    plan = a_plan(world, case)
    host = acting(world.user("host"))
    service.approve(
        host, file_of(world, "host", case), plan, unit_id=None, how="pa_motet", at=clock.now()
    )
    session.flush()
    lines = [one.sentence for one in session.scalars(select(Event))]
    assert not any("Linn" in line for line in lines)
    assert any("godkände version 1" in line for line in lines)
