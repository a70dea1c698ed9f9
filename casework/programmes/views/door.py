"""What the pages share: the blueprint, and where one comes back to."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

programmes = Blueprint("programmes", __name__, url_prefix="/admin/programmes")


def said(sentence: str, endpoint: str, **where: Any) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(endpoint, **where))
