"""P1, C4, C5: what plans ask of somebody, and whom a withdrawal leaves without an answer."""

from casework.cases.queries import case_for
from casework.consents.signals import impact_asked
from casework.kit import clock
from casework.kit.db import session
from casework.plans import queries
from tests import build
from tests.conftest import acting
from tests.plans.making import a_plan, file_of, goal, in_days, promise, put, words


def test_p1_ones_own_commitments_by_day(world):
    case = build.case(world)
    soon, later = (
        promise(world.user("af")),
        promise(world.user("af"), "Följer upp", due_on=in_days(12)),
    )
    put(world, case, words(world.user("soc"), goal(soon, later, promise(world.user("fk")))))
    af, today = acting(world.user("af")), clock.today()
    first = queries.tasks(af, today)[0]
    assert (first.due, first.args["arende"]) == (in_days(5), case.id)
    assert "ordnar två studiebesök" in first.sentence
    assert [one.day for one in queries.coming(af, today, in_days(14))] == [in_days(12)]
    assert not queries.tasks(acting(world.user("af2")), today)
    (noted,) = queries.tasks(acting(world.user("host")), today)  # P4: the individual's own yes
    assert noted.button == "Anteckna svaret"


def test_p1_a_plan_that_is_replaced_or_a_case_that_is_closed_asks_for_nothing(world):
    case = build.case(world)
    a_plan(world, case)
    put(world, case, words(world.user("soc"), goal(promise(world.user("fk")))))
    af, fk = acting(world.user("af")), acting(world.user("fk"))
    assert [one.button for one in queries.tasks(af, clock.today())] == [
        "Svara hur det gick"
    ] * 1 + ["Godkänn planen"]
    case.closed_at = clock.now()
    session.flush()
    assert not queries.tasks(fk, clock.today())


def _asked(world, case, who, unit):
    consent = case_for(acting(world.user("soc")), case.id, clock.today()).consent
    actor, on = acting(world.user(who)), clock.today()
    unit_id = world.unit(unit).id if unit else None
    answers = impact_asked.send(consent, actor=actor, unit_id=unit_id, on=on)
    impacts = [one for listener, said in answers if listener is queries.impact for one in said]
    return [line for impact in impacts for line in impact.lines]


def test_c4_a_withdrawal_tells_whose_commitments_nobody_answers_for(world):
    case = build.case(world)
    a_plan(world, case)
    (line,) = _asked(world, case, "soc", "af")
    assert case.reference in line
    assert "Ture Blåklint, AF Provlunda, har åtagit sig: ordnar två studiebesök" in line
    assert _asked(world, case, "soc", None) == [line]
    assert not _asked(world, case, "soc", "fk")
    assert not _asked(world, case, "norsjo", "af")


def test_c5_the_impact_tells_nothing_that_its_reader_may_not_read(world):
    case = build.case(world, {"host": "all", "soc": "all", "af": ("arbete",), "fk": ("fysisk",)})
    a_plan(world, case)
    assert _asked(world, case, "host", "af")
    assert not _asked(world, case, "fk", "af")


def test_c5_a_task_goes_when_its_kind_is_no_longer_given(world):
    case = build.case(world)
    a_plan(world, case)
    af = acting(world.user("af"))
    for grant in file_of(world, "soc", case).consent.grants:
        if grant.unit_id == af.unit_id and grant.kind == "arbete":
            session.delete(grant)
    session.flush()
    assert [one.button for one in queries.tasks(af, clock.today())] == ["Godkänn planen"]
