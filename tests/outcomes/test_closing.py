"""K6 and O1: proposed by anyone who works with the case, closed by the owner's yes."""

import pytest
from sqlalchemy import select

from casework.cases.queries import case_for
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from casework.outcomes import service
from casework.outcomes.models import Outcome
from tests import build
from tests.conftest import acting

FULL = {
    "closing_reason": "arbete",
    "occupation_after": "forvarvsarbete",
    "occupation_extent_after": 75,
    "income_after": ["lon"],
    "goals_reached": "natt",
    "life_end": 8,
    "summary": "Har fått arbete.",
}


@pytest.fixture
def codes(world):  # noqa: ARG001  the rows go into its database
    for code_list, keys in {
        "avslutsskal": ("arbete", "flytt", "felregistrering"),
        "sysselsattning": ("forvarvsarbete", "studier"),
        "inkomst": ("lon", "forsorjningsstod", "ingen_offentlig"),
    }.items():
        for key in keys:
            build.code(code_list, key)


def _file(world, who, case):
    return case_for(acting(world.user(who)), case.id, clock.today())


def _proposed(world, case, by="host", answers=None):
    return service.propose(
        acting(world.user(by)),
        _file(world, by, case),
        answers or FULL,
        before=("ovrigt", "forsorjningsstod"),
        at=clock.now(),
    )


def test_k6_the_coordinator_proposes_and_cannot_close(world):
    case = build.case(world)
    outcome = _proposed(world, case)
    with pytest.raises(NotAllowed, match="ansvarar för ärendet"):
        service.agree(
            acting(world.user("host")), _file(world, "host", case), outcome, FULL, at=clock.now()
        )
    assert case.is_open


def test_k6_the_owners_yes_closes_it(world):
    case = build.case(world)
    outcome = _proposed(world, case)
    soc = acting(world.user("soc"))
    service.agree(soc, _file(world, "soc", case), outcome, FULL, at=clock.now())
    assert not case.is_open
    assert case.closed_by_id == soc.user_id
    assert outcome.income_before == "forsorjningsstod"
    assert outcome.income_after == "lon"


def test_o1_an_outcome_without_income_cannot_be_agreed_to(world):
    case = build.case(world)
    bare = {"closing_reason": "arbete", "occupation_after": "forvarvsarbete"}
    outcome = _proposed(world, case, answers=bare)
    with pytest.raises(RuleBroken, match="lever på"):
        service.agree(
            acting(world.user("soc")), _file(world, "soc", case), outcome, bare, at=clock.now()
        )
    assert case.is_open


def test_o1_what_nobody_can_know_is_not_asked_for(world):
    case = build.case(world)
    moved = {"closing_reason": "flytt"}
    outcome = _proposed(world, case, answers=moved)
    service.agree(
        acting(world.user("soc")), _file(world, "soc", case), outcome, moved, at=clock.now()
    )
    assert not case.is_open


def test_k6_the_owner_says_no_and_the_case_goes_on(world):
    case = build.case(world)
    outcome = _proposed(world, case)
    service.decline(
        acting(world.user("soc")),
        _file(world, "soc", case),
        outcome,
        because="Vi väntar på besked.",
        at=clock.now(),
    )
    assert case.is_open
    assert outcome.declined_because == "Vi väntar på besked."


@pytest.mark.usefixtures("codes")
def test_the_pages_go_from_proposal_to_closed(world, sign_in):
    case = build.case(world)
    sent = {k: v for k, v in FULL.items() if v is not None}
    page = sign_in(world.user("host")).post(f"/arenden/{case.id}/avslut", data=sent)
    assert page.status_code == 302
    owner = sign_in(world.user("soc"))
    assert "Avsluta ärendet" in owner.get(f"/arenden/{case.id}/avslut/svar").text
    assert owner.post(f"/arenden/{case.id}/avslut/svar", data=sent).status_code == 302
    outcome = session.scalar(select(Outcome).execution_options(populate_existing=True))
    assert outcome.agreed_by_id == world.user("soc").id


@pytest.mark.usefixtures("codes")
def test_c5_who_may_not_read_about_income_is_not_asked_about_it(world, sign_in):
    case = build.case(world, {"host": ("planering",), "soc": "all", "af": "all"})
    page = sign_in(world.user("host")).get(f"/arenden/{case.id}/avslut")
    assert "lever personen" not in page.text
    assert "lever personen" in sign_in(world.user("soc")).get(f"/arenden/{case.id}/avslut").text


@pytest.mark.usefixtures("codes")
def test_the_coordinator_gets_no_answer_page(world, sign_in):
    case = build.case(world)
    _proposed(world, case)
    client = sign_in(world.user("host"))
    assert client.get(f"/arenden/{case.id}/avslut/svar").status_code == 403
    assert client.post(f"/arenden/{case.id}/avslut/nej").status_code == 403
