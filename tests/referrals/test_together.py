"""R1, R2: two colleagues in one draft, a double click, and Back after sending."""

import re

from sqlalchemy import func, select

from casework.consents.models import Consent
from casework.kit.db import session
from casework.people.models import Person
from casework.referrals.models import Referral
from tests import build
from tests.referrals.making import door, draft
from tests.referrals.test_pages import listed  # noqa: F401  a fixture

SEEN = re.compile(r'name="seen" type="hidden" value="(\d*)"')


def seen(page):
    return SEEN.search(page.text)[1]


def colleagues(world, sign_in):
    other = build.user(world.unit("soc"), name="Kurt Vide")
    session.commit()
    return sign_in(world.user("soc")), sign_in(other)


def test_ac24_the_second_of_two_colleagues_gets_a_409_with_both_texts(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    url = f"/remisser/{referral.id}/steg/6"
    one, other = colleagues(listed, sign_in)
    both_saw = seen(one.get(url))
    assert seen(other.get(url)) == both_saw
    saved = one.post(url, data={"seen": both_saw, "question": "Första frågan."})
    assert saved.status_code == 302
    late = other.post(url, data={"seen": both_saw, "question": "Andra frågan."})
    assert late.status_code == 409
    assert "En kollega har sparat samma steg" in late.text
    assert "Andra frågan." in late.text
    assert "Första frågan." in late.text
    session.expire_all()
    assert door(listed, referral).draft["need"]["question"] == "Första frågan."
    again = other.post(url, data={"seen": seen(other.get(url)), "question": "Andra frågan."})
    assert again.status_code == 302


def test_ac24_two_colleagues_in_different_steps_are_not_in_each_others_way(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    url = f"/remisser/{referral.id}/steg"
    one, other = colleagues(listed, sign_in)
    first, second = seen(one.get(f"{url}/6")), seen(other.get(f"{url}/4"))
    assert one.post(f"{url}/6", data={"seen": first, "wish": "Arbete."}).status_code == 302
    housing = {"seen": second, "housing": "Eget kontrakt."}
    assert other.post(f"{url}/4", data=housing).status_code == 302
    session.expire_all()
    kept = door(listed, referral).draft
    assert (kept["need"]["wish"], kept["now"]["housing"]) == ("Arbete.", "Eget kontrakt.")


def test_r2_a_double_click_sends_once(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg/7"
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]*)"', client.get(url).text)
    data = {"csrf_token": token[1] if token else "the page's token"}
    answers = [client.post(url, data=data) for _ in range(2)]
    assert [answer.location for answer in answers] == [f"/remisser/{referral.id}"] * 2
    counts = {m: session.scalar(select(func.count()).select_from(m)) for m in (Person, Consent)}
    assert counts == {Person: 1, Consent: 1}


def test_r3_back_after_sending_changes_nothing_and_says_why(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg"
    assert client.post(f"{url}/7", data={}).status_code == 302
    for number in (1, 2, 3, 4, 5, 6, 7):
        assert client.get(f"{url}/{number}").status_code == 403
    late = client.post(f"{url}/6", data={"question": "En ny fråga."})
    assert late.status_code == 403
    assert "Remissen är skickad" in late.text
    assert "En ny fråga." in late.text  # nothing typed is lost
    assert session.scalars(select(Referral)).one().sent_at
