"""The commands of the post: letters out, answers in, and how systemd runs them and the rest."""

import shutil
import signal
import sys
from pathlib import Path
from threading import Event

import click

from casework.cli.door import data_option, installation, main
from casework.kit import clock
from casework.letters.incoming.mailboxes import Unreachable
from casework.letters.watching import one_round, told, watch
from casework.meetings.replies.rounds import read_replies

UNITS = Path(__file__).parent / "systemd"


@main.command("send-mail")
@click.option("--watch", "watching", is_flag=True, help="Go on until told to end (SIGTERM).")
@data_option
def send_mail(watching: bool, data: Path | None) -> None:
    """Send the letters that wait. Run it every minute, or once with --watch."""
    with installation(data):
        if watching:
            watch(click.echo, ending_on_signals())
        else:
            click.echo(told(one_round()))


@main.command("read-replies")
@data_option
def replies(data: Path | None) -> None:
    """Read the answers that came by e-mail. Run it every few minutes."""
    with installation(data) as app:
        if not app.config["REPLIES_URL"]:
            sys.exit("CASEWORK_REPLIES_URL is not set. See Configuration in README.md.")
        try:
            click.echo(read_replies(app.config["REPLIES_URL"], clock.now()))
        except Unreachable as trouble:
            sys.exit(str(trouble))


@main.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder.")
@click.option("--casework", "program", help="Where the command lies. Default: this one.")
def systemd(out: Path, program: str | None) -> None:
    """Write the units that run casework on a machine with systemd."""
    found = program or shutil.which(sys.argv[0]) or sys.argv[0]
    out.mkdir(parents=True, exist_ok=True)
    for unit in sorted(UNITS.iterdir()):
        text = unit.read_text().replace("@CASEWORK@", str(Path(found).absolute()))
        (out / unit.name).write_text(text)
        click.echo(out / unit.name)


def ending_on_signals() -> Event:
    """Set when the process is asked to end; what it is in the middle of is done first."""
    ending = Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: ending.set())
    return ending
