"""A step of the wizard, the check page and the inbox ask few questions, however much there is."""

import pytest

from casework.kit.db import session
from tests.referrals.making import draft, sent
from tests.referrals.test_pages import listed  # noqa: F401  a fixture
from tests.statements import counted

MOST = {1: 14, 2: 12, 3: 21, 4: 12, 5: 12, 6: 12, 7: 16}  # one of them: what was typed before


def asked(client, url):
    session.remove()
    with counted() as statements:
        assert client.get(url).status_code == 200
    return statements


@pytest.mark.parametrize("number", sorted(MOST))
def test_a_step_asks_few_questions(listed, sign_in, number):  # noqa: F811
    referral = draft(listed)
    url = f"/remisser/{referral.id}/steg/{number}"
    client = sign_in(listed.user("soc"))
    client.get(url)
    statements = asked(client, url)
    assert len(statements) <= MOST[number], "\n".join(statements)


@pytest.mark.parametrize(
    ("who", "url"), [("host", "/remisser"), ("soc", "/remisser"), ("soc", "/")]
)
def test_the_lists_ask_as_much_of_many_as_of_one(listed, sign_in, who, url):  # noqa: F811
    sent(listed)
    client = sign_in(listed.user(who))
    client.get(url)
    few = asked(client, url)
    for _ in range(3):
        sent(listed)
    many = asked(client, url)
    assert len(many) == len(few), "\n".join(many)
