"""AC20, M8: what each way of a mail server to go wrong does to a letter."""

import os
from datetime import timedelta

import pytest
from flask import current_app

from casework.kit import clock
from casework.kit.db import session
from casework.letters import rounds
from casework.letters.models import Letter
from casework.letters.postmen import answers, smtp
from casework.letters.rules import WITHOUT_SERVER
from casework.letters.sending import RENDERERS, Sent, send_due
from tests.letters.certificates import self_made
from tests.letters.misbehaving import bad_server
from tests.letters.posting import posted, render

NOW = clock.now()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with bad_server(tmp_path_factory.mktemp("post")) as server:
        yield server


@pytest.fixture
def server(world, running, monkeypatch):  # noqa: ARG001  the database first
    for old in running.folder.iterdir():
        old.unlink()
    running.does()
    monkeypatch.setattr(smtp, "SECONDS", 0.3)
    monkeypatch.setattr(smtp, "SECONDS_A_LETTER", 0.8)
    monkeypatch.setattr(rounds, "SLOW", 0.2)
    monkeypatch.setitem(RENDERERS, "prov", render)
    monkeypatch.setitem(current_app.config, "SMTP_URL", running.url)
    return running


def fresh(letter):
    session.expire_all()
    return session.get(Letter, letter.id)


# how the server behaves, what is told, whether the letter is given up, whether it may have arrived
CASES = [
    ("hang", {}, answers.NO_SERVER, False, False),
    ("drip", {}, answers.NO_SERVER, False, False),
    ("421 at once", {}, answers.NO_SERVER, False, False),
    ("refuse", {}, answers.NO_SERVER, False, False),
    ("well", {"mail": "550 not you"}, answers.NOT_FROM_US, False, False),
    ("well", {"mail": "451 later"}, answers.BUSY, False, False),
    ("421 at mail", {}, answers.BUSY, False, False),
    ("451 at rcpt", {}, answers.BUSY, False, False),
    ("drop at rcpt", {}, answers.CUT_OFF, False, False),
    ("well", {"refused": {"nils@ame.example": "550 x"}}, answers.NO_SUCH_ADDRESS, True, False),
    ("well", {"refused": {"nils@ame.example": "552 x"}}, answers.FULL, True, False),
    ("well", {"refused": {"nils@ame.example": "554 x"}}, answers.NOT_THERE, True, False),
    ("451", {}, answers.BUSY, False, False),
    ("421", {}, answers.BUSY, False, False),
    ("well", {"data": "552 too big"}, answers.TOO_BIG, True, False),
    ("well", {"data": "554 spam"}, answers.NOT_TAKEN, True, False),
    ("well", {"size": 100}, answers.TOO_BIG, True, False),
    ("hang after data", {}, answers.CUT_OFF, False, True),
    ("drop after data, lost", {}, answers.CUT_OFF, False, True),
]


@pytest.mark.parametrize(("how", "more", "sentence", "for_good", "unsure"), CASES)
def test_ac20_every_fault_has_its_sentence_and_nothing_is_lost(
    world, server, how, more, sentence, for_good, unsure
):
    letter = posted(world, at=NOW)
    server.does(how, **more)
    assert send_due(NOW) == Sent(failed=1)
    row = fresh(letter)
    assert row.trouble == sentence
    assert bool(row.failed_at) is for_good
    assert row.may_have_arrived is unsure
    assert (row.claimed_by, row.claimed_until, row.sent_at) == (None, None, None)
    server.does()
    if not for_good:
        assert send_due(NOW + timedelta(minutes=2)).sent == 1
        assert len({one["Message-ID"] for one in server.got}) == 1


def test_ac20_a_line_that_is_hung_up_between_letters_is_opened_again(world, server):
    letters = [posted(world, f"n{n}@ame.example", at=NOW) for n in range(6)]
    server.does("well", faults=["421 at mail", "drop at rcpt"], share=0.5)
    before = server.connections
    for minutes in range(40):
        send_due(NOW + timedelta(minutes=10 * minutes))
    assert all(fresh(one).sent_at for one in letters)
    assert len(server.got) == 6
    assert server.connections > before + 1


def test_m8_one_bad_address_and_one_slow_place_hold_up_nobody(world, server):
    bad = posted(world, "skräp\r\nBcc: alla@x.example", at=NOW)
    odd = posted(world, "åsa@ame.example", at=NOW)
    slow = [posted(world, f"n{n}@slow.example", at=NOW) for n in range(30)]
    rest = [posted(world, f"n{n}@ame.example", at=NOW) for n in range(5)]
    server.does(slow={"slow.example": 2})
    before = server.connections
    done = send_due(NOW)
    assert [bool(fresh(one).sent_at) for one in rest] == [True] * 5
    assert not any(fresh(one).sent_at for one in [bad, odd, *slow])
    assert fresh(odd).trouble == answers.ODD_ADDRESS
    assert fresh(bad).failed_at
    assert fresh(bad).trouble == answers.ODD_ADDRESS
    assert done.sent == 5
    assert server.connections - before < 10, "each slow letter waited for its own time box"


def test_m8_a_server_that_is_away_counts_for_no_letter_until_days_have_gone(world, server):
    letter = posted(world, at=NOW)
    server.does("refuse")
    for hours in range(0, 72, 6):
        assert send_due(NOW + timedelta(hours=hours)).down == answers.NO_SERVER
    assert fresh(letter).attempts == 0
    send_due(NOW + WITHOUT_SERVER + timedelta(minutes=1))
    assert fresh(letter).failed_at
    server.does()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return self_made(tmp_path_factory.mktemp("tls"))


def test_ac20_a_wrong_certificate_ends_it_and_nothing_goes_in_clear_text(
    world, server, certificate, monkeypatch
):
    letter = posted(world, at=NOW)
    url = current_app.config["SMTP_URL"].replace("smtp://", "smtp://tjanst:hemligt@")
    monkeypatch.setitem(current_app.config, "SMTP_URL", url)
    server.does(certificate=certificate, password="right")
    assert send_due(NOW).down == answers.BAD_CERTIFICATE
    assert not fresh(letter).may_have_arrived
    assert not list(server.folder.iterdir()), "a letter or the password was said"
    monkeypatch.setitem(os.environ, "SSL_CERT_FILE", certificate)
    server.does(certificate=certificate, password="wrong")
    assert send_due(NOW).down == answers.NOT_SIGNED_IN
    server.does(certificate=certificate, password="right")
    assert send_due(NOW).sent == 1


@pytest.mark.parametrize("url", ["smtp://tjanst:hemligt@{}", "smtp+plain://tjanst:hemligt@{}"])
def test_ac20_a_password_is_not_said_where_starttls_is_stripped(world, server, url, monkeypatch):
    letter = posted(world, at=NOW)
    place = server.url.removeprefix("smtp://")
    monkeypatch.setitem(current_app.config, "SMTP_URL", url.format(place))
    server.does(password="right")
    assert send_due(NOW).down == answers.NO_ENCRYPTION
    assert not list(server.folder.iterdir())
    assert not fresh(letter).may_have_arrived


def test_ac20_another_machine_must_encrypt_and_a_relay_is_named_as_plain(
    world, server, monkeypatch
):
    posted(world, at=NOW)
    monkeypatch.setattr(smtp, "LOOPBACK", ())  # as if it were another machine
    assert send_due(NOW).down == answers.NO_ENCRYPTION
    plain = server.url.replace("smtp://", "smtp+plain://")
    monkeypatch.setitem(current_app.config, "SMTP_URL", plain)
    assert send_due(NOW).sent == 1
