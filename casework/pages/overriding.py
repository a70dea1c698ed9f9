"""AC10: there is no override. Whoever asks for one, in a field or an address, asked wrongly.

Whoever works with cases is answered by the names alone, without a look at what was asked about: the
400 is the same for what is theirs, for what is not and for what does not exist. The wall of the
roles stands before it: whoever never reaches a case (LSG, reviewer, administrator) meets the 404 of
any address of a case. Whoever has not signed in is sent to do that, as always.
"""

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
    if actor is None or not any(overrides(name) for name in asked):
        return
    what = next(iter((request.view_args or {}).values()), None)
    note_refusal(actor, request.method.lower(), "override", what, reason=Reason.POLICY)
    abort(400)


def overrides(name: str) -> bool:
    return name in NAMES or any(part in name for part in PARTS)
