"""The commands, on a folder of their own. They rebind the session, so it is bound back after."""

import json
import os

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from casework import cli
from casework.audit import anchors, guard
from casework.audit.chain import Key
from casework.kit import crypto, db
from tests.conftest import CONFIG


@pytest.fixture
def environment(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("CASEWORK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CASEWORK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CASEWORK_BASE_URL", "https://prov.example")
    monkeypatch.setenv("CASEWORK_MAIL_FROM", "prov@prov.example")
    yield monkeypatch
    if db.session.registry.has():
        db.session.remove()
    crypto.configure(CONFIG["FIELD_KEYS"], CONFIG["INDEX_KEY"])
    Key.value = CONFIG["AUDIT_KEY"]
    anchors.configure(None)


def run(*words):
    done = CliRunner().invoke(cli.main, words)
    bind = db.session.session_factory.kw.get("bind")
    db.session.remove()
    if bind is not None:
        bind.dispose()
    return done


def keys_from(output):
    return dict(line.split("=", 1) for line in output.splitlines() if line.startswith("CASEWORK_"))


@pytest.fixture
def installed(environment):
    first = run("init")
    assert first.exit_code == 1
    for name, value in keys_from(first.output).items():
        environment.setenv(name, value)
    done = run("init", "--admin-email", "Chef@prov.example")
    assert done.exit_code == 0, done.output
    return done


def test_init_gives_keys_then_a_database_and_one_administrator(installed):
    assert "Sign in as Chef@prov.example with the password " in installed.output
    again = run("init", "--admin-email", "annan@prov.example")
    assert "There is an administrator already." in again.output
    assert "password" not in again.output
    assert run("check").output == "All is well.\n"


def test_the_first_keys_are_strong_enough(environment):
    given = keys_from(run("init").output)
    assert set(given) == {f"CASEWORK_{name}" for name in cli.KEYS}
    assert given["CASEWORK_INDEX_KEY"] != given["CASEWORK_AUDIT_KEY"]
    for name, value in given.items():
        environment.setenv(name, value)
    assert len(cli.settings(None)["FIELD_KEYS"][1]) == 32


def test_a2_verify_audit_counts_the_rows_and_names_the_first_bad_one(installed):
    assert installed.exit_code == 0
    assert run("verify-audit").output == "1 rows, chain holds.\n"
    with cli.installation():
        for statement in (*guard.UNGUARD["sqlite"], "UPDATE audit_entries SET action = 'read'"):
            db.session.execute(text(statement))
        db.session.commit()
    broken = run("verify-audit")
    assert broken.exit_code == 1
    assert broken.output == "Row 1 does not hold: row 1 was changed.\n"


def test_check_says_a_sentence_per_fault(installed, environment):
    assert installed.exit_code == 0
    with cli.installation():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()
    behind = run("check")
    assert behind.exit_code == 1
    assert "The database is at version 0001, not 00" in behind.output
    environment.setenv("CASEWORK_SECRET_KEY", "weak")
    weak = run("check")
    assert weak.exit_code == 1
    assert "CASEWORK_SECRET_KEY is too weak" in weak.output


def test_a_demo_folder_brings_its_own_keys(environment, tmp_path):
    del environment
    keys = {name: f"{number}" * 64 for number, name in enumerate(cli_keys(), 1)}
    (tmp_path / "keys.json").write_text(json.dumps(keys))
    found = cli.settings(tmp_path)
    assert found["DEMO"]
    assert found["AUDIT_KEY"] == b"4" * 64
    assert run("upgrade", "--data", str(tmp_path)).exit_code == 0
    assert run("verify-audit", "--data", str(tmp_path)).output == "0 rows, chain holds.\n"
    missing = run("verify-audit", "--data", str(tmp_path / "annan"))
    assert missing.exit_code == 1
    assert "is not a demo's folder" in missing.output


def cli_keys():
    return ("secret", "field", "index", "audit")


def test_every_command_explains_itself(environment):
    del environment
    for name in cli.main.commands:
        help_text = CliRunner().invoke(cli.main, [name, "--help"]).output
        assert len(help_text.splitlines()) > 3, name
