"""A2: the file of anchors tells what the chain alone cannot."""

import logging
import os
import stat

import pytest
from sqlalchemy import select

from casework.audit import anchors
from casework.audit import head as end
from casework.audit.chain import START, Key
from casework.audit.models import AuditHead
from casework.audit.queries import Verdict
from casework.audit.service import record, seal
from casework.kit.db import session, writing
from tests.audit.making import spoil, trail
from tests.audit.making import verified as verify
from tests.audit.test_chain import chain_anew
from tests.conftest import acting


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The installation keeps anchors, every third row."""
    monkeypatch.setattr(anchors, "EVERY", 3)
    monkeypatch.setattr(anchors.Anchors, "path", tmp_path / anchors.NAME)
    return tmp_path / anchors.NAME


def anchor(*row):
    with writing():
        end.anchor(*row)


def lines(file):
    return [int(line.split()[0]) for line in file.read_text().splitlines()]


def test_a2_now_and_then_a_line_about_what_is_committed_already(world, file):
    trail(world, rows=11)
    assert lines(file) == [3, 6, 9]
    assert session.scalar(select(AuditHead.anchored)) == 9
    assert verify().holds
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a2_a_request_that_fails_leaves_no_line_that_is_untrue(world, file):
    case = trail(world, rows=3)

    def fails():
        with writing():
            record(acting(world.user("soc")), "x", case)
            seal()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert lines(file) == [3], "about the row before"
    assert (verify().rows, verify().holds) == (3, True)


def test_a2_one_long_transaction_is_one_line(world, file):
    case = trail(world, rows=2)
    with writing():
        for _ in range(20):
            record(acting(world.user("soc")), "x", case)
    assert not file.exists()
    with writing():
        record(acting(world.user("soc")), "x", case)
    assert lines(file) == [22]


def test_a2_a_command_anchors_the_end_and_once_is_enough(world, file):
    trail(world, rows=2)
    anchor()
    anchor()
    anchor(1, "an earlier row is known by a later one")
    assert lines(file) == [2]
    assert verify().holds


def test_ac27_a_chain_made_anew_with_the_key_is_found(world, file):
    trail(world, rows=5)
    assert spoil().holds
    chain_anew(Key.value)
    verdict = verify()
    assert verdict.first_bad == 1
    assert verdict.what.startswith("rows 1 to 3 are not those that were anchored 20")
    assert lines(file) == [3]


def test_ac27_the_rows_after_the_last_anchor_that_agrees_are_named(world, file):
    trail(world, rows=1)
    anchor()
    trail(world, rows=4)
    assert lines(file) == [1, 4]
    assert spoil().holds
    chain_anew(Key.value)
    assert verify().first_bad == 2


@pytest.mark.parametrize("keep_anchored", [True, False])
def test_ac27_an_old_database_put_back_is_found(world, file, keep_anchored):
    """Rows cut from the end and a head to match, as after a restore: the file remembers."""
    trail(world, rows=5)
    assert lines(file) == [3]
    assert spoil().holds
    chain_anew(Key.value, until=2, keep_anchored=keep_anchored)
    verdict = verify()
    assert (verdict.first_bad, verdict.rows) == (3, 2)
    assert verdict.what.startswith("rows after 2 are gone: row 3 was anchored 20")
    file.unlink()
    assert verify().holds is not keep_anchored


def test_a2_a_file_that_is_gone_is_told(world, file):
    trail(world, rows=5)
    file.unlink()
    verdict = verify()
    assert (verdict.first_bad, verdict.rows, verdict.holds) == (None, 5, False)
    assert verdict.what == (
        "the file of anchors is gone or was shortened: it has no line for row 3"
    )


def test_a2_a_file_that_was_shortened_is_told(world, file):
    trail(world, rows=8)
    first, *_rest = file.read_text().splitlines(keepends=True)
    file.write_text(first)
    assert verify().what.endswith("it has no line for row 6")


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_a2_a_changed_line_is_told(world, file, part):
    trail(world, rows=8)
    words = file.read_text().splitlines()[1].split()
    words[part] = "7" + words[part][1:] if words[part][0] != "7" else "8" + words[part][1:]
    file.write_text(f"{file.read_text().splitlines()[0]}\n{' '.join(words)}\n")
    assert verify().what == f"line 2 of the file of anchors {file} was changed"


@pytest.mark.parametrize("torn", ["", "3", "x y z u", "3 a 2026-01-01 "])
def test_a2_a_torn_line_is_told(world, file, torn):
    trail(world, rows=5)
    file.write_text(f"{file.read_text()}{torn}\n")
    assert verify().what == f"line 2 of the file of anchors {file} was changed"


def test_a2_a_file_that_cannot_be_read_is_told(world, file):
    trail(world, rows=5)
    file.write_bytes(b"\xff\xfe")
    assert verify() == Verdict(0, None, f"the file of anchors {file} cannot be read", START)
    file.unlink()
    file.mkdir()
    assert verify().what == f"the file of anchors {file} cannot be read"


def test_a2_a_file_that_cannot_be_written_stops_nobody_and_is_logged(world, file, caplog):
    file.mkdir()
    with caplog.at_level(logging.ERROR):
        trail(world, rows=5)
    assert "the file of anchors cannot be written: Is a directory" in caplog.text
    file.rmdir()
    trail(world, rows=1)
    assert lines(file) == [5], "the next row tries again"
    assert verify().holds


def test_a2_a_line_without_room_is_taken_back(world, file, monkeypatch):
    trail(world, rows=5)
    before = file.read_text()
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, line: write(fd, line[:20]))
    with pytest.raises(OSError, match="no room"):
        anchor()
    monkeypatch.undo()
    monkeypatch.setattr(anchors.Anchors, "path", file)
    assert file.read_text() == before
    assert verify().holds


def test_a2_an_installation_without_a_folder_keeps_no_anchors(world, file):
    anchors.configure(None)
    trail(world, rows=8)
    anchor()
    assert not file.exists()
    anchors.configure(file.parent)
    assert anchors.Anchors.path == file
