"""A2: verify-audit and remind, on an installation of their own with its file of anchors."""

import json
from time import perf_counter

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from casework import cli
from casework.audit import anchors, guard
from casework.audit.chain import Key
from casework.audit.service import record
from casework.authorities.models import Room
from casework.kit import crypto, db
from casework.tables import Base
from tests.conftest import CONFIG


@pytest.fixture
def folder(tmp_path):
    """A demo's folder with empty tables."""
    keys = dict.fromkeys(("secret", "field", "index", "audit"), "5" * 64)
    (tmp_path / "keys.json").write_text(json.dumps(keys))
    with cli.installation(tmp_path):
        Base.metadata.create_all(db.session.get_bind())
    yield tmp_path
    closed()
    crypto.configure(CONFIG["FIELD_KEYS"], CONFIG["INDEX_KEY"])
    Key.value = CONFIG["AUDIT_KEY"]
    anchors.configure(None)


def closed():
    db.session.remove()
    db.session.session_factory.kw["bind"].dispose()


def add(folder, rows, *statements):
    """Rows in one transaction, and then what somebody does to the tables."""
    with cli.installation(folder):
        with db.writing():
            for number in range(rows):
                record(None, f"act {number}", Room())
        for statement in statements:
            db.session.execute(text(statement))
        db.session.commit()
    closed()


def run(*words, on):
    done = CliRunner().invoke(cli.main, [*words, "--data", str(on)])
    closed()
    return done.exit_code, done.output


def test_a2_a_chain_that_holds_is_anchored(folder):
    assert run("verify-audit", on=folder) == (0, "0 rows, chain holds.\n")
    assert not (folder / anchors.NAME).exists()
    add(folder, 3)
    for _ in range(2):
        assert run("verify-audit", on=folder) == (0, "3 rows, chain holds.\n")
    assert (folder / anchors.NAME).read_text().startswith("3 ")
    assert len((folder / anchors.NAME).read_text().splitlines()) == 1


def test_a2_every_morning_the_end_is_anchored(folder):
    add(folder, 2)
    assert run("remind", on=folder)[0] == 0
    assert (folder / anchors.NAME).read_text().startswith("2 ")


def test_ac27_verify_audit_names_the_row_and_anchors_nothing(folder):
    spoiled = "UPDATE audit_entries SET action = 'x' WHERE seq = 2"
    add(folder, 3, *guard.UNGUARD["sqlite"], spoiled)
    said = "Row 2 does not hold: row 2 was changed.\n"
    assert run("verify-audit", on=folder) == (1, said)
    assert not (folder / anchors.NAME).exists()


def test_ac27_verify_audit_says_that_the_file_is_gone(folder):
    add(folder, 3)
    run("verify-audit", on=folder)
    (folder / anchors.NAME).unlink()
    said = "the file of anchors is gone or was shortened: it has no line for row 3.\n"
    assert run("verify-audit", on=folder) == (1, said)


def test_a2_a_file_that_cannot_be_written_is_said(folder):
    add(folder, 3)
    (folder / anchors.NAME).symlink_to(folder / "nowhere" / "file")
    code, said = run("verify-audit", on=folder)
    assert code == 1
    assert said == "The file of anchors cannot be written: No such file or directory.\n"


def test_a2_nobody_waits_while_the_chain_is_verified(folder, monkeypatch):
    """On SQLite a transaction locks: the walk has none while it reckons."""
    add(folder, 9)
    monkeypatch.setattr("casework.audit.queries.AT_ONCE", 2)
    reckon = cli.trail.verify_chain.__globals__["link"]
    waited = []

    def link(chained, before):
        began = perf_counter()
        if chained[0] == 5:
            with db.writing():
                record(None, "meanwhile", Room())
        waited.append(perf_counter() - began)
        return reckon(chained, before)

    monkeypatch.setitem(cli.trail.verify_chain.__globals__, "link", link)
    assert run("verify-audit", on=folder) == (0, "10 rows, chain holds.\n")
    assert max(waited) < 4, "less than SQLite's patience"
