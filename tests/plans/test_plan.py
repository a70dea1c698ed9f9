"""P1 P2 P3 P4, C5: what a plan holds, who may say what in it, and that it is never edited."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken, Stale
from casework.plans import queries, service
from casework.plans.models import Goal
from casework.plans.rules import INDIVIDUAL
from tests import build
from tests.conftest import acting
from tests.plans.making import a_plan, file_of, goal, in_days, promise, put, words


def _drafted(world, case, who="host"):
    actor, file = acting(world.user(who)), file_of(world, who, case)
    plan = service.draft(actor, file, at=clock.now())
    session.flush()
    return actor, file, plan


def _written(world, case, said, who="host"):
    actor, file, plan = _drafted(world, case, who)
    service.write(actor, file, plan, said, revision=plan.revision, at=clock.now())
    session.flush()
    return actor, file, plan


def test_p1_goals_in_both_words_and_who_does_what_by_when(world):
    case = build.case(world)
    a_plan(world, case)
    (aim,) = queries.in_force(acting(world.user("fk")), file_of(world, "fk", case)).aims
    assert (aim.goal.own_words, aim.goal.our_words) == ("Jag vill orka hela veckan.", "50 %")
    by_af, own = aim.promises
    assert by_af.who.id == world.user("af").id
    assert by_af.commitment.due_on == in_days(5)
    assert own.commitment.by_individual
    assert own.commitment.recurring == "Varje vecka"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"what": ""}, "what"),
        ({"who": None}, "who"),
        ({"who": "somebody else"}, "who"),
        ({"due_on": None}, "due_on"),
        ({"recurring": "Varje vecka"}, "recurring"),
    ],
)
def test_p1_a_commitment_says_what_who_and_when(world, changed, where):
    case = build.case(world)
    said = words(None, goal(replace(promise(world.user("af")), **changed)))
    with pytest.raises(RuleBroken) as broken:
        _written(world, case, said)
    assert broken.value.field == f"goals-0-commitments-0-{where}"


@pytest.mark.parametrize(("changed", "where"), [({"title": ""}, "title"), ({"kind": None}, "kind")])
def test_p1_a_goal_has_a_name_and_a_kind(world, changed, where):
    case = build.case(world)
    with pytest.raises(RuleBroken) as broken:
        _written(world, case, words(None, goal(**{"title": "Mål", **changed}, own_words="Jag")))
    assert broken.value.field == f"goals-0-{where}"


def test_p1_p2_p3_each_goal_needs_somebody_who_does_something(world):
    case = build.case(world)
    whole = words(world.user("soc"), goal(promise(world.user("af"))))
    for missing, sentence in (
        (replace(whole, goals=()), "minst ett mål"),
        (replace(whole, goals=(goal(),)), "minst ett åtagande"),
        (replace(whole, responsible_id=None), "huvudansvarig"),
        (replace(whole, next_followup_on=None), "nästa uppföljning"),
    ):
        at_fault = build.case(world)
        actor, file, plan = _written(world, at_fault, missing)
        with pytest.raises(RuleBroken, match=sentence):
            service.put_in_force(actor, file, plan, at=clock.now())
    assert put(world, case, whole).is_in_force


def test_p2_the_coordinator_only_coordinates_and_a_stranger_is_not_responsible(world):
    case = build.case(world)
    build.assign(case, world.user("host"))
    with pytest.raises(RuleBroken, match="samordnar bara"):
        _written(world, case, words(world.user("host")))
    with pytest.raises(RuleBroken, match="arbetar med ärendet"):
        _written(world, case, words(world.user("af2")))


def test_p3_the_next_follow_up_is_still_to_come_and_becomes_the_next_step(world):
    case = build.case(world)
    with pytest.raises(RuleBroken) as broken:
        _written(world, case, words(world.user("soc"), next_followup_on=in_days(-1)))
    assert broken.value.field == "next_followup_on"
    plan = a_plan(world, case)
    assert (case.step, case.next_step) == ("uppfoljning", "uppfoljning")
    assert case.next_step_on == plan.next_followup_on == in_days(30)


def test_p4_a_version_in_force_is_never_edited_but_replaced(world):
    case = build.case(world)
    first = a_plan(world, case)
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    for verb in (
        lambda: service.write(actor, file, first, words(None), revision=1, at=clock.now()),
        lambda: service.put_in_force(actor, file, first, at=clock.now()),
        lambda: service.discard(actor, file, first),
    ):
        with pytest.raises(RuleBroken, match="ny version|ändras inte"):
            verb()
    second = _drafted(world, case)[2]
    assert second.version == 2
    assert first.replaced_at is None
    old, new = queries.whole(actor, first), queries.whole(actor, second)
    assert [g.lineage_id for g, _ in old] == [g.lineage_id for g, _ in new]
    assert [c.lineage_id for c in old[0][1]] == [c.lineage_id for c in new[0][1]]
    assert [c.what for c in old[0][1]] == [c.what for c in new[0][1]]


def test_p4_the_new_version_takes_over_and_the_old_one_is_kept(world):
    case = build.case(world)
    first = a_plan(world, case)
    actor, file, second = _drafted(world, case)
    aims = queries.draft_for(actor, file).aims
    kept = goal(promise(world.user("fk"), "Ger besked"), id=aims[0].goal.id, title="Ett nytt namn")
    said = words(world.user("soc"), kept)
    service.write(actor, file, second, said, revision=second.revision, at=clock.now())
    session.flush()
    service.put_in_force(actor, file, second, at=clock.now())
    session.flush()
    assert queries.in_force(actor, file).plan is second
    assert first.replaced_at is not None
    assert queries.version_for(actor, file, first.id).aims[0].goal.title == "En vardag som håller"
    assert [c.what for c in queries.whole(actor, second)[0][1]] == ["Ger besked"]
    assert [one.version for one in queries.versions(actor, file)] == [2, 1]


def test_p4_there_is_one_draft_and_a_page_made_from_an_older_one_is_refused(world):
    case = build.case(world)
    actor, file, plan = _drafted(world, case)
    assert service.draft(actor, file, at=clock.now()) is plan
    seen = plan.revision
    said = words(None, goal(promise(world.user("af"))))
    service.write(actor, file, plan, said, revision=seen, at=clock.now())
    session.flush()
    with pytest.raises(Stale):
        service.write(actor, file, plan, said, revision=seen, at=clock.now())


def test_p4_each_party_and_the_individual_approve_the_version_in_force(world):
    case = build.case(world)
    plan = a_plan(world, case)
    af, host = acting(world.user("af")), acting(world.user("host"))
    file, led = file_of(world, "af", case), file_of(world, "host", case)
    service.approve(af, file, plan, unit_id=af.unit_id, how="i_tjansten", at=clock.now())
    service.approve(host, led, plan, unit_id=None, how="pa_motet", at=clock.now())
    service.approve(host, led, plan, unit_id=world.unit("fk").id, how="pa_papper", at=clock.now())
    session.flush()
    said = [(one.by_individual, one.how) for one, _u, _w in queries.approvals(af, plan)]
    assert sorted(said) == [(False, "i_tjansten"), (False, "pa_papper"), (True, "pa_motet")]
    with pytest.raises(RuleBroken, match="finns redan"):
        service.approve(af, file, plan, unit_id=af.unit_id, how="i_tjansten", at=clock.now())
    with pytest.raises(NotAllowed):
        service.approve(
            af, file, plan, unit_id=world.unit("soc").id, how="i_tjansten", at=clock.now()
        )
    with pytest.raises(RuleBroken, match="arbetar inte med"):
        service.approve(
            host, led, plan, unit_id=world.unit("ame").id, how="pa_motet", at=clock.now()
        )


def test_p4_everyone_writes_but_the_coordinator_or_the_owner_puts_in_force(world):
    case = build.case(world)
    said = words(world.user("soc"), goal(promise(world.user("af"))))
    af, file, plan = _written(world, case, said, who="af")
    with pytest.raises(NotAllowed, match="Koordinatorn eller"):
        service.put_in_force(af, file, plan, at=clock.now())
    soc = acting(world.user("soc"))
    service.put_in_force(soc, file_of(world, "soc", case), plan, at=clock.now())
    assert plan.is_in_force


def _two_kinds(world, **more):
    """FK reads about health and planning, AF about work and planning; the owner everything."""
    grants = {"host": "all", "soc": "all", "af": ("arbete", "planering")}
    return build.case(world, {**grants, "fk": ("fysisk", "planering")}, **more)


def test_c5_a_goal_is_read_by_those_who_are_given_its_kind(world):
    case = _two_kinds(world)
    work = goal(promise(world.user("af")), kind="arbete")
    health = goal(promise(world.user("fk"), "Ger besked"), kind="fysisk", title="Må bättre")
    put(world, case, words(world.user("soc"), work, health))

    def titles(who):
        found = queries.in_force(acting(world.user(who)), file_of(world, who, case))
        return [aim.goal.title for aim in found.aims]

    assert titles("soc") == ["En vardag som håller", "Må bättre"]
    assert titles("af") == ["En vardag som håller"]
    assert titles("fk") == ["Må bättre"]


def test_c5_a_unit_without_the_goals_kind_cannot_be_given_the_commitment(world):
    case = _two_kinds(world)
    with pytest.raises(RuleBroken, match="FK Provlunda kan inte få åtagandet") as broken:
        _written(world, case, words(None, goal(promise(world.user("fk")), kind="arbete")))
    assert broken.value.field == "goals-0-commitments-0-who"
    with pytest.raises(RuleBroken, match="ger inte din enhet"):
        _written(world, case, words(None, goal(kind="fysisk")), who="af")


def test_c5_saving_leaves_the_goals_that_the_writer_cannot_read(world):
    case = _two_kinds(world)
    health = goal(promise(world.user("fk"), "Ger besked"), kind="fysisk", title="Må bättre")
    put(world, case, words(world.user("soc"), health))
    af, file, plan = _drafted(world, case, "af")
    assert not queries.draft_for(af, file).aims
    said = words(world.user("soc"), goal(promise(world.user("af"))))
    service.write(af, file, plan, said, revision=plan.revision, at=clock.now())
    session.flush()
    titles = {g.title for g, _ in queries.whole(af, plan)}
    assert titles == {"Må bättre", "En vardag som håller"}
    hidden = session.scalar(select(Goal).where(Goal.plan_id == plan.id, Goal.info_kind == "fysisk"))
    taken = words(None, goal(id=hidden.id, remove=True))
    with pytest.raises(Stale):
        service.write(af, file, plan, taken, revision=plan.revision, at=clock.now())


def test_g3_words_that_another_unit_changes_are_no_longer_the_first_units_own(world):
    case = build.case(world)
    said = words(world.user("soc"), goal(promise(None, recurring="Löpande")))
    _af, _file, plan = _written(world, case, said, who="af")
    host, led = acting(world.user("host")), file_of(world, "host", case)
    (aim,) = queries.draft_for(host, led).aims
    assert aim.goal.unit_id == world.unit("af").id
    changed = goal(
        promise(None, recurring="Löpande", id=aim.promises[0].commitment.id),
        id=aim.goal.id,
        our_words="Nya ord",
    )
    service.write(host, led, plan, words(None, changed), revision=plan.revision, at=clock.now())
    assert aim.goal.unit_id == world.unit("host").id
    assert aim.promises[0].commitment.by_individual
    assert changed.commitments[0].who == INDIVIDUAL


def test_somebody_who_has_left_is_replaced_before_the_plan_is_put_in_force(world):
    case = build.case(world)
    a_plan(world, case)
    actor, file, plan = _drafted(world, case)
    world.user("af").left_at = clock.now()
    plan.next_followup_on = in_days(60)
    session.flush()
    with pytest.raises(RuleBroken, match="Ture Blåklint arbetar inte längre"):
        service.put_in_force(actor, file, plan, at=clock.now())
    flag, said = queries.in_force(actor, file).promises[0].state(False, file.on)
    assert (flag, said) == ("late", "Behöver någon ny")


def test_a_closed_case_gets_no_new_plan(world):
    case = build.case(world)
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    case.closed_at = clock.now()
    with pytest.raises(NotAllowed, match="avslutat"):
        service.draft(actor, file, at=clock.now())
