"""C5 in closing: what one unit wrote about the end is read only by those who may read it."""

from datetime import timedelta

import pytest

from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import session
from casework.outcomes import queries, service
from tests import build
from tests.conftest import acting

ALL = "all"


@pytest.fixture
def case(world):
    for code_list, key in (
        ("avslutsskal", "arbete"),
        ("sysselsattning", "studier"),
        ("inkomst", "lon"),
    ):
        build.code(code_list, key, key)
    given = {"host": ALL, "soc": ("ekonomi",), "af": ALL, "fk": ("ekonomi",)}
    return build.case(world, given)


def _file(world, who, case):
    return case_for(acting(world.user(who)), case.id, clock.today())


def _proposed(world, case, by="host"):
    answers = {
        "closing_reason": "arbete",
        "occupation_after": "studier",
        "income_after": ["lon"],
        "life_end": 7,
        "summary": "Kanariefågelns sammanfattning.",
    }
    made = service.propose(
        acting(world.user(by)),
        _file(world, by, case),
        answers,
        before=(None, None),
        at=clock.now(),
    )
    session.flush()
    return made


def test_c5_the_owners_reason_to_go_on_is_read_only_by_those_who_read_of_planning(
    world, case, sign_in
):
    outcome = _proposed(world, case)
    soc = world.user("soc")
    service.decline(
        acting(soc), _file(world, "soc", case), outcome, because="Kanariefågeln.", at=clock.now()
    )
    session.flush()
    shown = {
        who: sign_in(world.user(who)).get(f"/arenden/{case.id}").text
        for who in ("soc", "host", "af", "fk")
    }
    assert {who: "Kanariefågeln." in page for who, page in shown.items()} == {
        **dict.fromkeys(("soc", "host", "af"), True),
        "fk": False,
    }
    assert "sa nej till avslut" in shown["fk"]


def test_c5_the_owner_is_not_shown_answers_of_kinds_it_was_not_given(world, case, sign_in):
    _proposed(world, case)
    client, url = sign_in(world.user("soc")), f"/arenden/{case.id}/avslut/svar"
    page = client.get(url)
    assert page.status_code == 200
    assert "Kanariefågelns" not in page.text
    for name in ("occupation_after", "life_end", "summary"):
        assert f'name="{name}"' not in page.text
    assert 'name="income_after"' in page.text
    answers = {"closing_reason": "arbete", "income_after": "lon"}
    assert client.post(url, data=answers).status_code == 302
    kept = queries.latest(acting(world.user("soc")), _file(world, "soc", case))
    assert (kept.occupation_after, kept.life_end) == ("studier", 7)
    assert kept.summary == "Kanariefågelns sammanfattning."


def test_c5_what_the_owner_proposed_itself_it_still_reads(world, case, sign_in):
    _proposed(world, case, by="soc")
    page = sign_in(world.user("soc")).get(f"/arenden/{case.id}/avslut/svar")
    assert "Kanariefågelns sammanfattning." in page.text


def test_k6_a_proposal_before_the_last_one_waits_for_nobody(world, case, sign_in):
    """It has no page where the owner could say yes or no to it."""
    for at in (timedelta(hours=2), timedelta(hours=1)):
        _proposed(world, case).proposed_at = clock.now() - at
    on, soc = clock.today(), acting(world.user("soc"))
    assert len(queries.tasks(soc, on)) == len(queries.waits(soc, on)) == 1
    service.decline(
        soc,
        _file(world, "soc", case),
        queries.latest(soc, _file(world, "soc", case)),
        because="Inte än.",
        at=clock.now(),
    )
    session.flush()
    assert queries.tasks(soc, on) == queries.waits(soc, on) == []
    desk = sign_in(world.user("soc")).get("/").text
    assert "förslag om att avsluta" not in desk
