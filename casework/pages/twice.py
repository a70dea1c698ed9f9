"""A form that is sent twice: the second is sent on to where the first went, and changes nothing."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from flask import Flask, Response, flash, g, redirect, request
from sqlalchemy.exc import SQLAlchemyError

from casework.access.web import actor_or_none
from casework.kit import clock, db, once

SAID = "Det var redan sparat. Formuläret skickades två gånger."


def install(app: Flask) -> None:
    app.before_request(_sent_before)
    app.after_request(_remember_where_it_led)
    app.register_error_handler(once.SentBefore, lambda _error: _again())
    if _note not in db.before_writing:
        db.before_writing.append(_note)


def _key() -> str | None:
    """Only a form with the page's token, from somebody signed in, can be known again."""
    actor = actor_or_none()
    if request.method != "POST" or actor is None or "csrf_token" not in request.form:
        return None
    if (request.endpoint or "").startswith("typed."):
        return None  # a working copy may be kept as often as it likes
    fields = [*request.form.items(multi=True), *_files()]
    return once.key_of(actor.user_id, request.full_path, fields)


def _files() -> Iterator[tuple[str, str]]:
    """Another file in the same form is another form."""
    for name, file in request.files.items(multi=True):
        yield name, sha256(file.stream.read()).hexdigest()
        file.stream.seek(0)


def _sent_before() -> Any:
    g.form_key = _key()
    return _again() if g.form_key and once.find(g.form_key) else None


def _again() -> Any:
    db.session.rollback()
    first = once.find(g.form_key)
    flash(SAID)
    return redirect(first.led_to or "/" if first else "/", 303)


def _note() -> None:
    key = g.get("form_key") if g else None
    if key and "form_noted" not in g:
        g.form_noted = True
        once.note(key, clock.now())


def _remember_where_it_led(answer: Response) -> Response:
    if "form_noted" in g and answer.status_code in (302, 303):
        first = once.find(g.form_key)
        if first:
            first.led_to = answer.location
            try:
                db.seal_and_commit()
            except SQLAlchemyError:  # what was asked is done; only the second click lands elsewhere
                db.session.rollback()
    return answer
