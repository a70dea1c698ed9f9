"""Signing in: Flask-Security on Flask-Login, set up for this house."""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from flask import Flask, Response, current_app, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import user_logged_in, user_logged_out
from flask_security import Security, SQLAlchemySessionUserDatastore
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from casework.authorities.accounts import Account
from casework.authorities.service import signing
from casework.authorities.sign_in_form import SignInForm
from casework.kit import clock, db
from casework.pages import again

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
FROM_ONE_ADDRESS = "100 per minute"  # a whole office may share one address
BY_ONE_LINK = "10 per minute; 60 per hour"  # each answer is kept in the trail for ever
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")

SETTINGS: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_LOGIN_URL": "/logga-in",
    "SECURITY_LOGOUT_URL": "/logga-ut",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/logga-in",
    "SECURITY_LOGIN_USER_TEMPLATE": "security/login_user.html",
    "SECURITY_UNAUTHORIZED_VIEW": None,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_REDIRECT_ALLOW_SUBDOMAINS": False,
    "SECURITY_I18N_DIRNAME": ["builtin", "translations"],
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_FRESHNESS": timedelta(minutes=-1),  # no /verify of the library's own
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
        "Uppgifterna stämmer inte. Kontrollera allt du har skrivit.",
        "error",
    ),
    "RATELIMIT_STORAGE_URI": "memory://",
    "PERMANENT_SESSION_LIFETIME": IDLE,
    "SESSION_REFRESH_EACH_REQUEST": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_PATH": "/",
    "SESSION_PROTECTION": None,
    "WTF_CSRF_SSL_STRICT": False,  # no page of ours sends a Referer; see kit/headers.py
}


class Accounts(SQLAlchemySessionUserDatastore):
    """Flask-Security's door to our accounts. It commits through the house, audit rows and all."""

    def commit(self) -> None:
        db.seal_and_commit()


def settings(config: dict[str, Any]) -> dict[str, Any]:
    """Flask-Security's and the session's settings."""
    return {
        **SETTINGS,
        "SECURITY_PASSWORD_SALT": config["SECRET_KEY"],
        "SECOND_FACTOR": not config["DEMO"],
        "SLOW_DOWN_GUESSING": not config.get("TESTING"),
    }


def install(app: Flask) -> None:
    """Sign-in on `app`. Sessions end after 15 minutes idle and after 8 hours whatever happens."""
    app.before_request(_end_old_sessions)  # before the library asks whose session it is
    door = Security(app, Accounts(db.session, Account, None), login_form=SignInForm)  # ty: ignore[invalid-argument-type]
    door.want_json(lambda _request: False)  # no tokens for programs
    app.login_manager.request_loader(lambda _request: None)  # ty: ignore[missing-attribute]
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    app.after_request(_after_the_door)
    _slow_down_guessing(app)


def _slow_down_guessing(app: Flask) -> None:
    """One address that tries many accounts. Many tries at one account: see sign_in_form."""
    limiter = app.extensions["guessing"] = Limiter(
        get_remote_address, app=app, headers_enabled=True
    )
    limiter.enabled = app.config["SLOW_DOWN_GUESSING"]
    slow_down(app, "security.login", methods=["POST"])


def slow_down(app: Flask, endpoint: str, most: str = FROM_ONE_ADDRESS, **which: Any) -> None:
    """AC25: a page that is open to whoever has the right secret is not tried without end."""
    limit = app.extensions["guessing"].limit(most, **which)
    app.view_functions[endpoint] = limit(app.view_functions[endpoint])


def slow_down_answers(app: Flask, endpoint: str) -> None:
    """AC25: nor is what is sent by one right link kept without end, from however many addresses."""
    slow_down(app, endpoint, BY_ONE_LINK, methods=["POST"], key_func=_link)


def _link() -> str:
    """AC28: which link it is, for a key that may be logged."""
    return sha256(str((request.view_args or {}).get("token")).encode()).hexdigest()


def _end_old_sessions() -> None:
    if "_user_id" not in session:
        return
    session.permanent = True
    began = session.setdefault("began", clock.now().timestamp())
    if clock.now().timestamp() - began > LONGEST.total_seconds():
        session.clear()


def _signed_in(app: Flask, user: Account) -> None:
    """The form has judged the code too, if the account has a second factor."""
    session.pop("key", None)  # what somebody else began to set up in this browser
    session["assured"] = app.config["SECOND_FACTOR"] and user.has_second_factor
    session["began"] = clock.now().timestamp()
    session.permanent = True
    again.begin(user.user_id)
    signing.signed_in(user.actor, user)


def _signed_out(_app: Flask, user: Account) -> None:
    signing.signed_out(user.actor, user)


def _after_the_door(answer: Response) -> Response:
    """AC15, AC17: nothing is left after signing out; after signing in only own addresses."""
    if request.endpoint == "security.logout" and answer.status_code == 302:
        session.clear()
        answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    if request.endpoint == "security.login" and answer.status_code == 302:
        answer.headers["Location"] = own_page(request.values.get("next", ""))
    return answer


def own_page(wanted: str) -> str:
    """AC17: `wanted` if it is a page of this service that can be opened, otherwise the desk."""
    path = wanted.partition("?")[0]
    if not OWN_PATH.fullmatch(wanted) or not OWN_PATH.fullmatch(unquote(path)):
        return "/"
    adapter = current_app.create_url_adapter(request)
    try:
        adapter.match(path, method="GET")  # ty: ignore[missing-union-attribute]
    except (HTTPException, RequestRedirect):
        return "/"
    return wanted
