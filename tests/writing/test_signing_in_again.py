"""What was typed when the session had ended, or the page was too old, comes back to its writer."""

import re

import pytest
from sqlalchemy import select

from casework.authorities.accounts import Account
from casework.kit.db import session
from tests.authorities.test_signing_in import PASSWORD, account, come_in
from tests.writing.making import DRAFT, kept_rows, signed_in, token_in


def out_of_time(client) -> None:
    client.delete_cookie("test")


def test_a_form_sent_after_the_session_has_ended_comes_back_after_signing_in(
    guarded, world, case, address
):
    soc = world.user("soc")
    client = signed_in(guarded, soc)
    token = token_in(client.get(address).text)
    out_of_time(client)
    page = client.post(address, data={"csrf_token": token, "sentence": DRAFT})
    assert page.status_code == 401
    assert "är texten du skrev tillbaka" in page.text
    assert DRAFT not in page.text
    assert kept_rows() == []
    held = re.search(r'name="typed" value="([^"]+)"', page.text)[1]
    assert f'name="next" type="hidden" value="{address}"' in page.text
    words = {"csrf_token": token_in(page.text), "typed": held, "next": address}
    wrong = client.post("/logga-in", data={"email": soc.email, "password": "fel", **words})
    assert held in wrong.text
    answer = come_in(client, soc.email, **{**words, "csrf_token": token_in(wrong.text)})
    assert answer.location == address
    back = client.get(address).text
    assert DRAFT in back
    assert case.reference in back


def test_nobody_else_who_signs_in_there_gets_it(guarded, world, address):
    client = signed_in(guarded, world.user("soc"))
    token = token_in(client.get(address).text)
    out_of_time(client)
    page = client.post(address, data={"csrf_token": token, "sentence": DRAFT}).text
    held = re.search(r'name="typed" value="([^"]+)"', page)[1]
    account(world.user("host"))
    come_in(client, world.user("host").email, typed=held, csrf_token=token_in(page))
    assert kept_rows() == []
    assert DRAFT not in client.get(address).text


def test_a_page_that_is_too_old_gives_the_text_back_at_once(guarded, world, address):
    client = signed_in(guarded, world.user("soc"))
    token = token_in(client.get(address).text)
    client = signed_in(guarded, world.user("soc"))  # signed in anew in another window
    answer = client.post(address, data={"csrf_token": token, "sentence": DRAFT})
    assert (answer.status_code, answer.location) == (303, address)
    assert DRAFT in client.get(address).text


@pytest.mark.parametrize("token", ["", "forged", "someone"])
def test_ac16_a_token_that_is_not_for_them_changes_nothing(guarded, world, address, token):
    if token == "someone":
        other = signed_in(guarded, world.user("host"))
        token = token_in(other.get(address).text)
    client = signed_in(guarded, world.user("soc"))
    answer = client.post(address, data={"csrf_token": token, "sentence": DRAFT})
    assert answer.status_code == 400
    assert kept_rows() == []
    out_of_time(client)
    nobody = client.post(address, data={"csrf_token": "forged", "sentence": DRAFT})
    assert nobody.status_code == 400


def test_ac15_a_changed_seal_is_not_opened(guarded, world):
    soc = world.user("soc")
    client = signed_in(guarded, soc)
    page = client.get("/logga-in")
    out_of_time(client)
    page = client.get("/logga-in").text
    come_in(client, soc.email, typed="AAAA", csrf_token=token_in(page))
    assert kept_rows() == []


def test_a_sign_in_page_left_open_overnight_is_shown_again(guarded, world):
    account(world.user("soc"))
    client = guarded.test_client()
    answer = come_in(client, world.user("soc").email, csrf_token="old")
    assert answer.status_code == 400
    assert "Lösenord" in answer.text


def test_over_https_a_form_needs_no_referer(guarded, world):
    """Referrer-Policy says that none is sent, so none can be asked for."""
    soc = world.user("soc")
    account(soc)
    client, secure = guarded.test_client(), {"base_url": "https://localhost"}
    page = client.get("/logga-in", **secure).text
    answer = client.post(
        "/logga-in",
        data={"email": soc.email, "password": PASSWORD, "csrf_token": token_in(page)},
        **secure,
    )
    assert answer.status_code == 302, answer.text
    assert session.scalar(select(Account.email).where(Account.user_id == soc.id)) == soc.email


def test_ac16_a_form_on_somebody_elses_page_is_refused(world, sign_in, address):
    soc = sign_in(world.user("soc"))
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 422)):
        sent = soc.post(address, data={"sentence": ""}, headers={"Sec-Fetch-Site": site})
        assert sent.status_code == status
