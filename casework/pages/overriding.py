"""AC10: there is no override. Whoever asks for one, in a field or an address, asked wrongly."""

from flask import Flask, abort, request

from casework.access import Reason
from casework.access.web import actor_or_none
from casework.audit.service import note_refusal

NAMES = frozenset({"force", "forced", "as_admin", "as_user", "on_behalf_of", "emergency", "tvinga"})
PARTS = ("override", "bypass", "break_glass", "breakglass", "break-glass", "utan_samtycke")


def install(app: Flask) -> None:
    app.before_request(_refuse)


def _refuse() -> None:
    """400, whatever it says and wherever it is sent; it stands in the trail as a refusal."""
    actor = actor_or_none()
    asked = {name.lower() for name in (*request.args, *request.form)}
    if actor is None or not any(_overrides(name) for name in asked):
        return
    what = next(iter((request.view_args or {}).values()), None)
    note_refusal(actor, request.method.lower(), "override", what, reason=Reason.POLICY)
    abort(400)


def _overrides(name: str) -> bool:
    return name in NAMES or any(part in name for part in PARTS)
