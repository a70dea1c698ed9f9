"""The commands of the rooms: what is done every minute, every morning and twice a year."""

from pathlib import Path
from typing import Any

import click

from casework.assessments.reminding import remind as remind_of_parts
from casework.calendars.round import fetch_due
from casework.cases.renewal import propose_renewals
from casework.cli.door import DEMO_PORT, data_option, installation, main
from casework.cli.trail import anchor
from casework.demo.run import run
from casework.kit import clock, once, typed
from casework.kit.db import writing
from casework.meetings.doing.unsigned import remind as remind_of_meetings
from casework.oversight.watch import raise_all as raise_review_tasks
from casework.polls.doing.unsigned import remind as remind_of_polls
from casework.referrals.reminding import remind as remind_of_referrals
from casework.reports.commands import import_file, tell_of_releases, write_report


@main.command()
@click.option("--cases", default=60, show_default=True, help="How many made-up cases.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same data.")
@click.option("--port", default=DEMO_PORT, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), help="The demo's own folder.")
@click.option("--serve/--no-serve", default=True, help="Serve it, or only make the data.")
def demo(cases: int, seed: int, port: int, data: Path | None, serve: bool) -> None:
    """Show it all with made-up people, on this machine only."""
    run(cases=cases, seed=seed, port=port, data=data, serve=serve, say=click.echo)


@main.command()
@data_option
def remind(data: Path | None) -> None:
    """Remind of what is owed and what soon ends, and tidy. Run it every morning."""
    with installation(data):
        with writing():
            reminded = remind_of_meetings(clock.now())
            polls = remind_of_polls(clock.now())
            parts = remind_of_parts(clock.now())
            renewals = propose_renewals(clock.now())
            owing = remind_of_referrals(clock.now())
            raised = raise_review_tasks(clock.now())
            once.forget(clock.now())
            typed.sweep(clock.now())
        anchor()
    click.echo(f"{reminded} reminded of a meeting, {parts} of a part of a kartläggning.")
    click.echo(f"{polls} of a question about times.")
    click.echo(f"{owing} of an answer or a completion of a remiss.")
    click.echo(f"{renewals} told that a consent soon ends.")
    click.echo(f"{raised} review tasks raised.")


@main.command("fetch-calendars")
@data_option
def fetch_calendars(data: Path | None) -> None:
    """Fetch people's own calendars where that is due. Run it every fifteen minutes."""
    with installation(data) as app:
        done = fetch_due(clock.now(), app.config["CALENDAR_HOSTS"])
    click.echo(f"{done.read} read, {done.unchanged} as they were, {done.failed} put off.")
    click.echo(f"{done.gone} taken away, of people who have left or moved.")


programme_option = click.option("--programme", required=True, help="The programme's name.")
day = click.DateTime(["%Y-%m-%d"])


@main.command("import-outcomes")
@click.argument("sheet", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@programme_option
@data_option
def import_outcomes(sheet: Path, programme: str, data: Path | None) -> None:
    """Read outcomes from before casework: all rows of the sheet, or none."""
    with installation(data):
        click.echo(import_file(sheet, programme))


@main.command()
@programme_option
@click.option("--from", "first", type=day, required=True, help="First day, like 2026-01-01.")
@click.option("--to", "last", type=day, required=True, help="Last day, like 2026-06-30.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder.")
@data_option
def report(programme: str, first: Any, last: Any, out: Path, data: Path | None) -> None:
    """Write the files of a published delårsrapport."""
    with installation(data):
        for path in write_report(programme, first.date(), last.date(), out):
            click.echo(path)


@main.command("verify-releases")
@data_option
def verify_releases(data: Path | None) -> None:
    """Judge every published number again, with those before it. Exit 1 if one is not safe."""
    with installation(data):
        click.echo(tell_of_releases())
