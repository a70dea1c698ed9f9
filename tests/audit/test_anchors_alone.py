"""A2: the file of anchors by itself: what is written to the letter, what is read and refused."""

import os
import stat
from datetime import UTC, datetime

import pytest

from casework.audit import anchors
from casework.audit.anchors import Anchor, Anchors, Unreadable
from casework.audit.chain import Key, seal_anchor

AT = datetime(2026, 11, 23, 4, 5, 6, 789, tzinfo=UTC)
SAID = "2026-11-23T04:05:06+00:00"


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(Key, "value", b"a key")
    monkeypatch.setattr(Anchors, "path", None)
    anchors.configure(tmp_path)
    return tmp_path / "audit-anchors.log"


def line(seq, mac="ab", at=SAID):
    return f"{seq} {mac} {at} {seal_anchor(seq, mac, at)}\n"


def test_a2_a_line_is_number_code_moment_and_seal(file):
    anchors.keep(7, "ab", AT)
    anchors.keep(12, "cd", AT)
    assert file.read_text() == line(7) + line(12, "cd")
    assert anchors.kept() == {7: Anchor(7, "ab", SAID), 12: Anchor(12, "cd", SAID)}


def test_a2_only_its_owner_reads_and_writes_the_file(file):
    before = os.umask(0)
    try:
        anchors.keep(1, "ab", AT)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a2_without_a_file_nothing_is_kept_and_nothing_is_missing(file):
    assert anchors.kept() == {}
    anchors.configure(None)
    anchors.keep(1, "ab", AT)
    assert (Anchors.path, file.exists(), anchors.kept()) == (None, False, {})


@pytest.mark.parametrize(
    "bad",
    [
        line(2)[:-1] + "0\n",
        line(2).replace("2 ", "3 ", 1),
        line(2).replace(" ab ", " ac "),
        line(2).replace("T04", "T05"),
        line(2).replace("2 ", "x ", 1),
        line(2).replace("2 ", "2  ", 1),
        "2 ab\n",
        f"2 ab {SAID} \n",
        f"2 ab {SAID} {'0' * 64} more\n",
        " \n",
    ],
)
def test_a2_a_line_that_is_not_ours_is_named(file, bad):
    anchors.keep(1, "ab", AT)
    with file.open("a") as more:
        more.write(bad)
    said = f"line 2 of the file of anchors {file} was changed"
    with pytest.raises(Unreadable) as refused:
        anchors.kept()
    assert str(refused.value) == said


def test_a2_what_is_no_text_cannot_be_read(file):
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(Unreadable) as refused:
        anchors.kept()
    assert str(refused.value) == f"the file of anchors {file} cannot be read"
    assert isinstance(refused.value.__cause__, UnicodeDecodeError)


def test_a2_half_a_line_is_taken_back_and_said(file, monkeypatch):
    anchors.keep(1, "ab", AT)
    whole, write, synced = file.read_text(), os.write, []
    monkeypatch.setattr(os, "write", lambda to, what: write(to, what[:-1]))
    monkeypatch.setattr(os, "fsync", synced.append)
    with pytest.raises(OSError, match=r"^the file of anchors has no room for a line$"):
        anchors.keep(2, "ab", AT)
    assert (file.read_text(), synced) == (whole, [])
    monkeypatch.setattr(os, "write", write)
    anchors.keep(2, "ab", AT)
    assert len(synced) == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(synced[0])


def test_a2_an_anchor_every_five_hundred_rows():
    assert anchors.EVERY == 500
    with pytest.raises(AttributeError):
        Anchor(1, "ab", SAID).seq = 2
