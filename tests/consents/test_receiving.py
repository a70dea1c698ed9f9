"""C4: told to somebody of a named unit who may not open it; the answer gives nothing away."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.consents.models import Withdrawal
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.referrals.models import Referral
from tests import build
from tests.meetings.making import meeting, reached

URL = "/samtycken/ta-emot"
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


@pytest.fixture
def case(world):
    made = build.case(world, grants=dict.fromkeys(("host", "soc", "af", "fk"), "all"))
    seal_and_commit()
    return made


def told(case, **more):
    said = {"reference": case.reference, "birth_year": "1990", "what": "all", "told_how": "oral"}
    return {**said, **more}


def taken():
    session.expire_all()
    return session.scalars(select(Withdrawal)).all()


def test_c4_an_unassigned_colleague_takes_back_for_the_own_unit_or_all(world, sign_in, case):
    colleague = sign_in(world.user("af2"))
    assert colleague.get(f"/arenden/{case.id}").status_code == 404
    answer = colleague.post(URL, data=told(case, what="mine"))
    assert answer.location == "/"
    [one] = taken()
    assert (one.unit_id, one.told_how) == (world.unit("af").id, "oral")
    sign_in(world.user("soc"))
    referral = session.get_one(Referral, case.referral_id)
    build.user(world.unit("fk"), name="Ny Kollega")
    other = sign_in(build.user(world.unit("fk"), name="Ann Kollega"))
    other.post(URL, data=told(case, reference=f" {referral.reference.lower()} "))
    assert [row.unit_id for row in taken()] == [world.unit("af").id, None]


def test_c4_it_takes_hold_of_meetings_that_the_colleague_cannot_see(world, sign_in, case):
    row = meeting(world, case)
    seal_and_commit()
    sign_in(world.user("af2")).post(URL, data=told(case, what="mine"))
    session.expire_all()
    assert world.unit("af").id not in {p.unit_id for p in reached(world, "host", row).asked}


# who types what: all get the same answer, and nothing happens
NOTHING = [
    ("norsjo", {}),  # a unit that is not named
    ("psykiatri", {}),
    ("af2", {"birth_year": "1991"}),
    ("af2", {"reference": "SAM-22222"}),
    ("af2", {"reference": "' OR 1=1 --"}),
    ("af2", {"reference": "%"}),
]


@pytest.mark.parametrize(("who", "said"), NOTHING)
def test_c4_not_yours_and_nonexistent_are_the_same_answer_as_done(world, sign_in, case, who, said):
    client = sign_in(world.user(who))
    nothing = client.post(URL, data=told(case, **said), follow_redirects=True)
    assert taken() == []
    hit = sign_in(world.user("af2"))
    done = hit.post(URL, data=told(case), follow_redirects=True)
    assert len(taken()) == 1
    assert nothing.status_code == done.status_code == 200
    flashes = [re.search(r"Tack\. Stämmer.*?dag\.", one.text)[0] for one in (nothing, done)]
    assert flashes[0] == flashes[1]
    for word in ("Linn", case.reference, str(case.id)):
        assert word not in done.text


def test_c4_what_ended_is_not_taken_back_again(world, sign_in, case):
    client = sign_in(world.user("af2"))
    for _ in range(2):
        assert client.post(URL, data=told(case)).location == "/"
    assert len(taken()) == 1


def test_c4_a_protected_person_can_take_back_too(world, sign_in):
    soc = world.user("soc")
    person = build.person(soc, protected_at=clock.now() - timedelta(days=1), birth_year=None)
    case = build.case(world, person=person)
    seal_and_commit()
    page = sign_in(world.user("af2")).post(URL, data=told(case), follow_redirects=True)
    assert len(taken()) == 1
    assert "skyddad" not in page.text.split("<main")[1].lower()


@pytest.mark.parametrize("who", ["lsg", "granskare", "admin"])
def test_c4_only_those_who_work_with_cases_have_the_page(world, sign_in, who):
    assert sign_in(world.user(who)).get(URL).status_code == 404


def test_c4_nothing_is_chosen_beforehand_and_what_is_missing_is_said(world, sign_in):
    client = sign_in(world.user("af2"))
    assert " checked" not in client.get(URL).text
    answer = client.post(URL, data={})
    assert answer.status_code == 422
    assert TOKEN.sub("", answer.text).count("cw-fault") >= 4


def test_c4_ten_tries_an_hour_right_or_wrong(world, sign_in, case):
    client = sign_in(world.user("af2"))
    with time_machine.travel(clock.now(), tick=False) as at:
        for _ in range(10):
            said = told(case, reference="SAM-22222")
            assert client.post(URL, data=said).status_code == 302
        refused = client.post(URL, data=told(case))
        assert refused.status_code == 422
        assert "Ring koordinatorn" in refused.text
        assert taken() == []
        at.shift(timedelta(hours=1, seconds=1))
        assert sign_in(world.user("af2")).post(URL, data=told(case)).status_code == 302
        assert len(taken()) == 1
