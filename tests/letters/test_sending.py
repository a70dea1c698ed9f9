"""M8: letters wait, are tried again, are given up in plain words, and never go twice in effect."""

import socket
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from flask import current_app
from sqlalchemy import select

from casework.audit.models import AuditEntry
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import NotAllowed
from casework.letters import queries, service
from casework.letters.models import Letter
from casework.letters.policy import may_list
from casework.letters.postmen import Down, Server
from casework.letters.rules import PAUSES, next_try
from casework.letters.sending import RENDERERS, Sent, Stop, send_due
from tests.conftest import acting
from tests.letters.posting import posted, render

NOW = clock.now()


@pytest.fixture
def post(world, mailbox, monkeypatch):
    """post(address) puts a letter in the outbox, with a renderer of its own."""

    monkeypatch.setitem(RENDERERS, "prov", render)
    monkeypatch.setitem(current_app.config, "SMTP_URL", mailbox.url)

    return partial(posted, world, at=NOW)


def fresh(letter: Letter) -> Letter:
    session.expire_all()
    return session.get(Letter, letter.id)


def test_m8_letters_go_in_one_conversation_and_are_marked(post, mailbox):
    letters = [post(f"n{n}@ame.example") for n in range(3)]
    assert send_due(NOW) == Sent(sent=3)
    assert all(fresh(letter).sent_at for letter in letters)
    assert len(mailbox.sessions) == 1
    assert send_due(NOW + timedelta(days=1)) == Sent()
    read = [message_from_bytes(one, policy=policy.default) for one in mailbox.got]
    assert {one["To"] for one in read} == {f"n{n}@ame.example" for n in range(3)}
    assert {one["From"] for one in read} == {"Samverkansstöd <samverkansstod@test.example>"}
    assert {one["Subject"] for one in read} == {"Prov på åäö"}
    assert all(one["Auto-Submitted"] == "auto-generated" for one in read)


def test_m8_an_unknown_address_is_given_up_at_once_and_stands_on_the_senders_desk(
    world, post, mailbox
):
    mailbox.refused = {"borta@ame.example"}
    letter = post("borta@ame.example")
    assert send_due(NOW) == Sent(failed=1)
    letter = fresh(letter)
    assert letter.failed_at
    assert letter.trouble == "Mottagarens e-postserver säger att adressen inte finns."
    [task] = queries.tasks(acting(world.user("host")), clock.today())
    assert task.sentence == "Brevet till AME om M-4H8TN kom inte fram."
    assert queries.tasks(acting(world.user("af")), clock.today()) == []
    assert send_due(NOW + timedelta(days=9)) == Sent()


def test_m8_a_busy_server_is_asked_again_after_longer_and_longer_pauses(post, mailbox):
    mailbox.answers = ["451 later", "451 later"]
    letter = post()
    assert send_due(NOW).failed == 1
    assert send_due(NOW + timedelta(seconds=59)) == Sent()
    assert send_due(NOW + timedelta(minutes=1)).failed == 1
    assert send_due(NOW + timedelta(minutes=5)) == Sent()
    assert send_due(NOW + timedelta(minutes=6)).sent == 1
    assert fresh(letter).attempts == 2


def test_m8_a_letter_is_given_up_after_the_last_pause():
    moments = [next_try(n, NOW) for n in range(1, len(PAUSES) + 1)]
    assert moments == sorted(moments)
    assert next_try(len(PAUSES) + 1, NOW) is None


def test_m8_a_refusal_after_the_letter_was_read_is_for_good(post, mailbox):
    mailbox.answers = ["554 spam"]
    letter = post()
    assert send_due(NOW).failed == 1
    assert fresh(letter).trouble == "E-postservern vill inte ta emot brevet."
    assert fresh(letter).failed_at


def test_ac20_a_server_that_is_away_costs_one_try_and_nothing_is_lost(post, mailbox, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = f"smtp://127.0.0.1:{closed.getsockname()[1]}"
    letters = [post(), post()]
    monkeypatch.setitem(current_app.config, "SMTP_URL", away)
    assert send_due(NOW) == Sent(failed=1)
    assert [fresh(x).claimed_until for x in letters] == [None, None]
    assert [fresh(x).attempts for x in letters] == [0, 0]  # no letter's fault
    monkeypatch.setitem(current_app.config, "SMTP_URL", mailbox.url)
    assert send_due(NOW + timedelta(minutes=2)).sent == 2


def test_ac20_dropped_after_data_goes_again_under_the_same_message_id(post, mailbox):
    mailbox.answers = ["drop"]
    letter = post()
    assert send_due(NOW).failed == 1
    assert send_due(NOW + timedelta(minutes=2)).sent == 1
    ids = {message_from_bytes(one)["Message-ID"] for one in mailbox.got}
    assert len(mailbox.got) == 2
    assert len(ids) == 1
    assert fresh(letter).sent_at


def test_a_round_that_died_leaves_its_letters_to_the_next_after_the_lease(post):
    letter = post()
    letter.claimed_until = NOW + timedelta(minutes=5)
    session.commit()
    assert send_due(NOW) == Sent()
    assert send_due(NOW + timedelta(minutes=5)).sent == 1


def test_m8_a_letter_whose_ground_is_gone_is_stopped_and_says_why(post, mailbox, monkeypatch):
    letter = post()
    monkeypatch.setitem(RENDERERS, "prov", lambda _letter: Stop("Samtycket är återkallat."))
    assert send_due(NOW) == Sent(stopped=1)
    assert fresh(letter).stopped_at
    assert fresh(letter).trouble == "Samtycket är återkallat."
    assert mailbox.got == []


def test_a_stopped_letter_is_not_sent(world, post, mailbox):
    letter = post()
    host = acting(world.user("host"))
    stop = {"kinds": ("prov",), "about_id": letter.about_id, "because": "Nej.", "at": NOW}
    assert service.stop(host, **stop, receiver_id=uuid4()) == []
    assert service.stop(host, **stop) == [letter]
    db.seal_and_commit()
    assert send_due(NOW) == Sent()
    assert mailbox.got == []


def test_only_the_sender_tries_again_or_puts_aside(world, post, mailbox):
    mailbox.refused = {"borta@ame.example"}
    letter = post("borta@ame.example")
    send_due(NOW)
    letter = fresh(letter)
    with pytest.raises(NotAllowed):
        service.try_again(acting(world.user("af")), letter, at=NOW)
    service.try_again(acting(world.user("host")), letter, at=NOW)
    mailbox.refused = set()
    db.seal_and_commit()
    assert send_due(NOW).sent == 1


def test_a_folder_keeps_one_file_for_a_letter_that_goes_twice(post, tmp_path, monkeypatch):
    monkeypatch.setitem(current_app.config, "SMTP_URL", f"dir:{tmp_path}/brev")
    letter = post()
    assert send_due(NOW).sent == 1
    letter.sent_at = None
    session.commit()
    assert send_due(NOW).sent == 1
    [file] = (tmp_path / "brev").iterdir()
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["Subject"] == "Prov på åäö"


def test_a_password_is_never_said_without_tls(mailbox):
    from_url = mailbox.url.replace("smtp://", "smtp://name:secret@")
    message = EmailMessage()
    message["From"], message["To"] = "a@b.example", "c@d.example"
    with pytest.raises(Down), Server(urlsplit(from_url)) as server:
        server.carry(message, "c@d.example")
    assert mailbox.got == []


@pytest.mark.parametrize(("who", "sees"), [("admin", True), ("host", False), ("lsg", False)])
def test_only_the_administrator_sees_all_letters_outside_the_demo(world, who, sees):
    assert bool(may_list(acting(world.user(who)), demo=False)) is sees
    assert may_list(acting(world.user(who)), demo=True)


def test_every_letter_leaves_an_audit_row(post):
    letter = post()
    row = session.scalar(select(AuditEntry).where(AuditEntry.subject_id == letter.id))
    assert row.action == "letter posted"
