"""How a no is said, and what was typed given back with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask, current_app, render_template, request
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from casework.access import Actor, Reason
from casework.access.web import actor_or_none, signed_in
from casework.audit.service import note_refusal, note_what_was_undone
from casework.kit import db
from casework.kit.errors import NotAllowed, NotVisible, Stale

# Asked when a save meets a closed door: why somebody who had it open lately no longer reaches it,
# or None for everybody else. Filled by the cases room when the house starts (AC03).
why_lost: list[Callable[[Actor, frozenset[UUID]], str | None]] = []


def install(app: Flask) -> None:
    app.register_error_handler(NotVisible, _not_visible)
    app.register_error_handler(404, _not_visible)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, no_database)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, _broken)


def _refuse(kind: str, subject_id: object, code: int, **words: Any) -> tuple[str, int]:
    db.session.rollback()
    if signed_in():
        asked, reason = request.view_args or {}, words.get("reason") or Reason.NOT_VISIBLE
        what = subject_id or next(reversed(asked.values()), None)
        case, verb = asked.get("case_id"), request.method.lower()
        note_refusal(actor_or_none(), verb, kind or _room(), what, case_id=case, reason=reason)
    return render_template(f"errors/{code}.html", **words), code


def _room() -> str:
    return (request.endpoint or "address").split(".")[0]


def _not_visible(error: NotVisible | HTTPException) -> tuple[str, int]:
    """Not yours and nonexistent are one answer: same status, headers, body and statements.

    AC03: only somebody who had it open lately, and now saves, is told why, and gets the text back.
    """
    del error
    db.session.rollback()
    lost = _why_lost() if request.method == "POST" else None
    if lost:
        return _refuse("", None, 409, title="Inget har sparats", because=lost, typed=_typed())
    return _refuse("", None, 404)


def _why_lost() -> str | None:
    actor = actor_or_none()
    asked = _asked_for()
    if actor is None or not asked:
        return None
    return next((said for why in why_lost if (said := why(actor, asked))), None)


def _asked_for() -> frozenset[UUID]:
    """What the address names, in its path or after its question mark (`?arende=`)."""
    named = [*(request.view_args or {}).values(), request.args.get("arende", type=UUID)]
    return frozenset(one for one in named if isinstance(one, UUID))


def _typed() -> list[str]:
    """What somebody wrote themselves: no token, no date or code, each text once."""
    try:
        fields = request.form.items(multi=True)
    except RequestEntityTooLarge:  # it was not even taken in
        return []
    texts = [text for name, text in fields if name != "csrf_token"]
    return [text for text in dict.fromkeys(texts) if len(text.split()) > 1]


def _not_allowed(error: NotAllowed) -> tuple[str, int]:
    return _refuse("", None, 403, because=str(error), typed=_typed(), reason=_why(error))


def _why(error: NotAllowed) -> Reason:
    return Reason(error.reason or Reason.POLICY)


def _stale(error: Exception) -> tuple[str, int]:
    """What stands there now is read by whoever gets it: A1 holds although the save was undone."""
    db.session.rollback()
    said, stands = (str(error), error.stands) if isinstance(error, Stale) else ("", [])
    if stands:
        note_what_was_undone()
    words = {"because": said, "stands": stands, "typed": _typed()}
    return render_template("errors/409.html", **words), 409


def no_database(error: SQLAlchemyError) -> tuple[str, int]:
    current_app.logger.error("database: %s", type(error).__name__)
    db.session.rollback()
    return current_app.jinja_env.get_template("errors/503.html").render(_without_asking()), 503


def _without_asking() -> dict[str, Any]:
    """What base.html needs: who is signed in is asked of the database, so here nobody is."""
    names = ("SERVICE_NAME", "SERVICE_AREA", "DEMO")
    return {name.lower(): current_app.config[name] for name in names} | {"me": None, "menu": ()}


def http(error: HTTPException) -> Any:
    known = {400, 403, 405, 409, 413, 422, 429, 500, 503}
    if error.code not in known:
        return error
    return render_template(f"errors/{error.code}.html", because="", typed=_typed()), error.code


def _broken(error: Exception) -> tuple[str, int]:
    current_app.logger.exception("unhandled: %s", type(error).__name__)
    db.session.rollback()
    return render_template("errors/500.html"), 500
