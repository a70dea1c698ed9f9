"""What the pages share: the blueprint and the answers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.authorities.hiring import Given
from casework.authorities.models import Proposal

authorities = Blueprint("authorities", __name__)


def said(sentence: str, endpoint: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(endpoint))


def answer(
    result: Given | Proposal | None, sentence: str = "", endpoint: str = ""
) -> ResponseReturnValue:
    """A password, shown in the answer itself and never again; what waits now; or what was done."""
    if isinstance(result, Given):
        words = {"who": result.user, "password": result.password}
        return render_template("authorities/password.html", **words)
    if isinstance(result, Proposal):
        flash("Inget är ändrat ännu. En annan administratör behöver godkänna förslaget.", "info")
        return redirect(url_for("authorities.proposals"))
    return said(sentence, endpoint)
