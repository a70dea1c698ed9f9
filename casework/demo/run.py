"""`casework demo`: a folder with a database, keys and mail of its own, served on loopback only."""

import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from threading import Event, Thread

from flask import Flask

import config
from casework import create_app
from casework.access.asking import House, on_behalf_of
from casework.demo.stories import tell_everything
from casework.kit import assets, schema
from casework.letters.sending import send_due
from casework.letters.watching import watch

MARK = "casework-demo.json"  # only a folder with this file is ever emptied
LOOPBACK = "127.0.0.1"
Say = Callable[[str], None]


def run(*, cases: int, seed: int, port: int, data: Path | None, serve: bool, say: Say) -> None:
    """Make the demo afresh in `data` and serve it until Ctrl+C."""
    folder = (data or Path(gettempdir()) / "casework-demo").resolve()
    if assets.missing():
        say("Fetching the design system …")
        assets.fetch()
    say(f"Making {cases} made-up cases over two years in {folder}: about a minute …")
    app = make(folder, cases=cases, seed=seed, port=port)
    if serve:
        say(f"Open http://{LOOPBACK}:{port} and sign in as koordinator@demo.example")
        say("with the password demo-losenord-2026. The other accounts are in README.md.")
        Thread(target=deliver, args=(app, Event()), daemon=True).start()
        app.run(host=LOOPBACK, port=port, threaded=True)


def deliver(app: Flask, ending: Event) -> None:
    """What is booked while the demo is served is sent within seconds, to its folder."""
    with app.app_context(), on_behalf_of(House("the demo's postman")):
        watch(lambda _line: None, ending)


def make(folder: Path, *, cases: int, seed: int, port: int) -> Flask:
    """The demo's app on a new database in `folder`, with everything that has happened in it."""
    keys = _empty(folder)
    app = create_app(config.demo(folder, port, keys))
    schema.upgrade()
    with app.app_context(), on_behalf_of(House("a demo")):
        tell_everything(cases=cases, seed=seed, deliver=send_due)
    return app


def _empty(folder: Path) -> dict[str, str]:
    """An empty folder with new keys. A folder that is not a demo's own is left alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise SystemExit(f"{folder} holds something else. Name an empty folder with --data.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    keys = {name: secrets.token_hex(32) for name in ("secret", "field", "index", "audit")}
    (folder / MARK).write_text("{}\n")
    keys_file = folder / "keys.json"
    keys_file.touch(mode=0o600)
    keys_file.write_text(json.dumps(keys, indent=1))
    return keys
