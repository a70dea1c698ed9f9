"""Setting an installation up, serving it, and looking whether it is well."""

import base64
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from alembic.migration import MigrationContext
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import OperationalError

from casework import create_app
from casework.authorities import defaults as places
from casework.authorities.commands import approve as approve_waiting
from casework.authorities.queries import administrators
from casework.authorities.service.staff import first_administrator
from casework.cli.door import KEYS, data_option, installation, main, settings
from casework.kit import assets as design
from casework.kit import clock, db, schema
from casework.kit.db import writing
from casework.letters.watching import waiting_faults
from casework.programmes import defaults as programmes


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


@main.command()
@data_option
def check(data: Path | None) -> None:
    """Look over configuration and health. Exit 1 with a sentence per fault."""
    with installation(data) as app:
        faults = [*_database_faults(), *_folder_faults(app.config)]
        faults += [] if faults else waiting_faults(clock.now())
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
