"""C5: who reads a line of the minutes when it is put in the plan."""

import pytest

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.meetings.queries.promised import promised
from casework.plans import queries, service, shown
from casework.plans.rules import INDIVIDUAL
from tests import build
from tests.conftest import acting
from tests.plans.making import file_of, goal, promise, put, words
from tests.plans.test_taking_up import held, take, waiting

PARTLY = {"host": "all", "soc": "all", "af": ("planering", "arbete"), "fk": ("arbete",)}


def goal_of(world, case, kind):
    """A plan whose only goal is of that kind, of the individual's own doing."""
    put(world, case, words(world.user("soc"), goal(promise(None), kind=kind)))


@pytest.mark.parametrize(
    ("kind", "gains", "loses"),
    [
        ("planering", "", ""),
        ("arbete", "FK Provlunda", ""),  # FK reads work and not planning: it would come to read it
        ("ekonomi", "", "AF Provlunda"),  # AF reads planning and not economy: it would lose it
    ],
)
def test_c5_who_reads_a_line_in_the_plan_is_seen_before_and_never_more_than_in_the_minutes(
    world, sign_in, kind, gains, loses
):
    case = build.case(world, PARTLY)
    goal_of(world, case, kind)
    held(world, case)
    own = waiting(world, case)[-1]
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    [under] = shown.goals(actor, file, own)
    assert (under.gains, under.loses) == (gains, loses)
    db.seal_and_commit()
    url = f"/arenden/{case.id}/plan/forslag/{own.said.item_id}/{own.said.line}"
    page = " ".join(sign_in(world.user("host")).get(url).text.split())
    assert (f"{loses} läser det i anteckningarna men inte i planen" in page) is bool(loses)
    assert ("kan inte läggas" in page) is bool(gains)
    if gains:
        _is_refused(world, case, own)
    else:
        take(world, case, own)
    reads = {who for who in ("soc", "af", "fk") if own.said.text in plan_texts(world, case, who)}
    assert reads == (set() if gains else {"soc"} if loses else {"soc", "af"})
    assert all(own.said.text in {one.text for one in all_said(world, case, who)} for who in reads)


def _is_refused(world, case, own):
    with pytest.raises(RuleBroken, match="FK Provlunda läser inte det här") as broken:
        take(world, case, own)
    assert broken.value.field == "goal"
    session.rollback()


def all_said(world, case, who):
    return promised(acting(world.user(who)), file_of(world, who, case))


def plan_texts(world, case, who):
    found = queries.draft_of(acting(world.user(who)), file_of(world, who, case))
    return {one.commitment.what for one in found.promises} if found else set()


@pytest.mark.parametrize("who", ["soc", "af", "fk", None])
@pytest.mark.parametrize("kind", ["planering", "ekonomi"])
def test_c5_p1_a_line_is_given_to_nobody_whom_the_draft_would_not_give_it_to(world, who, kind):
    """The same function says yes or no to what is written in the draft by hand."""
    case = build.case(world, PARTLY)
    goal_of(world, case, kind)
    held(world, case)
    user = world.user(who) if who else None
    name = str(user.id) if user else INDIVIDUAL
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    plan = service.draft(actor, file, at=clock.now())
    session.flush()
    by_hand = words(world.user("soc"), goal(promise(user), kind=kind))
    refused = []
    for how in (
        lambda: service.write(actor, file, plan, by_hand, at=clock.now()),
        lambda: take(world, case, waiting(world, case)[0], who=name),
    ):
        try:
            how()
            refused.append(None)
        except RuleBroken as broken:
            refused.append(str(broken))
    assert refused[0] == refused[1]
    assert bool(refused[0]) is (
        (who, kind) in {("af", "ekonomi"), ("fk", "ekonomi"), ("fk", "planering")}
    )
