"""Who is signed in, as an Actor. The only file that reads current_user."""

from dataclasses import replace
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user

from casework.access import Actor, asking

# Addresses that need no sign-in. Everything else is shut (rule 3 of the house).
PUBLIC = frozenset(
    {
        "static",
        "security.login",
        "healthz",
        "authorities.about",
        "meetings.answer_by_link",
        "meetings.answer_series_by_link",
        "meetings.feed",
        "polls.answer_by_link",
    }
)


# Here the signed address is the right, whoever is signed in: the house asks.
BY_LINK = frozenset(
    {
        *("meetings.answer_by_link", "meetings.answer_series_by_link"),
        *("meetings.feed", "polls.answer_by_link"),
    }
)


# What somebody reaches who has given a password but has no second factor yet.
BEFORE_ASSURANCE = PUBLIC | {"authorities.second_factor", "security.logout"}


def assured() -> bool:
    """This session began with a second factor, or none is asked for here (the demo)."""
    return not current_app.config["SECOND_FACTOR"] or session.get("assured") is True


def signed_in() -> bool:
    return request.endpoint != "static" and bool(current_user.is_authenticated)


def actor() -> Actor:
    """The Actor of this request. Only behind a door that needs sign-in."""
    if "actor" not in g:
        g.actor = replace(current_user.actor, assured=assured())
    return g.actor


def actor_or_none() -> Actor | None:
    return actor() if signed_in() else None


def me() -> Any:
    """The signed-in user's own row, for the header of the page."""
    return current_user.user if signed_in() else None


def send_strangers_to_sign_in(endpoint: str | None) -> Any:
    if endpoint is None or endpoint in PUBLIC:
        return None
    if signed_in():
        return None if assured() or endpoint in BEFORE_ASSURANCE else _to_set_up()
    return current_app.login_manager.unauthorized()  # ty: ignore[missing-attribute] Flask-Login puts it there


def _to_set_up() -> Any:
    """G1: without a second factor there is one page to go to, whatever was asked for."""
    return redirect(url_for("authorities.second_factor"))


def ask_for_who_is_signed_in(app: Flask) -> None:
    """Each request reads the database for the one who is signed in, and for nobody else."""

    @app.before_request
    def begin() -> None:
        linked = request.endpoint in BY_LINK
        g.asking = asking.begin(asking.House("a signed link") if linked else actor_or_none())

    @app.teardown_request
    def end(_trouble: BaseException | None) -> None:
        if "asking" in g:
            asking.end(g.pop("asking"))
