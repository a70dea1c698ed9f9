"""What every answer shares: the menu, the refusals, and the audit row of what was read."""

from dataclasses import dataclass
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    request,
    session,
)
from flask_login import logout_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from casework.access import Actor, Role
from casework.access.web import actor_or_none, me
from casework.audit.service import note_what_was_undone, waiting
from casework.kit import clock, db
from casework.kit.errors import NotVisible
from casework.pages import overriding, refusals, twice, typed

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
        *("desk", "people", "consents", "referrals", "cases", "meetings", "polls", "reviews"),
        *("calendars", "assessments", "plans", "contributions", "followups", "outcomes"),
        "records",
    }
)
# a signed address is the right by itself; the paper on a door names nobody, and rooms are admin's
ALSO = frozenset(
    {
        *("meetings.answer_by_link", "meetings.answer_series_by_link", "polls.answer_by_link"),
        *("meetings.feed", "meetings.door_list"),
    }
)

SHOWN = frozenset({200, 422})  # a page; what other answers show of what was read, they note
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
    refusals.install(app)
    twice.install(app)
    typed.install(app)
    overriding.install(app)
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
    """A1: a page that read person-level data is sent only when its audit row is kept.

    Also where a save was refused, and the page shows again what was read before it was undone.
    """
    note_what_was_undone(shown=answer.status_code in SHOWN)
    if waiting():
        try:
            db.seal_and_commit()
        except SQLAlchemyError as trouble:
            return make_response(*refusals.no_database(trouble))
    return answer
