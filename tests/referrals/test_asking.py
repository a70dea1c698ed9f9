"""R3, R4: a free text that smells of somebody is asked about on every page of a referral."""

from datetime import timedelta

import pytest

from casework.kit import clock
from casework.kit.db import session
from tests.referrals.making import answered, door, draft, sent
from tests.referrals.test_pages import listed  # noqa: F401  a fixture

SMELLY = "Mamma Anna Berg ringer."
BOX = 'name="read_through" value="'


def ticked(page):
    return {"read_through": page.text.split(BOX)[1].split('"')[0]}


def asked_then_saved(client, url, data):
    """The first save asks and keeps nothing; the second, with the box ticked, goes through."""
    first = client.post(url, data=data)
    assert first.status_code == 422
    assert "Läs igenom texten innan den sparas." in first.text
    assert "”Anna Berg”" in first.text
    assert SMELLY in first.text  # nothing typed is lost
    saved = client.post(url, data={**data, **ticked(first)})
    assert saved.status_code == 302, saved.text
    return saved


@pytest.mark.parametrize(
    ("number", "field", "part"),
    [
        (2, "access_needs", "person"),
        (3, "exceptions", "consent"),
        (4, "background_arbete", "now"),
        (4, "housing", "now"),
        (5, "tried_arbete", "support"),
        (6, "question", "need"),
        (6, "strengths_arbete", "need"),
    ],
)
def test_each_step_asks_before_it_saves(listed, sign_in, number, field, part):  # noqa: F811
    referral = draft(listed)
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg/{number}"
    first = client.post(url, data={field: SMELLY, "utkast": "1"})
    assert first.status_code == 422
    session.expire_all()
    assert door(listed, referral).draft.get(part, {}).get(field) != SMELLY
    asked_then_saved(client, url, {field: SMELLY, "utkast": "1"})
    session.expire_all()
    assert door(listed, referral).draft[part][field] == SMELLY


def test_the_persons_own_name_is_not_asked_about_but_their_number_is(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg/6"
    assert client.post(url, data={"wish": "Linn vill arbeta."}).status_code == 302
    assert client.post(url, data={"wish": "19900101-0017 vill arbeta."}).status_code == 422


def test_the_contact_at_an_authority_may_be_named(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg/5"
    af = f"contact_{listed.unit('af').id.hex}"
    assert client.post(url, data={f"{af}_who": "Eva Ek, 0910-12 34 56"}).status_code == 302
    assert client.post(url, data={f"{af}_plan": SMELLY}).status_code == 422


def test_an_amendment_a_completion_and_an_answer_ask_too(listed, sign_in):  # noqa: F811
    referral = sent(listed)
    soc, host = sign_in(listed.user("soc")), sign_in(listed.user("host"))
    text = next(t for t in door(listed, referral).texts if t.field == "wish")
    url = f"/remisser/{referral.id}"
    asked_then_saved(soc, f"{url}/andra/{text.id}", {"new": SMELLY, "reason": "Ny kontakt."})
    day = str(clock.today() + timedelta(days=7))
    asks = {"kind": "kompletteras", "sentence": SMELLY, "due_on": day}
    asked_then_saved(host, f"{url}/svara", asks)
    asked_then_saved(soc, f"{url}/komplettera", {"info_kind": "arbete", "text": SMELLY})


def test_a_protected_person_has_no_own_name_in_the_system(listed, sign_in):  # noqa: F811
    """E3: the name of a protected person in a text is asked about as anybody's."""
    referral = draft(listed, person={"protected": True})
    url = f"/remisser/{referral.id}/steg/6"
    answer = sign_in(listed.user("soc")).post(url, data={"wish": "Anna vill arbeta."})
    assert answer.status_code == 422


def test_what_is_asked_about_is_not_a_completion_yet(listed, sign_in):  # noqa: F811
    referral = sent(listed)
    day = clock.today() + timedelta(days=7)
    answered(listed, referral, "kompletteras", sentence="Vad?", due_on=day)
    data = {"info_kind": "arbete", "text": SMELLY}
    page = sign_in(listed.user("soc")).post(f"/remisser/{referral.id}/komplettera", data=data)
    assert page.status_code == 422
    session.expire_all()
    assert door(listed, referral).referral.answers[-1].completed_at is None
