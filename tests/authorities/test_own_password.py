"""AC15: one's own password."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask_security import hash_password

from casework import create_app
from casework.authorities.service.signing import change_password
from casework.authorities.signing_in import SETTINGS
from casework.authorities.views.proving import TRIED
from casework.kit.db import session
from casework.kit.errors import NotAllowed
from tests.authorities.making import PASSWORD, account
from tests.authorities.test_second_factor import NOON
from tests.authorities.test_signing_in import actions, come_in
from tests.conftest import CONFIG

NEW = "nio katter pa ett tak"


def change(client, current=PASSWORD, new=NEW, again=None):
    data = {"current": current, "new": new, "again": again or new}
    return client.post("/mitt-konto", data=data)


def test_a_new_password_ends_every_session_and_opens_the_door(app, world):
    soc = world.user("soc")
    account(soc)
    client = app.test_client()
    come_in(client, soc.email)
    assert "Byt lösenord" in client.get("/mitt-konto").get_data(as_text=True)
    assert change(client).location == "/logga-in"
    assert client.get("/mitt-konto").location == "/logga-in?next=/mitt-konto"
    assert come_in(app.test_client(), soc.email).status_code == 200
    assert come_in(app.test_client(), soc.email, NEW).location == "/"
    assert ("password changed", "allowed", soc.id) in actions()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"current": "fel"}, "Lösenordet stämmer inte."),
        ({"new": "kort"}, "minst 12 tecken"),
        ({"new": PASSWORD}, "Välj ett nytt lösenord"),
        ({"again": "nagot annat"}, "De två fälten ska vara lika."),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(app, world, answers, said):
    soc = world.user("soc")
    account(soc)
    client = app.test_client()
    come_in(client, soc.email)
    answer = change(client, **answers)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert PASSWORD not in page
    assert come_in(app.test_client(), soc.email).location == "/"


def test_nobody_changes_the_password_of_another(world):
    row = account(world.user("soc"))
    with pytest.raises(NotAllowed):
        change_password(world.user("af").as_actor(), row, current=PASSWORD, new=NEW)
    session.rollback()


def tried(client, times, **answers):
    return [change(client, **answers).status_code for _ in range(times)]


def test_ac14_ten_wrong_tries_from_inside_shut_the_page_for_a_quarter_of_an_hour(app, world):
    """Somebody who finds an open session cannot guess its password there."""
    soc = world.user("soc")
    account(soc)
    client = app.test_client()
    with time_machine.travel(NOON, tick=False) as watch:
        come_in(client, soc.email)
        assert tried(client, 10, current="fel") == [422] * 10
        assert change(client).status_code == 422
        assert "Vänta en kvart" in change(client, current="fel").text
        refused = [row for row in actions() if row[0] == TRIED]
        assert refused == [(TRIED, "denied", soc.id)] * 10
        watch.shift(timedelta(minutes=10))
        client.get("/")
        watch.shift(timedelta(minutes=6))
        assert change(client).location == "/logga-in"


def test_ac14_what_is_wrong_with_the_new_one_is_no_try(app, world):
    soc = world.user("soc")
    account(soc)
    client = app.test_client()
    come_in(client, soc.email)
    assert tried(client, 11, new="kort") == [422] * 11
    assert change(client).location == "/logga-in"


def test_outside_the_tests_a_password_is_slow_to_guess():
    """The tests hash quickly; the house keeps what the library holds to be right."""
    assert not [name for name in SETTINGS if "PASSLIB" in name]
    ours = {key: value for key, value in CONFIG.items() if "PASSLIB" not in key}
    with create_app(ours).app_context():
        kept = hash_password(NEW)
    memory, times = (int(n) for n in re.search(r"m=(\d+),t=(\d+)", kept).groups())
    assert kept.startswith("$argon2id$")
    assert memory >= 19 * 1024  # KiB, with two times: OWASP Password Storage Cheat Sheet
    assert times >= 2
