"""M7, P1, P4, C5: what was taken on at a meeting is put in the plan, by whoever may read it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed, NotVisible, RuleBroken, Stale
from casework.meetings.models import MinutesItem
from casework.meetings.service import minuting
from casework.meetings.service.minuting import Minutes
from casework.plans import queries, service
from casework.plans.models import Commitment, TakenUp
from casework.plans.queries import proposals
from casework.plans.rules import INDIVIDUAL
from casework.plans.service import taking_up
from casework.plans.service.taking_up import Place
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, reached, slot
from tests.plans.making import a_plan, file_of, in_days, words

AF_TAKES_ON = "Ordnar två studiebesök\n\n  Ringer arbetsgivaren "
OWN = "Kommer tisdag till torsdag"


def held(world, case, *, approved=True):
    """A meeting of three days ago, where AF and the individual took something on."""
    early, when = clock.now() - timedelta(days=9), slot(clock.today() - timedelta(days=3))
    row = meeting(world, case, at=early, when=when, individual=True)
    file, host = reached(world, "host", row), acting(world.user("host"))
    said = Minutes(
        paragraphs={"planering": "Vi ses igen."},
        attendance={one.id: "pa_plats" for one in file.asked},
        takes_on={world.unit("af").id: AF_TAKES_ON},
        individual_takes_on=OWN,
    )
    minuting.save(host, file, said, at=clock.now())
    session.flush()
    if approved:
        minuting.approve(host, file, at=clock.now())
        session.flush()
    return row


def waiting(world, case, who="host"):
    return proposals.proposals(acting(world.user(who)), file_of(world, who, case))


def texts(found):
    return [(one.unit, one.said.text) for one in found]


def take(world, case, proposal, **more):
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    goal = proposals.goals_to_choose(actor, file)[0]
    given = {"what": proposal.said.text, "due_on": in_days(7)} | more
    given.setdefault("who", str(world.user("af").id) if proposal.said.unit_id else INDIVIDUAL)
    place = Place(goal.lineage_id, **given)
    made = taking_up.take_up(actor, file, proposal, place, at=clock.now())
    session.flush()
    return made


def test_m7_each_line_of_a_field_waits_by_itself_once_the_minutes_are_approved(world):
    case = build.case(world)
    row = held(world, case, approved=False)
    assert waiting(world, case) == []
    minuting.approve(acting(world.user("host")), reached(world, "host", row), at=clock.now())
    session.flush()
    assert texts(waiting(world, case)) == [
        ("AF Provlunda", "Ordnar två studiebesök"),
        ("AF Provlunda", "Ringer arbetsgivaren"),
        (None, OWN),
    ]
    assert {one.said.code for one in waiting(world, case)} == {row.code}


def test_m7_one_press_makes_it_a_commitment_in_the_draft_and_it_waits_no_longer(world):
    case = build.case(world)
    a_plan(world, case)
    held(world, case)
    first, _second, own = waiting(world, case)
    made = take(world, case, first)
    assert (made.what, made.unit_id) == ("Ordnar två studiebesök", world.unit("af").id)
    take(world, case, own, recurring="Varje vecka", due_on=None)
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    promises = [one.commitment.what for one in queries.draft_for(actor, file).promises]
    assert promises[-2:] == ["Ordnar två studiebesök", OWN]
    assert texts(waiting(world, case)) == [("AF Provlunda", "Ringer arbetsgivaren")]
    with pytest.raises(RuleBroken, match="ligger redan i planen"):
        take(world, case, first)


def test_p4_the_version_in_force_is_not_touched(world):
    case = build.case(world)
    a_plan(world, case)
    held(world, case)
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    before = [one.commitment.id for one in queries.in_force(actor, file).promises]
    take(world, case, waiting(world, case)[0])
    after = [one.commitment.id for one in queries.in_force(actor, file).promises]
    assert before == after


def test_p4_whoever_has_the_draft_open_does_not_take_it_away_by_saving(world):
    case = build.case(world)
    a_plan(world, case)
    held(world, case)
    soc, file = acting(world.user("soc")), file_of(world, "soc", case)
    plan = service.draft(soc, file, at=clock.now())
    session.flush()
    seen = plan.revision
    take(world, case, waiting(world, case)[0])
    said = words(world.user("soc"))
    with pytest.raises(Stale):
        service.write(soc, file, plan, said, revision=seen, at=clock.now())


def test_m7_a_draft_that_is_thrown_away_gives_the_proposals_back(world):
    case = build.case(world)
    a_plan(world, case)
    held(world, case)
    made = take(world, case, waiting(world, case)[0])
    assert len(waiting(world, case)) == 2
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    service.discard(actor, file, queries.draft_for(actor, file).plan)
    session.flush()
    assert session.get(Commitment, made.id) is None
    assert len(waiting(world, case)) == 3
    take(world, case, waiting(world, case)[0])
    assert len(waiting(world, case)) == 2
    assert len(session.scalars(select(TakenUp)).all()) == 1


def test_m7_what_is_put_aside_stays_aside_and_in_the_minutes(world):
    case = build.case(world)
    row = held(world, case)
    one = waiting(world, case)[1]
    actor, file = acting(world.user("host")), file_of(world, "host", case)
    taking_up.set_aside(actor, file, one, at=clock.now())
    session.flush()
    assert "Ringer arbetsgivaren" not in [said for _unit, said in texts(waiting(world, case))]
    item = session.scalars(select(MinutesItem).where(MinutesItem.id == one.said.item_id)).one()
    assert "Ringer arbetsgivaren" in item.text
    assert row.approved_at
    with pytest.raises(RuleBroken, match="åt sidan"):
        taking_up.set_aside(actor, file, one, at=clock.now())


def test_c5_only_those_who_read_planning_are_shown_what_was_taken_on(world):
    case = build.case(
        world, {"host": "all", "soc": "all", "af": ("planering",), "fk": ("psykisk",)}
    )
    held(world, case)
    assert len(waiting(world, case, "af")) == 3
    assert waiting(world, case, "fk") == []
    one = waiting(world, case)[0]
    fk, file = acting(world.user("fk")), file_of(world, "fk", case)
    with pytest.raises(NotVisible):
        proposals.proposal_for(fk, file, one.said.item_id, one.said.line)


def test_c5_a_unit_that_does_not_read_the_goal_is_not_given_a_commitment_under_it(world):
    kinds = ("planering",)
    case = build.case(world, {"host": "all", "soc": "all", "af": "all", "fk": kinds})
    a_plan(world, case)
    held(world, case)
    one = waiting(world, case)[0]
    with pytest.raises(RuleBroken, match="kan inte få åtagandet") as broken:
        take(world, case, one, who=str(world.user("fk").id))
    assert broken.value.field == "who"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"due_on": None}, "due_on"),
        ({"recurring": "Varje vecka"}, "recurring"),
        ({"what": ""}, "what"),
        ({"who": "ingen"}, "who"),
    ],
)
def test_p1_who_what_and_when_are_asked_for(world, more, field):
    case = build.case(world)
    a_plan(world, case)
    held(world, case)
    with pytest.raises(RuleBroken) as broken:
        take(world, case, waiting(world, case)[0], **more)
    assert broken.value.field == field


def test_k1_in_a_closed_case_nothing_is_taken_up(world):
    case = build.case(world)
    a_plan(world, case)
    held(world, case)
    one = waiting(world, case)[0]
    case.closed_at = clock.now()
    session.flush()
    with pytest.raises(NotAllowed, match="avslutat"):
        take(world, case, one)


def test_m7_through_the_pages_nothing_is_typed_twice(world, sign_in):
    case = build.case(world)
    a_plan(world, case)
    held(world, case)
    db.seal_and_commit()
    client, url = sign_in(world.user("soc")), f"/arenden/{case.id}/plan"
    page = client.get(url).text
    assert "AF Provlunda tar på sig: Ordnar två studiebesök" in page
    assert f"Linn själv tar på sig: {OWN}" in page
    there = next(p.split('"')[0] for p in page.split('href="') if "/forslag/" in p.split('"')[0])
    assert 'value="Ordnar två studiebesök"' in client.get(there).text
    data = {"what": "Ordnar två studiebesök", "who": str(world.user("af").id)}
    goal = proposals.goals_to_choose(acting(world.user("soc")), file_of(world, "soc", case))[0]
    data["goal"] = str(goal.lineage_id)
    assert client.post(there, data=data).status_code == 422
    assert client.post(there, data=data | {"due_on": in_days(9).isoformat()}).status_code == 302
    page = client.get(url).text
    assert "tar på sig: Ordnar två studiebesök" not in page
    assert client.post(there, data=data | {"due_on": in_days(9).isoformat()}).status_code == 422
    [aside] = [part.split('"')[0] for part in page.split('action="') if "/undan" in part][:1]
    assert client.post(aside).status_code == 302
    assert "Ringer arbetsgivaren" not in client.get(url).text
