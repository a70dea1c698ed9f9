"""What all commands share: the group they hang in, the settings, and the app of an installation."""

import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask

import config
from casework import create_app
from casework.access.asking import House, on_behalf_of

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
