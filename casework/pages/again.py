"""Signing in again with a text in the hand: sealed into the page, and nowhere else.

The token in a form is signed by the house and says, by a keyed index, whom it was made for. So a
form that comes after the session has ended can still be told whose it was, and its text is opened
only for them, on the same day.
"""

import base64
import json
from datetime import timedelta
from hashlib import sha256
from os import urandom
from typing import Any
from uuid import UUID

from flask import current_app, g, render_template, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

from casework.kit import clock
from casework.kit.crypto import KeyMissing, Tampered, keyring
from casework.kit.typed import Fields

TODAY = timedelta(hours=12)
TOKEN_SALT = "wtf-csrf-token"  # noqa: S105 Flask-WTF's own word for what it signs


def begin(user_id: UUID) -> None:
    """The tokens of this session's forms tell, to the house alone, whom they are for."""
    session["csrf_token"] = f"{sha256(urandom(32)).hexdigest()}-{mark(user_id)}"
    g.pop("csrf_token", None)


def mark(user_id: UUID) -> str:
    return keyring.blind_index(str(user_id), "typed")[:32]


def made_for() -> str:
    """The mark of whoever the form was shown to. Empty for a token that is not ours, or too old."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt=TOKEN_SALT)
    try:
        told = signer.loads(request.form.get("csrf_token", ""), max_age=int(TODAY.total_seconds()))
    except BadData:
        return ""
    return str(told).partition("-")[2]


def sign_in_page(
    page: str, status: int, action: str = "", fields: Fields | None = None
) -> tuple[str, int]:
    """The page to sign in on, that leads on to `page` and carries what was typed."""
    form = current_app.extensions["security"].forms["login_form"].cls(formdata=None)
    form.next.data = page
    if fields:
        g.carried = _sealed(action, fields)
    return render_template("security/login_user.html", login_user_form=form), status


def carried() -> str:
    """What the sign-in page holds for afterwards, also after a wrong password."""
    return g.get("carried") or request.form.get("typed", "")


def _sealed(action: str, fields: Fields) -> str:
    held = {"action": action, "fields": fields, "at": clock.now().timestamp()}
    sealed = keyring.seal(json.dumps(held), f"typed.{made_for()}")
    return base64.urlsafe_b64encode(sealed).decode()


def opened(user_id: UUID) -> tuple[str, Fields] | None:
    """Where it was sent and what it said, for the one who typed it and nobody else."""
    held = _held(user_id)
    if held is None or clock.now().timestamp() - held["at"] > TODAY.total_seconds():
        return None
    return held["action"], [(name, value) for name, value in held["fields"]]


def _held(user_id: UUID) -> Any:
    try:
        sealed = base64.urlsafe_b64decode(request.form.get("typed", ""))
        return json.loads(keyring.open(sealed, f"typed.{mark(user_id)}")) if sealed else None
    except (ValueError, Tampered, KeyMissing):
        return None
