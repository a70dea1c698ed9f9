"""AC12, E2: searching by personnummer tells nobody about a person that they do not reach."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.cases.queries import searching
from casework.cases.queries.searching import MOST, found_by_number
from casework.kit import clock
from casework.kit.db import session
from casework.people import service as people
from casework.people.rules import number_index
from tests import build
from tests.conftest import acting
from tests.statements import counted

NUMBER, OTHER = "199001010017", "198505050016"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "/arenden/sok"


def test_e2_the_number_finds_ones_own_cases_and_nobody_elses(world):
    soc, today = world.user("soc"), clock.today()
    who = build.person(soc, number=NUMBER, number_index=number_index(NUMBER))
    case = build.case(world, person=who)
    session.commit()
    assert [c.id for c in found_by_number(acting(soc), NUMBER, today)] == [case.id]
    assert found_by_number(acting(world.user("norsjo")), NUMBER, today) == []


def test_e2_nobody_and_not_yours_cost_the_same_and_leave_the_same(world):
    soc, today = world.user("soc"), clock.today()
    who = build.person(soc, number=NUMBER, number_index=number_index(NUMBER))
    build.case(world, person=who)
    session.commit()
    norsjo = acting(world.user("norsjo"))
    with counted() as theirs:
        found_by_number(norsjo, NUMBER, today)
    with counted() as nobody:
        found_by_number(norsjo, OTHER, today)
    assert len(theirs) == len(nobody) > 0


def test_a_number_that_is_not_one_is_explained_and_given_back(world, sign_in):
    answer = sign_in(world.user("soc")).post("/arenden/sok", data={"number": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.text


@pytest.fixture
def known(world):
    return world_knows(world)


def world_knows(world):
    """A case of the social office whose person has NUMBER."""
    soc = world.user("soc")
    who = build.person(soc, number=NUMBER, number_index=number_index(NUMBER))
    return build.case(world, person=who)


def searches():
    rows = select(AuditEntry).where(AuditEntry.action == "search").order_by(AuditEntry.seq)
    return [(row.outcome, row.user_id, row.subject_id) for row in session.scalars(rows)]


def asked(client, number):
    session.remove()
    with counted() as sent:
        answer = client.post(URL, data={"number": number})
    headers = sorted((k, v) for k, v in answer.headers if k != "Set-Cookie")
    body = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text.replace(number, "X"))
    return answer.status_code, headers, body, sent


@pytest.mark.parametrize("who", ["norsjo", "af2", "psykiatri", "fk"])
def test_ac12_no_such_and_not_yours_are_one_answer(world, known, sign_in, who):
    """FK is assigned and named, but here the consent has been taken back."""
    build.withdrawal(session.get(build.Consent, known.consent_series_id), world.user("soc"))
    client = sign_in(world.user(who))
    asked(client, "197401020024")  # the first row of a trail also makes its head
    theirs, nobody = asked(client, NUMBER), asked(client, OTHER)
    assert theirs == nobody
    assert "Inget ärende hittades" in theirs[2]
    assert known.reference not in theirs[2]
    assert [outcome for outcome, _, _ in searches()] == ["denied"] * 3


def test_ac12_every_search_is_in_the_trail_by_keyed_index(world, known, sign_in):
    soc, norsjo = world.user("soc"), world.user("norsjo")
    assert known.reference in asked(sign_in(soc), NUMBER)[2]
    asked(sign_in(norsjo), NUMBER)
    asked(sign_in(norsjo), OTHER)
    found, theirs, nobody = searches()
    assert found[:2] == ("allowed", soc.id)
    assert theirs[:2] == nobody[:2] == ("denied", norsjo.id)
    assert found[2] == theirs[2] != nobody[2]
    assert found[2].hex == number_index(NUMBER)[:32]


def test_ac12_thirty_an_hour_then_no_search_is_made(world, known, sign_in):
    with time_machine.travel(NOON, tick=False) as watch:
        client, other = sign_in(world.user("soc")), sign_in(world.user("host"))
        for _ in range(MOST):
            assert client.post(URL, data={"number": OTHER}).status_code == 200
            watch.shift(timedelta(seconds=10))
        held, again = asked(client, NUMBER), asked(client, OTHER)
        assert held == again
        assert held[0] == 429
        assert dict(held[1])["Retry-After"] == "3300"
        assert "Ingen sökning gjordes nu." in held[2]
        assert "kl. 14.00" in held[2]
        assert not [one for one in held[3] if "FROM cases" in one]
        assert other.post(URL, data={"number": NUMBER}).status_code == 200
        watch.shift(timedelta(seconds=3300))
        client = sign_in(world.user("soc"))
        assert known.reference in asked(client, NUMBER)[2]
        assert asked(client, NUMBER)[0] == 429
    outcomes = select(AuditEntry.action, func.count()).where(
        AuditEntry.user_id == world.user("soc").id, AuditEntry.action.startswith("search")
    )
    counts = dict(session.execute(outcomes.group_by(AuditEntry.action)).all())
    assert counts == {"search": MOST + 1, "search held back": 3}


def test_ac12_what_is_no_number_is_no_search(world, sign_in):
    client = sign_in(world.user("soc"))
    for _ in range(MOST + 1):
        assert client.post(URL, data={"number": "199001010018"}).status_code == 422
    assert searches() == []


def test_ac12_ac28_the_number_is_in_no_address_title_log_or_error(
    world, sign_in, caplog, monkeypatch
):
    caplog.set_level(logging.DEBUG)
    world_knows(world)
    client = sign_in(world.user("norsjo"))
    for url in (f"{URL}?number={NUMBER}", URL):
        assert "hittades" not in client.get(url).text
    page = client.post(URL, data={"number": NUMBER})
    assert page.location is None
    assert NUMBER not in re.search(r"<title>.*</title>", page.text)[0]
    assert 'method="post"' in page.text

    def breaks(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(searching, "found_by_number", breaks)
    broken = client.post(URL, data={"number": NUMBER})
    assert broken.status_code == 500
    assert NUMBER not in broken.text + caplog.text


@pytest.mark.parametrize("who", ["soc", "host"])
def test_ac33_a_protected_person_is_found_by_nobody(world, known, sign_in, who):
    """soc and host are cleared, and the case is theirs: the number itself is gone."""
    soc = acting(world.user("soc"))
    person = session.get(build.Person, known.person_id)
    people.mark_protected(soc, person, at=clock.now())
    session.commit()
    client = sign_in(world.user(who))
    assert client.get(f"/arenden/{known.id}").status_code == 200
    theirs, nobody = asked(client, NUMBER), asked(client, OTHER)
    assert theirs == nobody
    assert "Inget ärende hittades" in theirs[2]
    for uncleared in ("af", "fk"):
        assert (
            asked(sign_in(world.user(uncleared)), NUMBER)[2]
            == asked(sign_in(world.user(uncleared)), OTHER)[2]
        )
