"""U1 U2 U3 U4 U5 U6: one follow-up, what it says and what comes after it."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from casework.followups import queries, service
from casework.followups.models import FollowUp
from casework.followups.rules import Check
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken, Stale
from casework.kit.working_days import add_working_days
from casework.plans import queries as plan_queries
from tests import build
from tests.conftest import acting
from tests.followups.making import followed, hold
from tests.plans.making import a_plan, file_of, goal, in_days, promise, put, words


@pytest.fixture
def case(world):
    made = build.case(world)
    a_plan(world, made)
    return made


def _states(world, case, who="af"):
    plan = plan_queries.in_force(acting(world.user(who)), file_of(world, who, case))
    return [one.state(False, clock.today())[1] for one in plan.promises]


def test_u1_each_commitment_is_done_partly_not_or_no_longer_needed_and_why(world, case):
    said = followed(world, case, Check("delvis", "Ett av två besök."), Check("klart"))
    hold(world, case, said)
    assert _states(world, case) == ["Delvis klart", "Klart"]
    (held,) = queries.history(acting(world.user("fk")), file_of(world, "fk", case))
    assert [(check.result, check.why) for _c, check, _w in held.checks] == [
        ("delvis", "Ett av två besök."),
        ("klart", None),
    ]


@pytest.mark.parametrize(
    "check", [Check(None), Check("kanske"), Check("delvis"), Check("inte"), Check("behovs_inte")]
)
def test_u1_all_but_done_say_why_and_none_is_left_out(world, case, check):
    with pytest.raises(RuleBroken, match="hur det gick|varför"):
        hold(world, case, followed(world, case, check))


def test_u1_a_settled_commitment_no_longer_waits_for_anybody(world, case):
    af = acting(world.user("af"))
    assert len(plan_queries.tasks(af, clock.today())) == 2  # the commitment, and to approve
    hold(world, case, followed(world, case, Check("behovs_inte", "Redan ordnat.")))
    assert _states(world, case) == ["Behövs inte", "Klart"]
    assert [one.button for one in plan_queries.tasks(af, clock.today())] == ["Godkänn planen"]
    hold(world, case, followed(world, case, Check("inte", "Det behövs ändå.")))
    assert len(plan_queries.tasks(af, clock.today())) == 2


def test_u1_of_the_version_that_holds_now(world, case):
    host, file = acting(world.user("host")), file_of(world, "host", case)
    old = plan_queries.in_force(host, file).plan
    put(world, case, words(world.user("soc"), goal(promise(world.user("fk")))))
    said = followed(world, case)
    with pytest.raises(Stale, match="ny version"):
        service.hold(host, file, said, plan_id=old.id, at=clock.now())
    assert hold(world, case, said).plan_id != old.id


def test_u2_each_goal_is_reached_partly_or_not(world, case):
    said = followed(world, case)
    (one,) = said.goals
    for wrong in (None, "kanske"):
        with pytest.raises(RuleBroken, match="hur nära målet"):
            hold(world, case, replace(said, goals={one: wrong}))
    hold(world, case, replace(said, goals={one: "natt"}))
    (held,) = queries.history(acting(world.user("af")), file_of(world, "af", case))
    assert [check.result for _goal, check in held.goals] == ["natt"]


def test_u3_the_ladder_is_a_gauge_and_steps_back_are_normal(world, case):
    for step in (5, 2, None):
        hold(world, case, followed(world, case, ladder_step=step))
    rows = queries.history(acting(world.user("af")), file_of(world, "af", case))
    assert {one.followup.ladder_step for one in rows} == {5, 2, None}
    with pytest.raises(RuleBroken) as broken:
        hold(world, case, followed(world, case, ladder_step=7))
    assert broken.value.field == "ladder_step"


@pytest.mark.parametrize("scale", ["life", "closeness", "influence"])
def test_u4_three_scales_from_nought_to_ten_and_no_answer_is_an_answer(world, case, scale):
    for value in (0, 10, None):
        assert getattr(hold(world, case, followed(world, case, **{scale: value})), scale) == value
    for value in (-1, 11):
        with pytest.raises(RuleBroken) as broken:
            hold(world, case, followed(world, case, **{scale: value}))
        assert broken.value.field == scale
    row = hold(world, case, followed(world, case))
    setattr(row, scale, 11)
    with pytest.raises(IntegrityError):
        session.flush()


def test_u4_own_words_are_of_a_kind_and_read_by_those_who_are_given_it(world):
    case = build.case(world, {"host": "all", "soc": "all", "af": ("arbete",), "fk": ("fysisk",)})
    a_plan(world, case)
    with pytest.raises(RuleBroken) as broken:
        hold(world, case, followed(world, case, own_words="Jag orkar mer."))
    assert broken.value.field == "info_kind"
    hold(world, case, followed(world, case, own_words="Jag orkar mer.", info_kind="fysisk"))

    def read_by(who):
        (held,) = queries.history(acting(world.user(who)), file_of(world, who, case))
        return held.own_words, held.gauges, len(held.checks)

    assert read_by("soc") == ("Jag orkar mer.", True, 2)
    assert read_by("fk") == ("Jag orkar mer.", False, 0)
    assert read_by("af") == (None, False, 2)


def test_u5_it_sets_the_next_date(world, case):
    hold(world, case, followed(world, case, next_on=in_days(45)))
    assert (case.next_step, case.next_step_on) == ("uppfoljning", in_days(45))


def test_u5_or_proposes_closing(world, case):
    hold(world, case, followed(world, case, next_on=None, proposes_closing=True))
    assert case.next_step == "avslut"
    assert case.next_step_on == add_working_days(clock.today(), 10)


@pytest.mark.parametrize(
    "onward",
    [
        {"next_on": None},
        {"next_on": clock.today()},
        {"next_on": in_days(9), "proposes_closing": True},
    ],
)
def test_u5_one_of_them(world, case, onward):
    with pytest.raises(RuleBroken) as broken:
        hold(world, case, followed(world, case, **onward))
    assert broken.value.field == "next_on"


def test_u5_never_neither_in_the_tables(world, case):
    row: FollowUp = hold(world, case, followed(world, case))
    row.next_on = None
    with pytest.raises(IntegrityError):
        session.flush()


def test_u6_the_coordinator_sees_what_is_due_and_late(world, case):
    host, af = acting(world.user("host")), acting(world.user("af"))
    assert not queries.tasks(host, clock.today())
    assert [one.day for one in queries.coming(host, clock.today(), in_days(40))] == [in_days(30)]
    (due,) = queries.tasks(host, in_days(33))
    assert due.due == in_days(30)
    assert "skulle ha varit" in due.sentence
    assert not queries.tasks(af, in_days(33))
    hold(world, case, followed(world, case, next_on=in_days(60)))
    assert not queries.tasks(host, in_days(33))
    assert [one.due for one in queries.tasks(host, in_days(60))] == [in_days(60)]
    hold(world, case, followed(world, case, next_on=None, proposes_closing=True))
    assert not queries.tasks(host, in_days(60))


def test_the_coordinator_or_the_owner_holds_it(world, case):
    said = followed(world, case)
    with pytest.raises(NotAllowed, match="Koordinatorn och enheten"):
        hold(world, case, said, "af")
    assert hold(world, case, said, "soc")


def test_without_a_plan_there_is_nothing_to_follow_up(world, case):
    said, bare = followed(world, case), build.case(world)
    with pytest.raises(RuleBroken, match="ingen plan"):
        hold(world, bare, said)
