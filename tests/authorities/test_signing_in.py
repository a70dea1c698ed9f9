"""AC14, AC15, AC16, AC17: signing in and out, through the door itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.authorities.signing_in import own_page
from casework.kit import clock
from casework.kit.db import session
from tests import build
from tests.authorities.making import PASSWORD, account, agreed, app_for

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def come_in(client, email, password=PASSWORD, **more):
    return client.post("/logga-in", data={"email": email, "password": password, **more})


def actions():
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
    return [(row.action, row.outcome, row.user_id) for row in rows]


def test_the_page_says_what_it_is_for(app):
    page = app.test_client().get("/logga-in").get_data(as_text=True)
    assert "<h1>Logga in</h1>" in page
    assert page.count("button--primary") == 1
    assert 'autocomplete="current-password"' in page


def test_signing_in_and_out_leads_to_the_desk_and_is_recorded(app, world):
    soc = world.user("soc")
    account(soc)
    client = app.test_client()
    assert come_in(client, soc.email.upper()).location == "/"
    assert client.get("/logga-in").location == "/"
    left = client.post("/logga-ut")
    assert left.location == "/logga-in"
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/healthz").status_code == 200
    assert client.get("/mitt-konto").location == "/logga-in?next=/mitt-konto"
    assert actions() == [
        ("signed in", "allowed", soc.id),
        ("signed out", "allowed", soc.id),
    ]


@pytest.mark.parametrize(("who", "start"), [("lsg", "/rapporter"), ("admin", "/admin")])
def test_each_role_lands_on_its_own_first_page(app, world, who, start):
    account(world.user(who))
    client = app.test_client()
    answer = come_in(client, world.user(who).email)
    assert client.get(answer.location).location == start


def test_ac14_unknown_wrong_disabled_and_departed_get_the_same_answer(app, world):
    soc, af, fk, ame = (world.user(key) for key in ("soc", "af", "fk", "ame"))
    account(soc)
    account(af).active = False
    account(fk)
    fk.left_at = clock.now()
    session.commit()  # and ame has no password yet
    tries = [
        ("nobody@test.example", PASSWORD),
        (soc.email, "fel"),
        *((who.email, PASSWORD) for who in (af, fk, ame)),
    ]
    answers = [come_in(app.test_client(), *attempt) for attempt in tries]
    bodies = [
        answer.get_data(as_text=True).replace(email, "X")
        for answer, (email, _) in zip(answers, tries, strict=True)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len(set(bodies)) == 1
    assert "Uppgifterna stämmer inte." in bodies[0]
    assert PASSWORD not in bodies[0]
    assert actions() == [("sign in", "denied", None)] * 5


def copied(client, app):
    """Another browser with the same cookie."""
    thief = app.test_client()
    name = app.config["SESSION_COOKIE_NAME"]
    thief.set_cookie(name, client.get_cookie(name).value)
    return thief


def is_out(client):
    return client.get("/mitt-konto").location == "/logga-in?next=/mitt-konto"


def test_ac15_a_stolen_cookie_dies_when_its_owner_signs_out(app, world):
    account(world.user("soc"))
    client = app.test_client()
    come_in(client, world.user("soc").email)
    thief = copied(client, app)
    assert not is_out(thief)
    client.post("/logga-ut")
    assert is_out(thief)


@pytest.mark.parametrize("what", ["password", "disabled", "left"])
def test_ac15_a_session_ends_with_the_password_and_the_account(app, world, what):
    soc = world.user("soc")
    row = account(soc)
    client = app.test_client()
    come_in(client, soc.email)
    assert not is_out(client)
    if what == "password":
        row.set_password("ett-annat-langt-losenord")
    elif what == "disabled":
        row.active = False
    else:
        soc.left_at = clock.now()
    session.commit()
    answer = client.get("/mitt-konto")
    assert answer.location.startswith("/logga-in")


def test_ac15_fifteen_minutes_idle(app, world):
    account(world.user("soc"))
    client = app.test_client()
    with time_machine.travel(NOON, tick=False) as watch:
        come_in(client, world.user("soc").email)
        watch.shift(timedelta(minutes=14))
        assert not is_out(client)
        watch.shift(timedelta(minutes=14))
        assert not is_out(client)
        watch.shift(timedelta(minutes=15, seconds=1))
        assert is_out(client)


def test_ac15_eight_hours_whatever_happens(app, world):
    account(world.user("soc"))
    client = app.test_client()
    with time_machine.travel(NOON, tick=False) as watch:
        come_in(client, world.user("soc").email)
        for _ in range(48):
            watch.shift(timedelta(minutes=10))
            assert not is_out(client)
        watch.shift(timedelta(minutes=1))
        assert is_out(client)


def test_ac15_nothing_asks_to_be_remembered(app, world):
    account(world.user("soc"))
    client = app.test_client()
    come_in(client, world.user("soc").email, remember="y")
    assert client.get_cookie("remember_token") is None


BAD = (
    *("//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example"),
    *("%2F%2Fevil.example", "/%2Fevil.example", "/%5Cevil.example", "https://evil.example/"),
    *("javascript:alert(1)", " //evil.example", "/\t/evil.example", "http://localhost/mitt-konto"),
    *("/finns-inte", "/logga-ut", "arenden"),
)


@pytest.mark.parametrize("wanted", BAD)
def test_ac17_only_own_pages_are_followed(app, wanted):
    with app.test_request_context("/logga-in"):
        assert own_page(wanted) == "/"


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\\\evil.example", "javascript:alert(1)"])
def test_ac17_nothing_else_follows_a_sign_in(app, world, wanted):
    account(world.user("soc"))
    for where in ("form", "address"):
        client = app.test_client()
        data = {"email": world.user("soc").email, "password": PASSWORD}
        if where == "form":
            answer = client.post("/logga-in", data={**data, "next": wanted})
        else:
            answer = client.post("/logga-in", data=data, query_string={"next": wanted})
        assert answer.location == "/"


def test_ac17_an_own_page_is_kept(app):
    with app.test_request_context("/logga-in"):
        assert own_page("/healthz?a=1&b=//x") == "/healthz?a=1&b=//x"


def test_only_the_door_of_the_library_exists(app):
    theirs = {r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith("security.")}
    assert theirs == {"security.login", "security.logout"}


def test_no_programs_sign_in(app, world):
    soc = world.user("soc")
    account(soc)
    answer = app.test_client().post(
        "/logga-in?include_auth_token",
        json={"email": soc.email, "password": PASSWORD},
        headers={"Accept": "application/json"},
    )
    assert b"token" not in answer.data.replace(b"csrf_token", b"")
    signed = app.test_client().get("/mitt-konto", headers={"Authentication-Token": "x"})
    assert signed.location == "/logga-in?next=/mitt-konto"


def test_ac16_signing_in_and_out_need_the_page_they_came_from(app, world):
    account(world.user("soc"))
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = app.test_client()
        assert come_in(client, world.user("soc").email).status_code == 400
        assert client.post("/logga-ut").status_code == 400
        assert client.get("/logga-ut").status_code == 405
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("what", ["role", "unit", "ended", "password"])
def test_ac15_ac35_what_administrators_change_ends_every_cookie_that_second(
    app, world, sign_in, what
):
    fk = world.user("fk")
    app_for(account(fk))
    case = build.case(world)
    browsers = [app.test_client() for _ in range(2)]
    for client in browsers:
        come_in(client, fk.email)
        assert client.get(f"/arenden/{case.id}").status_code == 200
    admin, url = sign_in(world.user("admin")), f"/admin/personer/{fk.id}"
    answers = {"name": fk.name, "unit": str(fk.unit_id), "role": fk.role}
    if what == "ended":
        admin.post(f"{url}/avsluta")
    elif what == "password":
        admin.post(f"{url}/losenord")
    elif what == "role":
        admin.post(url, data={**answers, "role": "lsg"})
    else:
        admin.post(url, data={**answers, "unit": str(world.unit("af").id)})
        agreed(world, sign_in)
    assert all(is_out(client) for client in browsers)
    again = come_in(app.test_client(), fk.email)
    assert (again.location == "/") is (what in ("role", "unit"))


def test_ac35_whoever_has_left_a_unit_has_no_case_of_it_left(app, world, sign_in):
    fk = world.user("fk")
    account(fk)
    case = build.case(world)
    for unit in ("af", "fk"):  # also if they come back
        answers = {"name": fk.name, "unit": str(world.unit(unit).id), "role": fk.role}
        sign_in(world.user("admin")).post(f"/admin/personer/{fk.id}", data=answers)
        agreed(world, sign_in)
        client = app.test_client()
        come_in(client, fk.email)
        assert client.get(f"/arenden/{case.id}").status_code == 404
        assert case.reference not in client.get("/arenden").text
        assert case.reference not in client.get("/").text


def test_a_password_with_letters_of_its_own_is_the_same_at_the_door(app, world):
    row = account(world.user("soc"))
    row.set_password("åtta ängar på ön är många")
    session.commit()
    assert come_in(app.test_client(), row.email, "åtta ängar på ön är många").location == "/"
