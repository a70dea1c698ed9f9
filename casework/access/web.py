"""Who is signed in, as an Actor. The only file that reads current_user."""

from typing import Any

from flask import current_app, g
from flask_login import current_user

from casework.access import Actor

# Addresses that need no sign-in. Everything else is shut (rule 3 of the house).
PUBLIC = frozenset(
    {
        "static",
        "security.login",
        "healthz",
        "authorities.about",
        "meetings.answer_by_link",
        "meetings.feed",
    }
)


def signed_in() -> bool:
    return bool(current_user.is_authenticated)


def actor() -> Actor:
    """The Actor of this request. Only behind a door that needs sign-in."""
    if "actor" not in g:
        g.actor = current_user.actor
    return g.actor


def actor_or_none() -> Actor | None:
    return actor() if signed_in() else None


def me() -> Any:
    """The signed-in user's own row, for the header of the page."""
    return current_user.user if signed_in() else None


def send_strangers_to_sign_in(endpoint: str | None) -> Any:
    if endpoint is None or endpoint in PUBLIC or signed_in():
        return None
    return current_app.login_manager.unauthorized()  # ty: ignore[missing-attribute] Flask-Login puts it there
