"""B1 B2 B3: logged by the unit that did it, locked at once, and "kan inte" counts."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from casework.contributions import queries, service
from casework.contributions.models import Contribution
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken
from casework.plans import queries as plan_queries
from tests import build
from tests.conftest import acting
from tests.plans.making import a_plan, file_of, goal, in_days, promise, put, words


def log(world, case, who="af", **more):
    said = {"kind": "samtal", "text": "Gick igenom två annonser.", "minutes": 25}
    said |= {"done_on": clock.today(), "info_kind": "arbete", **more}
    actor = acting(world.user(who))
    row = service.log(actor, file_of(world, who, case), **said, at=clock.now())
    session.flush()
    return row


def lineage_of(world, case, who="af"):
    (one,) = queries.own_commitments(acting(world.user(who)), clock.today(), case.id)
    return one.lineage_id


def correct(world, case, row, who="af", **more):
    said = {"kind": row.kind, "text": "Gick igenom tre annonser.", "done_on": row.done_on}
    said |= {"reason": "Det var tre.", **more}
    actor = acting(world.user(who))
    new = service.correct(actor, file_of(world, who, case), row, **said, at=clock.now())
    session.flush()
    return new


def test_b1_what_was_done_by_whom_when_and_for_which_commitment(world):
    case = build.case(world)
    a_plan(world, case)
    row = log(world, case, lineage_id=lineage_of(world, case), info_kind=None)
    assert (row.unit_id, row.minutes, row.done_on) == (world.unit("af").id, 25, clock.today())
    assert row.info_kind == "arbete"
    seen = queries.on_case(acting(world.user("fk")), file_of(world, "fk", case))
    assert [(one.text, user.name) for one, user in seen["rows"]] == [
        ("Gick igenom två annonser.", "Ture Blåklint")
    ]


def test_b1_only_ones_own_open_commitment(world):
    case = build.case(world)
    plan = a_plan(world, case)
    lineage = lineage_of(world, case)
    with pytest.raises(RuleBroken, match="inte längre öppet"):
        log(world, case, "fk", lineage_id=lineage)
    for _goal, commitments in plan_queries.whole(acting(world.user("af")), plan):
        for one in commitments:
            one.last_result, one.settled_at = "klart", clock.now()
    session.flush()
    assert not queries.own_commitments(acting(world.user("af")), clock.today())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"done_on": in_days(2)}, "done_on"),  # made before a midnight, tried after it
        ({"minutes": -1}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"text": ""}, "text"),
        ({"info_kind": None}, "info_kind"),
        ({"info_kind": "psykisk"}, "info_kind"),
    ],
)
def test_b1_what_a_contribution_says(world, changed, field):
    case = build.case(world, {"host": "all", "soc": "all", "af": ("arbete", "planering")})
    with pytest.raises(RuleBroken) as broken:
        log(world, case, **changed)
    assert broken.value.field == field


def test_b1_the_same_form_twice_is_one_row(world):
    case = build.case(world)
    once = uuid4()
    assert log(world, case, once=once) is log(world, case, once=once)
    assert session.scalar(select(func.count(Contribution.id))) == 1


def test_b1_each_unit_reads_what_the_consent_gives_it(world):
    case = build.case(
        world, {"host": "all", "soc": "all", "af": ("arbete",), "fk": ("fysisk", "planering")}
    )
    log(world, case)

    def read_by(who):
        return len(queries.on_case(acting(world.user(who)), file_of(world, who, case))["rows"])

    assert [read_by(who) for who in ("soc", "host", "af", "fk")] == [1, 1, 1, 0]


def test_b2_a_correction_is_a_new_version_with_a_reason(world):
    case = build.case(world)
    first = log(world, case)
    new = correct(world, case, first)
    assert (new.version, new.series_id) == (2, first.series_id)
    assert first.text == "Gick igenom två annonser."
    assert first.replaced_at is not None
    af = acting(world.user("af"))
    assert [one.version for one in queries.versions_of(af, new)] == [2, 1]
    assert [one.id for one, _u in queries.on_case(af, file_of(world, "af", case))["rows"]] == [
        new.id
    ]
    with pytest.raises(RuleBroken, match="redan rättad"):
        correct(world, case, first)
    with pytest.raises(RuleBroken) as broken:
        correct(world, case, new, reason="")
    assert broken.value.field == "reason"
    with pytest.raises(NotAllowed, match="enheten som skrev"):
        correct(world, case, new, "fk")


def test_b3_cannot_is_a_contribution_and_says_why(world):
    case = build.case(world)
    a_plan(world, case)
    lineage, af = lineage_of(world, case), acting(world.user("af"))
    with pytest.raises(RuleBroken, match="varför"):
        log(world, case, kind="kan_inte", text="", lineage_id=lineage)
    log(world, case, kind="kan_inte", text="Beslutet dröjer till januari.", lineage_id=lineage)
    file = file_of(world, "af", case)
    cannot = queries.on_case(af, file)["cannot"]
    assert cannot == {lineage}
    (ours, _own) = plan_queries.in_force(af, file).promises
    assert ours.state(lineage in cannot, file.on) == ("late", "Kan inte")
    log(world, case, lineage_id=lineage)
    assert not queries.on_case(af, file)["cannot"]


def test_a_unit_keeps_what_it_wrote_after_the_consent_and_a_colleague_without_the_case_does_not(
    world,
):
    case = build.case(world)
    row = log(world, case)
    build.withdrawal(file_of(world, "soc", case).consent, world.user("soc"), world.unit("af"))
    with pytest.raises(NotVisible):
        file_of(world, "af", case)
    af, colleague = acting(world.user("af")), acting(world.user("af2"))
    assert queries.own_for(af, row.id).reference == case.reference
    assert [one.contribution.id for one in queries.listing(af, None)[0]] == [row.id]
    for reader in (colleague, acting(world.user("fk")), acting(world.user("host"))):
        with pytest.raises(NotVisible):
            queries.own_for(reader, row.id)
    build.assign(case, world.user("af2"), ended_at=clock.now())
    assert queries.own_for(colleague, row.id).contribution is row


def test_a_closed_case_gets_no_more_contributions(world):
    case = build.case(world)
    case.closed_at = clock.now()
    with pytest.raises(NotAllowed, match="avslutat"):
        log(world, case)


def test_a_commitment_in_another_kind_is_not_offered_when_the_consent_no_longer_gives_it(world):
    case = build.case(world)
    put(world, case, words(world.user("soc"), goal(promise(world.user("af")), kind="psykisk")))
    consent = file_of(world, "soc", case).consent
    af = acting(world.user("af"))
    assert queries.own_commitments(af, clock.today())
    for grant in consent.grants:
        if grant.unit_id == af.unit_id and grant.kind == "psykisk":
            session.delete(grant)
    session.flush()
    assert not queries.own_commitments(af, clock.today())
