"""F4: the command, and the hosts that an installation names."""

import json
from io import BytesIO

import pytest
from click.testing import CliRunner
from flask import request

import config
from casework import cli
from casework.audit import anchors
from casework.audit.chain import Key
from casework.calendars.rules import address_of, is_allowed
from casework.kit import crypto, db
from casework.tables import Base
from tests.conftest import CONFIG


def closed():
    db.session.remove()
    db.session.session_factory.kw["bind"].dispose()


@pytest.fixture
def folder(tmp_path):
    keys = dict.fromkeys(("secret", "field", "index", "audit"), "5" * 64)
    (tmp_path / "keys.json").write_text(json.dumps(keys))
    with cli.installation(tmp_path):
        Base.metadata.create_all(db.session.get_bind())
    closed()
    yield tmp_path
    closed()
    crypto.configure(CONFIG["FIELD_KEYS"], CONFIG["INDEX_KEY"])
    Key.value = CONFIG["AUDIT_KEY"]
    anchors.configure(None)


def test_f4_the_command_tells_what_it_did(folder):
    done = CliRunner().invoke(cli.main, ["fetch-calendars", "--data", str(folder)])
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "0 read, 0 as they were, 0 put off.",
            "0 taken away, of people who have left or moved.",
        ],
    )


NEEDED = {
    "CASEWORK_BASE_URL": "https://prov.example",
    "CASEWORK_MAIL_FROM": "prov@prov.example",
    "CASEWORK_FIELD_KEYS": f"1:{'A' * 43}=",
    **{
        f"CASEWORK_{name}_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"
        for name in ("SECRET", "INDEX", "AUDIT")
    },
}


def _hosts(value):
    return config.load({**NEEDED, "CASEWORK_CALENDAR_HOSTS": value})["CALENDAR_HOSTS"]


def test_f4_hosts_are_named_in_the_configuration_and_none_is_the_default():
    assert config.load(NEEDED)["CALENDAR_HOSTS"] == ()
    assert _hosts(" outlook.office365.com, .Example.se ,") == (
        "outlook.office365.com",
        ".example.se",
    )
    for bad in ("*", "https://a.example", "localhost", "a.example:443", "a..example", "."):
        with pytest.raises(config.ConfigurationError, match="CALENDAR_HOSTS"):
            _hosts(bad)


HOST = "kalender.example"
HOSTS = (HOST, ".office365.example")


def test_f4_hosts_are_names_and_what_is_under_a_point():
    assert is_allowed("a.office365.example", HOSTS)
    assert not is_allowed("office365.example", HOSTS)
    assert not is_allowed("evil-office365.example", HOSTS)
    assert not is_allowed(HOST, ())
    assert address_of("webcal://kalender.example/a.ics", HOSTS) == "https://kalender.example/a.ics"
    assert address_of("https://KALENDER.example/a.ics", HOSTS)


def test_f1_a_file_is_never_laid_down_on_a_disk(app):
    with app.test_request_context("/"):
        assert isinstance(request._get_file_stream(2_000_000, "text/calendar"), BytesIO)
