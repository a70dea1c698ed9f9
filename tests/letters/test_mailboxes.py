"""A mailbox is read once, over TLS that is verified, in time boxes; too large is not read."""

import os

import pytest

from casework.letters.incoming import mailboxes
from casework.letters.incoming.mailboxes import LARGEST, Unreachable, mailbox
from tests.letters.certificates import self_made
from tests.letters.fake_imap import imap

MESSAGES = [b"Subject: one\r\n\r\nx", b"x" * (LARGEST + 1), b"Subject: three\r\n\r\n"]


def read(url: str) -> list[bytes | None]:
    with mailbox(url) as box:
        found = []
        for message in box.messages():
            found.append(message.raw)
            box.done(message)
        return found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return self_made(tmp_path_factory.mktemp("tls"))


def test_imap_is_read_once_and_flagged(certificate, monkeypatch):
    monkeypatch.setitem(os.environ, "SSL_CERT_FILE", certificate)
    with imap(MESSAGES, certificate) as server:
        url = f"imaps://svar%40x:hemligt@127.0.0.1:{server.port}/INBOX"
        assert read(url) == [MESSAGES[0], None, MESSAGES[2]]
        assert read(url) == []
        assert server.seen == {1, 2, 3}
        assert not [one for one in server.said if "FETCH 2 (BODY" in one], "10 MB would be fetched"
        assert 'LOGIN svar@x "hemligt"' in server.said


def test_a_wrong_certificate_ends_it_before_the_password(certificate):
    with imap(MESSAGES, certificate) as server:
        with pytest.raises(Unreachable, match="certificate of the mailbox cannot be trusted"):
            read(f"imaps://svar:hemligt@127.0.0.1:{server.port}/INBOX")
        assert server.said == []


def test_plain_imap_is_for_this_machine_alone():
    with imap(MESSAGES) as server:
        assert len(read(f"imap://svar:hemligt@127.0.0.1:{server.port}/INBOX")) == 3
    for url in ("imap://svar:hemligt@post.example/INBOX", "pop://x", ""):
        with pytest.raises(Unreachable, match="must be imaps://"):
            mailbox(url)


def test_a_mailbox_that_hangs_is_given_up_in_time(monkeypatch):
    monkeypatch.setattr(mailboxes, "SECONDS", 0.2)
    with imap(MESSAGES) as server:
        server.hangs = True
        with pytest.raises(Unreachable, match=r"does not answer: TimeoutError\.$"):
            read(f"imap://svar:hemligt@127.0.0.1:{server.port}/INBOX")


def test_a_maildir_is_made_where_it_is_missing_and_keeps_its_flags(tmp_path):
    url = f"maildir:{tmp_path}/post"
    assert read(url) == []
    (tmp_path / "post" / "new" / "2").write_bytes(b"two")
    (tmp_path / "post" / "cur" / "1:2,R").write_bytes(b"one")
    (tmp_path / "post" / "cur" / "0:2,S").write_bytes(b"seen")
    assert read(url) == [b"one", b"two"]
    assert {one.name for one in (tmp_path / "post" / "cur").iterdir()} == {
        "0:2,S",
        "1:2,RS",
        "2:2,S",
    }
    assert read(url) == []
