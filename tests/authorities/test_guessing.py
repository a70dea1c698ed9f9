"""AC14: whoever guesses learns nothing, not from words, statements or time, and is shut out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from casework.audit.models import AuditEntry
from casework.authorities import second_factor
from casework.kit import clock
from casework.kit.db import session
from tests.authorities.making import PASSWORD, account, app_for, code_of
from tests.authorities.test_signing_in import actions, come_in
from tests.statements import counted

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOBODY = "nobody@test.example"


@pytest.fixture
def asks_for_code(app, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR", True)


@pytest.fixture
def doors(app, world, asks_for_code):  # noqa: ARG001
    """{what is wrong: (address, password, code)}, each of them a no."""
    keys = {key: app_for(account(world.user(key))) for key in ("soc", "af", "fk", "ame", "norsjo")}
    at = clock.now()
    for _ in range(10):
        come_in(app.test_client(), world.user("af").email, "fel", code="000000")
    account(world.user("fk")).active = False
    world.user("norsjo").left_at = at
    session.commit()

    def right(who):
        return world.user(who).email, PASSWORD, code_of(keys[who], at)

    return {
        "unknown": (NOBODY, PASSWORD, "123456"),
        "wrong password": (right("soc")[0], "fel", right("soc")[2]),
        "shut": right("af"),
        "disabled": right("fk"),
        "wrong code": (right("ame")[0], PASSWORD, "000000"),
        "no code": (right("ame")[0], PASSWORD, ""),
        "left": right("norsjo"),
        "no password": (world.user("psykiatri").email, PASSWORD, "123456"),
    }


def tried(app, door):
    address, password, code = door
    session.remove()
    with counted() as sent:
        answer = come_in(app.test_client(), address, password, code=code)
    headers = sorted((k, v) for k, v in answer.headers if k not in ("Set-Cookie", "Content-Length"))
    return answer.status_code, headers, answer.text.replace(address, "X"), len(sent)


def test_ac14_every_no_is_the_same_answer(app, doors):
    answers = {what: tried(app, door) for what, door in doors.items()}
    wanted = answers["unknown"]
    assert wanted[0] == 200
    assert "Uppgifterna stämmer inte." in wanted[2]
    assert {what for what, answer in answers.items() if answer != wanted} == set()
    assert all(outcome == "denied" for _, outcome, _ in actions())


def test_ac14_as_much_slow_work_is_done_whatever_is_wrong(app, doors, monkeypatch):
    """Time is the same because the same slow things are done."""
    context, slow, codes = app.extensions["security"].pwd_context, [], []
    tried(app, doors["unknown"])  # the first no of a process also makes the password of nobody
    for name in ("hash", "verify"):
        real = getattr(context, name)
        monkeypatch.setattr(
            context, name, lambda *a, _real=real, **k: slow.append(1) or _real(*a, **k)
        )
    real_match = second_factor.matching
    monkeypatch.setattr(second_factor, "matching", lambda *a: codes.append(1) or real_match(*a))
    for number, door in enumerate(doors.values(), 1):
        tried(app, door)
        assert (len(slow), len(codes)) == (number, number)


@pytest.mark.parametrize("known", [True, False])
def test_ac14_ten_wrong_tries_shut_one_address_for_a_quarter_of_an_hour(app, world, known):
    soc, af = world.user("soc"), world.user("af")
    account(soc)
    account(af)
    address = soc.email if known else NOBODY
    with time_machine.travel(NOON, tick=False) as watch:
        for _ in range(9):
            come_in(app.test_client(), address.upper(), "fel")
        if known:
            assert come_in(app.test_client(), address).location == "/"
        come_in(app.test_client(), address, "fel")
        watch.shift(timedelta(minutes=14, seconds=59))
        shut = come_in(app.test_client(), address)
        assert (shut.status_code, "Uppgifterna stämmer inte." in shut.text) == (200, True)
        assert come_in(app.test_client(), af.email).location == "/"
        watch.shift(timedelta(seconds=2))
        assert (come_in(app.test_client(), address).location == "/") is known


def test_ac14_trying_on_does_not_keep_the_door_shut(app, world):
    account(world.user("soc"))
    with time_machine.travel(NOON, tick=False) as watch:
        for _ in range(10):
            come_in(app.test_client(), world.user("soc").email, "fel")
        for _ in range(14):
            watch.shift(timedelta(minutes=1))
            come_in(app.test_client(), world.user("soc").email, "fel")
        watch.shift(timedelta(minutes=1, seconds=1))
        assert come_in(app.test_client(), world.user("soc").email).location == "/"
    tries = select(AuditEntry.action, func.count()).where(AuditEntry.outcome == "denied")
    counts = dict(session.execute(tries.group_by(AuditEntry.action)).all())
    assert counts == {"sign in": 10, "sign in while shut": 14}


def test_ac14_ac28_the_trail_of_a_refusal_holds_no_address(app, world):
    soc = account(world.user("soc"))
    come_in(app.test_client(), soc.email, "fel")
    come_in(app.test_client(), NOBODY, "fel")
    rows = session.scalars(select(AuditEntry)).all()
    assert {row.user_id for row in rows} == {None}
    assert len({row.subject_id for row in rows} - {None, soc.id, soc.user_id}) == 2


def test_ac36_one_sender_that_tries_many_accounts_is_told_when_to_come_back(app):
    """Not even addresses: what is counted is who sends."""
    limiter = app.extensions["guessing"]
    limiter.enabled = True
    try:
        with time_machine.travel(NOON, tick=False):
            guesses = [come_in(app.test_client(), f"nummer {n}", "fel") for n in range(101)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert {guess.status_code for guess in guesses[:100]} == {200}
    assert guesses[100].status_code == 429
    assert 0 < int(guesses[100].headers["Retry-After"]) <= 61
    assert "Vänta en stund" in guesses[100].text
