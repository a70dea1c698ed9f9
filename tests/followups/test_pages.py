"""U1 U2 U3 U4 U5 as people meet them at the table."""

import pytest
from sqlalchemy import select

from casework.followups.models import FollowUp
from casework.kit import clock
from casework.kit.db import session
from casework.plans.queries import in_force
from tests import build
from tests.conftest import acting
from tests.followups.making import followed, hold
from tests.plans.making import a_plan, file_of, goal, in_days, promise, put, words


@pytest.fixture
def case(world):
    made = build.case(world)
    a_plan(world, made)
    return made


def _typed(world, case, **changed):
    plan = in_force(acting(world.user("host")), file_of(world, "host", case))
    said = {"plan_id": str(plan.plan.id), "held_on": clock.today().isoformat()}
    said |= {"onward": "igen", "next_on": in_days(60).isoformat(), "life": "4"}
    for n, one in enumerate(plan.promises):
        said |= {f"checks-{n}-row_id": str(one.commitment.id), f"checks-{n}-result": "klart"}
    for n, aim in enumerate(plan.aims):
        said |= {f"goals-{n}-row_id": str(aim.goal.id), f"goals-{n}-result": "delvis"}
    return said | changed


def test_u1_to_u5_on_one_page(world, case, sign_in):
    client, url = sign_in(world.user("host")), f"/arenden/{case.id}/uppfoljning"
    page = client.get(url).text
    for words_of in ("Ordnar två studiebesök", "Steg 3", "livssituation", "Nästa steg"):
        assert words_of in page
    said = _typed(world, case, ladder_step="3", closeness="2", influence="9")
    said |= {"checks-0-result": "delvis", "checks-0-why": "Ett av två besök."}
    said |= {"own_words": "Jag orkar mer.", "info_kind": "arbete"}
    assert client.post(url, data=said).location == f"/arenden/{case.id}"
    page = client.get(f"/arenden/{case.id}").text
    assert "Delvis klart" in page
    assert "Jag orkar mer." in page
    row = session.scalar(select(FollowUp))
    assert (row.life, row.closeness, row.influence, row.ladder_step) == (4, 2, 9, 3)
    history = client.get(f"{url}/tidigare").text
    assert "Ett av två besök." in history
    assert "3. Steg 3" in history


def test_u1_u5_a_refusal_stands_at_its_row_and_keeps_what_was_typed(world, case, sign_in):
    client, url = sign_in(world.user("soc")), f"/arenden/{case.id}/uppfoljning"
    said = _typed(world, case, **{"checks-1-result": "inte", "own_words": "Jag vill mer."})
    refused = client.post(url, data=said)
    assert refused.status_code == 422
    assert 'id="checks-1-why-error"' in refused.text
    assert "Jag vill mer." in refused.text
    refused = client.post(url, data=_typed(world, case, next_on=""))
    assert "eller föreslå avslut" in refused.text


def test_u5_a_proposal_to_close_from_the_page(world, case, sign_in):
    client, url = sign_in(world.user("host")), f"/arenden/{case.id}/uppfoljning"
    client.post(url, data=_typed(world, case, onward="avslut", next_on=""))
    row = session.scalar(select(FollowUp))
    assert row.proposes_closing
    assert row.next_on is None


def test_u1_a_page_made_from_an_older_plan_is_409_with_what_was_typed(world, case, sign_in):
    client, url = sign_in(world.user("host")), f"/arenden/{case.id}/uppfoljning"
    said = _typed(world, case, own_words="Jag orkar mer.")
    put(world, case, words(world.user("soc"), goal(promise(world.user("fk")))))
    session.commit()
    late = client.post(url, data=said)
    assert late.status_code == 409
    assert "Jag orkar mer." in late.text


def test_those_who_do_not_hold_it_are_told_why_and_may_read_the_history(world, case, sign_in):
    hold(world, case, followed(world, case))
    client, url = sign_in(world.user("af")), f"/arenden/{case.id}/uppfoljning"
    assert client.get(url).status_code == 403
    assert "Ordnar två studiebesök" in client.get(f"{url}/tidigare").text


def test_without_a_plan_the_page_says_so(world, sign_in):
    bare = build.case(world)
    answer = sign_in(world.user("host")).get(f"/arenden/{bare.id}/uppfoljning")
    assert answer.status_code == 403
    assert "Skriv planen först" in answer.text
