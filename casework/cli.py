"""The commands a person types. Settings come from config.py.

A command that belongs to a room calls one function of that room, and stands with the others below.
"""

import base64
import json
import os
import secrets
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from alembic.migration import MigrationContext
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import OperationalError

import config
from casework import create_app
from casework.access.asking import House, on_behalf_of
from casework.audit import head
from casework.audit.queries import verify as verify_chain
from casework.authorities import defaults as places
from casework.authorities.commands import approve as approve_waiting
from casework.authorities.queries import administrators
from casework.authorities.service.staff import first_administrator
from casework.cases.renewal import propose_renewals
from casework.demo.run import run
from casework.kit import assets as design
from casework.kit import clock, db, once, schema
from casework.kit.db import writing
from casework.letters.sending import send_due
from casework.meetings.outside import remind as remind_of_meetings
from casework.oversight.watch import raise_all as raise_review_tasks
from casework.programmes import defaults as programmes
from casework.reports.commands import import_file, tell_of_releases, write_report

KEYS = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "AUDIT_KEY")
DEMO_PORT = 5000

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="A demo's folder. Without it, the installation that CASEWORK_* names.",
)


@click.group()
def main() -> None:
    """Casework: authorities working one person's case together."""


def settings(data: Path | None) -> dict[str, Any]:
    """A demo's settings when `data` is its folder, otherwise those of the environment."""
    try:
        if data is None:
            return config.load(os.environ)
        keys = json.loads((data / "keys.json").read_text())
        return config.demo(data.resolve(), DEMO_PORT, keys)
    except config.ConfigurationError as fault:
        sys.exit(str(fault))
    except (OSError, ValueError):
        sys.exit(f"{data} is not a demo's folder: it has no keys.json that can be read.")


@contextmanager
def installation(data: Path | None = None) -> Generator[Flask]:
    """The app of an installation, with its context open."""
    app = create_app(settings(data))
    with app.app_context(), on_behalf_of(House("a command")):
        yield app


@main.command()
@click.option("--admin-email", help="Address of the first administrator.")
@click.option("--admin-name", default="Administratören", show_default=True)
def init(admin_email: str | None, admin_name: str) -> None:
    """Make the folders, the database and the first administrator."""
    missing = [name for name in KEYS if not os.environ.get(f"CASEWORK_{name}")]
    if missing:
        for name in missing:
            click.echo(f"CASEWORK_{name}={_new_key(name)}")
        sys.exit("Put these in the environment, keep a copy apart, and run casework init again.")
    settings(None)["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    with installation():
        schema.upgrade()
        click.echo("The database is ready.")
        _begin(admin_email, admin_name)


def _begin(admin_email: str | None, admin_name: str) -> None:
    """What an empty installation starts with; what is there already is left as it is."""
    with writing():
        host = places.install()["host"]
        programmes.install(host)
    if administrators():
        click.echo("There is an administrator already.")
        return
    email = admin_email or click.prompt("Address of the first administrator")
    with writing():
        given = first_administrator(None, name=admin_name, email=email, unit=host)
    click.echo(f"Sign in as {email} with the password {given.password} and change it.")


def _new_key(name: str) -> str:
    if name == "FIELD_KEYS":
        return f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}"
    return secrets.token_urlsafe(48)


@main.command()
@click.argument("proposal", type=click.UUID, required=False)
def approve(proposal: UUID | None) -> None:
    """Be the second administrator while there is only one: list what waits, or approve it."""
    with installation():
        for line in approve_waiting(proposal):
            click.echo(line)


@main.command()
def assets() -> None:
    """Fetch the design system that the pages are drawn with."""
    try:
        design.fetch()
    except design.AssetsMissing as trouble:
        sys.exit(str(trouble))


@main.command()
@data_option
def upgrade(data: Path | None) -> None:
    """Bring the database to the tables of this version."""
    with installation(data):
        schema.upgrade()
    click.echo("The database is up to date.")


@main.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port.")
@click.option("--workers", default=2, show_default=True, help="How many processes answer.")
def serve(bind: str, workers: int) -> None:
    """Serve the pages with gunicorn."""
    found = settings(None)
    if design.missing():
        design.fetch()
    _server(lambda: create_app(found), bind, workers).run()


def _server(make_app: Callable[[], Flask], bind: str, workers: int) -> Any:
    wanted: dict[str, Any] = {"bind": bind, "workers": workers, "worker_class": "sync"}
    wanted["control_socket_disable"] = True  # nothing but the pages

    class Server(BaseApplication):
        """One request at a time in each process: the database session is the request's own."""

        def load_config(self) -> None:
            for name, value in wanted.items():
                self.cfg.set(name, value)  # ty: ignore[missing-union-attribute]

        def load(self) -> Flask:
            return make_app()

    return Server()


@main.command("verify-audit")
@data_option
def verify_audit(data: Path | None) -> None:
    """Walk the audit chain from its first row. Exit 1 if it does not hold."""
    with installation(data):
        verdict = verify_chain()
        if not verdict.holds:
            row = f"Row {verdict.first_bad} does not hold: " if verdict.first_bad else ""
            click.echo(f"{row}{verdict.what}.")
            sys.exit(1)
        _anchor(verdict.rows, verdict.chain_mac)
    click.echo(f"{verdict.rows} rows, chain holds.")


def _anchor(seq: int | None = None, chain_mac: str = "") -> None:
    """A line about the chain in the file of anchors, beside the database."""
    try:
        with writing():
            head.anchor(seq, chain_mac)
    except OSError as trouble:
        sys.exit(f"The file of anchors cannot be written: {trouble.strerror or trouble}.")


@main.command()
@data_option
def check(data: Path | None) -> None:
    """Look over configuration and health. Exit 1 with a sentence per fault."""
    with installation(data) as app:
        faults = [*_database_faults(), *_folder_faults(app.config)]
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("All is well.")


def _folder_faults(found: dict[str, Any]) -> Iterator[str]:
    if design.missing():
        yield "The design system is missing: run casework assets."
    if not os.access(found["DATA_DIR"], os.W_OK):
        yield f"The folder {found['DATA_DIR']} cannot be written: run casework init."


def _database_faults() -> Iterator[str]:
    newest = schema.newest()
    try:
        current = MigrationContext.configure(db.session.connection()).get_current_revision()
    except OperationalError:
        yield "The database does not answer: check CASEWORK_DATABASE_URL."
        return
    if current != newest:
        yield f"The database is at version {current}, not {newest}: run casework upgrade."
    elif not administrators():
        yield "There is no administrator: run casework init."


# Commands of the rooms: each stands here when its room can do it


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
    """Remind of unanswered meetings and consents that soon end, and tidy. Run it every morning."""
    with installation(data):
        with writing():
            reminded = remind_of_meetings(clock.now())
            renewals = propose_renewals(clock.now())
            raised = raise_review_tasks(clock.now())
            once.forget(clock.now())
        _anchor()
    click.echo(f"{reminded} reminded, {renewals} told that a consent soon ends.")
    click.echo(f"{raised} review tasks raised.")


@main.command("send-mail")
@data_option
def send_mail(data: Path | None) -> None:
    """Send the letters that wait. Run it every minute."""
    with installation(data):
        round_ = send_due(clock.now())
    click.echo(f"{round_.sent} sent, {round_.failed} put off, {round_.stopped} stopped.")


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
