"""What every answer shares: the menu, the refusals, and the audit row of what was read."""

from dataclasses import dataclass
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_login import logout_user
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from casework.access import Actor, Role
from casework.access.web import actor_or_none, me, signed_in
from casework.audit.service import note_refusal, waiting
from casework.kit import clock, db
from casework.kit.errors import NotAllowed, NotVisible, Stale

STEERING = frozenset({Role.STEERING})
WORKING = frozenset({Role.COORDINATOR, Role.CONTACT, Role.OFFICER})

MENU: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Mitt skrivbord", "/", WORKING),
    ("Remisser", "/remisser", WORKING),
    ("Ärenden", "/arenden", WORKING),
    ("Ärendegenomgångar", "/genomgangar", WORKING),
    ("Möten", "/moten", WORKING),
    ("Insatser", "/insatser", WORKING),
    ("Rapporter", "/rapporter", WORKING | STEERING),
    ("Åtkomst", "/granskning", frozenset({Role.REVIEWER})),
    ("Administration", "/admin", frozenset({Role.ADMINISTRATOR})),
)

# Where each role starts after signing in; "/" is the desk of those who work with cases.
# Rooms of people and cases: shut as a whole to those who do not work with cases (G1). The queries
# refuse them too; this wall stands before the queries are asked.
CASE_ROOMS = frozenset(
    {
        *("desk", "people", "consents", "referrals", "cases", "meetings", "reviews"),
        *("assessments", "plans", "contributions", "followups", "outcomes"),
    }
)
ALSO = frozenset({"cases.access_log", "meetings.answer_by_link", "meetings.feed"})

START = {Role.STEERING: "/rapporter", Role.REVIEWER: "/granskning", Role.ADMINISTRATOR: "/admin"}


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Me:
    name: str
    role_label: str
    unit_name: str


ROLE_LABELS = {
    Role.COORDINATOR: "koordinator",
    Role.CONTACT: "kontaktperson",
    Role.OFFICER: "handläggare",
    Role.STEERING: "LSG",
    Role.REVIEWER: "granskare",
    Role.ADMINISTRATOR: "administratör",
}


def install(app: Flask) -> None:
    app.context_processor(_shared)
    app.before_request(_to_own_start)
    app.before_request(_only_those_who_work_with_cases)
    app.after_request(_keep_what_was_read)
    app.register_error_handler(NotVisible, _not_visible)
    app.register_error_handler(404, _not_visible)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)
    app.add_url_rule("/healthz", "healthz", lambda: ("ok\n", {"Content-Type": "text/plain"}))


def _shared() -> dict[str, Any]:
    user = me()
    actor = actor_or_none()
    return {
        "me": _me(user) if user else None,
        "actor": actor,
        "menu": _menu(actor) if actor else (),
        "service_name": current_app.config["SERVICE_NAME"],
        "service_area": current_app.config["SERVICE_AREA"],
        "demo": current_app.config["DEMO"],
        "today": clock.today(),
    }


def _me(user: Any) -> Me:
    """Name, role and unit; the coordinator's unit is named as the role, so there the authority."""
    unit = user.unit.authority.name if user.unit.coordinates else user.unit.short_name
    return Me(user.name, ROLE_LABELS[Role(user.role)], unit)


def _menu(actor: Actor) -> list[MenuItem]:
    def here(url: str) -> bool:
        return request.path == url if url == "/" else request.path.startswith(url)

    return [MenuItem(label, url, here(url)) for label, url, roles in MENU if actor.role in roles]


def _to_own_start() -> AnyResponse | None:
    actor = actor_or_none()
    if actor and not actor.active:
        logout_user()
        session.clear()
        return redirect("/logga-in")
    if actor and request.path == "/" and actor.role in START:
        return redirect(START[actor.role])
    return None


def _only_those_who_work_with_cases() -> None:
    actor = actor_or_none()
    if actor is None or actor.works_with_cases or request.endpoint in ALSO:
        return
    if request.blueprint in CASE_ROOMS:
        raise NotVisible


def _keep_what_was_read(answer: Response) -> Response:
    """A1: a page that read person-level data is sent only when its audit row is kept."""
    if waiting():
        try:
            db.seal_and_commit()
        except SQLAlchemyError as trouble:
            return make_response(*_no_database(trouble))
    return answer


def _refuse(kind: str, subject_id: object, code: int, **words: str) -> tuple[str, int]:
    db.session.rollback()
    if signed_in():
        asked = subject_id or next(iter((request.view_args or {}).values()), None)
        note_refusal(actor_or_none(), request.method.lower(), kind or _room(), asked)
    return render_template(f"errors/{code}.html", **words), code


def _room() -> str:
    return (request.endpoint or "address").split(".")[0]


def _not_visible(error: NotVisible | HTTPException) -> tuple[str, int]:
    """Not yours and nonexistent are one answer: same status, headers, body and statements."""
    del error
    return _refuse("", None, 404)


def _not_allowed(error: NotAllowed) -> tuple[str, int]:
    return _refuse("", None, 403, because=str(error))


def _stale(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    said = str(error) if isinstance(error, Stale) else ""
    typed = [(k, v) for k, v in request.form.items() if k != "csrf_token" and v.strip()]
    return render_template("errors/409.html", because=said, typed=typed), 409


def _no_database(error: SQLAlchemyError) -> tuple[str, int]:
    current_app.logger.error("database: %s", type(error).__name__)
    db.session.rollback()
    return render_template("errors/503.html"), 503


def _http(error: HTTPException) -> Any:
    known = {400, 403, 405, 409, 413, 422, 429, 500, 503}
    if error.code not in known:
        return error
    return render_template(f"errors/{error.code}.html", because="", typed=()), error.code


def _broken(error: Exception) -> tuple[str, int]:
    current_app.logger.exception("unhandled: %s", type(error).__name__)
    db.session.rollback()
    return render_template("errors/500.html"), 500
