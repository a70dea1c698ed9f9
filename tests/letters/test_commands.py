"""The post's commands as they are typed, and the units that run them."""

import configparser
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from click.testing import CliRunner

from casework.cli import main
from casework.demo.run import deliver
from casework.kit import clock, db
from casework.letters.queries import oldest_waiting
from casework.letters.rounds import Sent
from casework.letters.rules import waiting
from casework.letters.sending import RENDERERS
from casework.letters.watching import told, waiting_faults
from config import ConfigurationError, _smtp
from tests.letters.misbehaving import command
from tests.letters.posting import posted, render
from tests.meetings.making import meeting

NOW = clock.now()
SERVICES = {"casework", *(f"casework-{one}" for one in ("mail", "remind", "replies", "calendars"))}
ASKED = {
    *("ProtectSystem=strict", "NoNewPrivileges=yes", "User=casework", "PrivateTmp=yes"),
    *("ProtectHome=yes", "CapabilityBoundingSet=", "StateDirectory=casework"),
    "EnvironmentFile=/etc/casework/environment",
}


@pytest.fixture
def units(tmp_path):
    done = CliRunner().invoke(main, ["systemd", "--out", str(tmp_path), "--casework", "/bin/true"])
    assert done.exit_code == 0, done.output
    return tmp_path


def test_the_units_are_written_hardened_and_with_the_command_in_place(units):
    assert {one.stem for one in units.glob("*.service")} == SERVICES
    for unit in units.glob("*.service"):
        lines = unit.read_text().splitlines()
        assert set(lines) >= ASKED, unit.name
        (start,) = [line for line in lines if line.startswith("ExecStart=")]
        words = start.removeprefix("ExecStart=/bin/true ").split()
        known = {*main.commands, "fetch-calendars"}  # that one is of another room
        assert words[0] in known
    for timer in units.glob("*.timer"):
        assert timer.with_suffix(".service").exists()


def test_systemd_takes_the_units(units):
    for unit in sorted(units.iterdir()):
        if verifier := shutil.which("systemd-analyze"):
            done = subprocess.run(
                [verifier, "verify", str(unit)], capture_output=True, text=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, ""), unit.name
        read = configparser.RawConfigParser(strict=False)
        read.optionxform = str  # ty: ignore[invalid-assignment]
        read.read_string(unit.read_text())
        assert set(read.sections()) <= {"Unit", "Service", "Timer", "Install"}


def test_the_installed_package_carries_the_units():
    house = Path(__file__).parents[2]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "casework/cli/systemd"],
        cwd=house,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(listed) == 8
    assert 'only-include = ["casework"' in (house / "pyproject.toml").read_text()


def test_m8_check_and_the_list_say_how_long_letters_have_waited(world, sign_in, monkeypatch):
    monkeypatch.setitem(RENDERERS, "prov", render)
    assert list(waiting_faults(NOW)) == []
    posted(world, at=NOW - timedelta(hours=3))
    posted(world, at=NOW)
    assert list(waiting_faults(NOW)) == [
        "2 letters wait, the oldest for 3 h: is casework send-mail running?"
    ]
    assert list(waiting_faults(NOW - timedelta(hours=2, minutes=1))) == []
    page = sign_in(world.user("admin")).get("/admin/brev").get_data(as_text=True)
    assert "Två brev väntar, det äldsta sedan tre timmar." in page
    assert "Står still" in page


@pytest.mark.parametrize(
    ("minutes", "says", "late"),
    [
        (0, "Ett brev väntar, det äldsta sedan mindre än en minut.", False),
        (1, "Ett brev väntar, det äldsta sedan en minut.", False),
        (60, "Ett brev väntar, det äldsta sedan en timme.", False),
        (61, "Ett brev väntar, det äldsta sedan en timme.", True),
        (3000, "Ett brev väntar, det äldsta sedan två dygn.", True),
        (-5, "Ett brev väntar, det äldsta sedan mindre än en minut.", False),
    ],
)
def test_m8_the_age_of_the_oldest_in_words(minutes, says, late):
    found = waiting(1, NOW - timedelta(minutes=minutes), NOW)
    assert (found.sentence, found.late) == (says, late)
    assert waiting(0, None, NOW).sentence == "Inga brev väntar."


def test_the_commands_say_numbers_and_end_well(world, tmp_path, monkeypatch):
    monkeypatch.setitem(RENDERERS, "prov", render)
    posted(world, at=NOW)
    folder = f"dir:{tmp_path}/brev"
    sent = command("send-mail", server=folder, data=tmp_path)
    said, complained = sent.communicate(timeout=120)
    assert (sent.returncode, said) == (0, "0 sent, 1 put off, 0 stopped.\n"), complained
    assert "a letter cannot be written: KeyError" in complained
    assert "ame.example" not in complained
    read = command(
        "read-replies", server=folder, data=tmp_path, REPLIES_URL=f"maildir:{tmp_path}/svar"
    )
    assert read.communicate(timeout=120)[0] == (
        "0 answers taken, 0 messages left, 0 letters came back, 0 unreadable.\n"
    )
    assert oldest_waiting()[0] == 1


@pytest.mark.parametrize("url", ["http://post.example", "post.example:25", "", "smpt://x"])
def test_an_address_of_no_mail_server_is_refused_at_the_start(url):
    with pytest.raises(ConfigurationError, match="must begin with smtp://"):
        _smtp(url)
    assert _smtp("smtp+plain://relay:25")


def test_a_round_in_one_line():
    assert told(Sent(3, 1, 0)) == "3 sent, 1 put off, 0 stopped."
    assert told(Sent(down="Nej.")) == "0 sent, 0 put off, 0 stopped. Nej."


def test_the_served_demo_sends_what_is_booked(world, whole_house, tmp_path, monkeypatch):
    monkeypatch.setitem(whole_house.config, "SMTP_URL", f"dir:{tmp_path}/brev")
    meeting(world, None, ("host", "af"))
    db.seal_and_commit()
    ending = Event()
    postman = Thread(target=deliver, args=(whole_house, ending), daemon=True)
    postman.start()
    try:
        deadline = monotonic() + 20
        while len(list((tmp_path / "brev").glob("*.eml"))) < 2 and monotonic() < deadline:
            sleep(0.05)
    finally:
        ending.set()
        postman.join(timeout=20)
    assert len(list((tmp_path / "brev").glob("*.eml"))) == 2
