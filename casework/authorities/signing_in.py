"""Signing in: Flask-Security on Flask-Login, set up for this house."""

from datetime import timedelta
from typing import Any

from flask import Flask, session
from flask_security import Security, SQLAlchemySessionUserDatastore

from casework.authorities.accounts import Account
from casework.kit import clock, db

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)


class Accounts(SQLAlchemySessionUserDatastore):
    """Flask-Security's door to our accounts. It commits through the house, audit rows and all."""

    def commit(self) -> None:
        db.seal_and_commit()


def settings(config: dict[str, Any]) -> dict[str, Any]:
    """Flask-Security's and the session's settings."""
    return {
        "SECURITY_PASSWORD_SALT": config["SECRET_KEY"],
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
        "PERMANENT_SESSION_LIFETIME": IDLE,
        "SESSION_REFRESH_EACH_REQUEST": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_PROTECTION": None,
    }


def install(app: Flask) -> None:
    """Sign-in on `app`. Sessions end after 15 minutes idle and after 8 hours whatever happens."""
    Security(app, Accounts(db.session, Account, None))  # type: ignore[arg-type]
    app.before_request(_end_old_sessions)


def _end_old_sessions() -> None:
    if "_user_id" not in session:
        return
    session.permanent = True
    began = session.setdefault("began", clock.now().timestamp())
    if clock.now().timestamp() - began > LONGEST.total_seconds():
        session.clear()
