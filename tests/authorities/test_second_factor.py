"""AC14, G1: outside the demo everybody has a second factor, and reaches nothing before that."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import g
from flask import session as cookie

from casework.access import Reason
from casework.access.facts import CaseFacts
from casework.access.rules import Action, decide
from casework.access.web import actor
from casework.authorities import second_factor
from casework.authorities.accounts import Account
from casework.authorities.service import signing
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotAllowed, RuleBroken
from tests import build
from tests.authorities.making import PASSWORD, account, app_for, code_of
from tests.authorities.test_guessing import asks_for_code  # noqa: F401  a fixture
from tests.authorities.test_signing_in import actions, come_in, is_out

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = "/mitt-konto/app"
pytestmark = pytest.mark.usefixtures("asks_for_code")


def shown_key(page):
    return re.search(r"cw-secret[^>]*>([^<]+)<", page)[1].replace(" ", "")


def set_up(client, at=None):
    key = shown_key(client.get(PAGE).text)
    return key, client.post(PAGE, data={"code": code_of(key, at)})


def test_without_a_second_factor_there_is_one_page_whatever_is_asked_for(app, world):
    case = build.case(world)
    account(world.user("soc"))
    client = app.test_client()
    come_in(client, world.user("soc").email)
    for url in ("/", f"/arenden/{case.id}", "/remisser", "/mitt-konto", "/arenden/sok"):
        assert client.get(url).location == PAGE, url
    for url in ("/mitt-konto", "/arenden/sok", f"/arenden/{case.id}/vila"):
        assert client.post(url).location == PAGE, url
    assert client.get(PAGE).status_code == 200
    assert "Mitt skrivbord" not in client.get(PAGE).text
    assert client.post("/logga-ut").location == "/logga-in"


def test_g1_the_rule_refuses_whoever_is_not_assured(app, world):
    soc = account(world.user("soc"))
    with app.test_request_context("/"):
        cookie["_user_id"] = soc.fs_uniquifier
        facts = CaseFacts(owner_unit_id=soc.user.unit_id, assigned=True)
        assert not actor().assured
        assert decide(actor(), Action.READ, facts, clock.today()).reason is Reason.NOT_ASSURED
    g.pop("actor")
    with app.test_request_context("/"):
        cookie["_user_id"], cookie["assured"] = soc.fs_uniquifier, True
        assert actor().assured
        assert decide(actor(), Action.READ, facts, clock.today())


def test_setting_up_shows_the_key_once_and_gives_codes_that_are_kept_as_hashes(app, world):
    row = account(world.user("soc"))
    client = app.test_client()
    come_in(client, row.email)
    page = client.get(PAGE).text
    assert re.search(r'<svg class="cw-qr"[^>]*role="img"', page)
    assert shown_key(client.get(PAGE).text) == shown_key(page)
    wrong = client.post(PAGE, data={"code": "000000"})
    assert (wrong.status_code, "Koden stämmer inte." in wrong.text) == (422, True)
    assert shown_key(wrong.text) == shown_key(page)
    key, done = set_up(client)
    codes = re.findall(r"[2-9A-Y]{5}-[2-9A-Y]{5}", done.text)
    assert len(set(codes)) == second_factor.HOW_MANY
    session.expire_all()
    kept = session.get(Account, row.id)
    assert kept.totp == key
    assert key.encode() not in kept.totp_sealed
    assert not set(codes) & set(kept.mf_recovery_codes)
    assert client.get("/mitt-konto").status_code == 200
    assert ("second factor set up", "allowed", row.user_id) in actions()
    assert key not in client.get(PAGE).text


def test_ac14_a_code_is_asked_for_and_works_once_and_nothing_older(app, world):
    row = account(world.user("soc"))
    key = app_for(row)
    with time_machine.travel(NOON, tick=False) as watch:
        earlier, now = code_of(key, NOON - timedelta(seconds=30)), code_of(key)
        assert come_in(app.test_client(), row.email).status_code == 200
        first = app.test_client()
        assert come_in(first, row.email, code=f"{now[:3]} {now[3:]}").location == "/"
        assert not is_out(first)
        for again in (now, earlier):
            assert come_in(app.test_client(), row.email, code=again).status_code == 200
        assert session.get(Account, row.id).totp_counter == NOON.timestamp() // 30
        watch.shift(timedelta(seconds=30))
        assert come_in(app.test_client(), row.email, code=now).status_code == 200
        assert come_in(app.test_client(), row.email, code=code_of(key)).location == "/"


def test_ac15_sessions_that_began_without_an_app_end_when_there_is_one(app, world):
    row = account(world.user("soc"))
    other, client = app.test_client(), app.test_client()
    for each in (other, client):
        come_in(each, row.email)
    set_up(client)
    assert other.get(PAGE).location == f"/logga-in?next={PAGE}"
    assert client.get("/mitt-konto").status_code == 200


def test_ac14_the_code_that_set_up_the_app_does_not_sign_in(app, world):
    row = account(world.user("soc"))
    client = app.test_client()
    with time_machine.travel(NOON, tick=False) as watch:
        come_in(client, row.email)
        key, _ = set_up(client)
        assert come_in(app.test_client(), row.email, code=code_of(key)).status_code == 200
        watch.shift(timedelta(seconds=30))
        assert come_in(app.test_client(), row.email, code=code_of(key)).location == "/"


def test_a_reserve_code_works_once_for_its_own_account(app, world):
    soc, af = account(world.user("soc")), account(world.user("af"))
    app_for(af)
    client = app.test_client()
    come_in(client, soc.email)
    codes = re.findall(r"[2-9A-Y]{5}-[2-9A-Y]{5}", set_up(client)[1].text)
    assert come_in(app.test_client(), af.email, code=codes[0]).status_code == 200
    assert come_in(app.test_client(), soc.email, code=codes[0].lower()).location == "/"
    assert come_in(app.test_client(), soc.email, code=codes[0]).status_code == 200
    assert come_in(app.test_client(), soc.email, code=codes[1].replace("-", " ")).location == "/"
    assert len(session.get(Account, soc.id).mf_recovery_codes) == second_factor.HOW_MANY - 2


def test_ac15_another_app_asks_for_everything_again_and_ends_every_session(app, world):
    row = account(world.user("soc"))
    key = app_for(row)
    client = app.test_client()
    with time_machine.travel(NOON, tick=False) as watch:
        come_in(client, row.email, code=code_of(key))
        watch.shift(timedelta(seconds=30))
        for password, code in ((PASSWORD, "000000"), ("fel", code_of(key)), (PASSWORD, "")):
            data = {"password": password, "code": code}
            assert client.post(PAGE, data=data).status_code == 422
        done = client.post(PAGE, data={"password": PASSWORD, "code": code_of(key)})
        assert done.location == "/logga-in"
        assert is_out(client)
        come_in(client, row.email)
        assert client.get("/").location == PAGE


def test_ac15_the_words_of_somebody_elses_session_do_not_carry_over(app, world):
    """Assurance belongs to one sign-in, not to the browser."""
    soc, af = account(world.user("soc")), account(world.user("af"))
    key = app_for(soc)
    client = app.test_client()
    come_in(client, soc.email, code=code_of(key))
    soc.end_sessions()
    session.commit()
    come_in(client, af.email)
    assert client.get("/").location == PAGE


def test_what_one_began_to_set_up_is_not_the_next_ones(app, world):
    soc, af = account(world.user("soc")), account(world.user("af"))
    client = app.test_client()
    come_in(client, soc.email)
    begun = shown_key(client.get(PAGE).text)
    soc.end_sessions()
    session.commit()
    come_in(client, af.email)
    assert shown_key(client.get(PAGE).text) != begun


def test_the_verbs_guard_themselves(world):
    soc, af = account(world.user("soc")), account(world.user("af"))
    app_for(soc)
    key, at = second_factor.new_key(), clock.now()
    for actor_, row in ((af.actor, soc), (soc.actor, soc)):
        with pytest.raises(NotAllowed):
            signing.set_up_second_factor(actor_, row, key=key, code=code_of(key), at=at)
    for actor_, row in ((af.actor, soc), (af.actor, af)):
        with pytest.raises(NotAllowed):
            signing.drop_second_factor(actor_, row, password=PASSWORD, code="", at=at)
    with pytest.raises(RuleBroken):
        signing.set_up_second_factor(af.actor, af, key=key, code="abc", at=at)


def test_the_demo_asks_for_no_code_and_has_no_such_page(app, world, sign_in, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR", False)
    page = app.test_client().get("/logga-in").text
    assert 'name="code"' not in page
    assert sign_in(world.user("soc")).get(PAGE).status_code == 404


def test_the_real_thing_asks_for_a_code(app):
    page = app.test_client().get("/logga-in").text
    assert 'autocomplete="one-time-code"' in page
