"""What the pages share: the blueprint, doing one verb, and the answers."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.authorities.hiring import Given
from casework.authorities.models import Proposal
from casework.kit.db import writing
from casework.kit.errors import RuleBroken
from casework.kit.forms import HouseForm

authorities = Blueprint("authorities", __name__)


def done(form: HouseForm, act: Callable[[], object]) -> bool:
    """The form was sent, is well formed, and no rule stood in the way of the act."""
    if not form.validate_on_submit():
        return False
    try:
        with writing():
            act()
    except RuleBroken as broken:
        form.explain(broken)
        return False
    return True


def page(template: str, form: HouseForm, **words: object) -> ResponseReturnValue:
    status = 422 if form.is_submitted() else 200
    return render_template(template, form=form, **words), status


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
