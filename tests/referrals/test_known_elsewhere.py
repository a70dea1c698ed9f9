"""AC13, R8: a referral for somebody whom others know is made exactly as for somebody new."""

import re

import pytest
from sqlalchemy import func, select

from casework.kit.db import session
from casework.people.models import Person
from casework.people.rules import number_index
from casework.referrals.models import Referral
from tests import build
from tests.referrals.making import NUMBER, consent_answers, need, sent
from tests.referrals.test_pages import listed, posted  # noqa: F401  a fixture
from tests.statements import counted

NEW = "19850505-0016"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODE = re.compile(r"\b(REM|SAM)-[2-9A-Y]{5}\b")
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
SAME = ((UUID, "ID"), (CODE, "CODE"), (TOKEN, ""), (re.compile(f"{NUMBER}|{NEW}"), "NUMBER"))


def bare(text):
    for found, instead in SAME:
        text = found.sub(instead, text)
    return text


def asked(client, method, url, **more):
    """All that the sender could tell one person from another by; and where to go on."""
    session.remove()
    with counted() as statements:
        answer = client.open(url, method=method, **more)
    headers = sorted(
        (k, bare(v)) for k, v in answer.headers if k not in ("Set-Cookie", "Content-Length")
    )
    return (answer.status_code, headers, bare(answer.text), statements), answer.location


def walk(world, client, number):
    """Every page of the wizard, read and sent, until the referral is sent and shown."""
    seen = []
    first, at = asked(
        client, "POST", "/remisser/ny", data={"programme_id": str(world.programme.id)}
    )
    seen.append(first)
    url = at.rsplit("/", 1)[0]
    for step, answers in (
        (2, {"name": "Linn Hjortronmo", "number": number}),
        (3, posted(consent_answers(world))),
        *((step, posted(need())) for step in (4, 5, 6)),
        (7, {}),
    ):
        seen.append(asked(client, "GET", f"{url}/{step}")[0])
        posted_, at = asked(client, "POST", f"{url}/{step}", data=answers)
        seen.append(posted_)
    seen.append(asked(client, "GET", at)[0])
    return seen


def known_to_others(world):
    """AF has sent a referral; Norsjö has a case; the same number in both."""
    sent(world, by="af", grants=dict.fromkeys(("host", "af", "fk"), "all"))
    digits = NUMBER.replace("-", "")
    person = build.person(
        world.user("norsjo"), "Linn Hjortronmo", number=digits, number_index=number_index(digits)
    )
    build.case(world, {"norsjo": "all"}, owner="norsjo", assigned=("norsjo",), person=person)
    session.commit()


@pytest.mark.parametrize("order", [(NUMBER, NEW), (NEW, NUMBER)], ids=["known first", "new first"])
def test_ac13_known_elsewhere_and_new_are_one_answer(listed, sign_in, order):  # noqa: F811
    known_to_others(listed)
    client = sign_in(listed.user("soc"))
    client.get("/remisser")
    walk(listed, client, "19740102-0024")  # so that neither is the unit's first
    one, other = (walk(listed, client, number) for number in order)
    assert len(one) == 14
    for step, (a, b) in enumerate(zip(one, other, strict=True)):
        assert a == b, step
    assert all(status in (200, 302) for status, *_ in one)
    session.remove()
    known = select(func.count()).where(Person.number_index == number_index(NUMBER.replace("-", "")))
    assert session.scalar(known) == 3
    assert session.scalar(select(func.count()).select_from(Referral)) >= 5


def test_ac13_the_other_units_get_nothing_new_either(listed, sign_in):  # noqa: F811
    """Whoever knew the person before sees no sign of the new referral."""
    known_to_others(listed)
    before = {}
    for who in ("af", "norsjo"):
        client = sign_in(listed.user(who))
        before[who] = {url: bare(client.get(url).text) for url in ("/", "/remisser", "/arenden")}
    walk(listed, sign_in(listed.user("soc")), NUMBER)
    for who, pages in before.items():
        client = sign_in(listed.user(who))
        assert {url: bare(client.get(url).text) for url in pages} == pages
