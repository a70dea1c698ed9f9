from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access.web import actor
from casework.authorities import queries
from casework.authorities.forms import PasswordForm
from casework.authorities.service import signing
from casework.kit.db import writing
from casework.kit.errors import RuleBroken

authorities = Blueprint("authorities", __name__)

ABOUT = ("tillganglighet", "personuppgifter", "tjansten")


@authorities.get("/om/<slug>")
def about(slug: str) -> ResponseReturnValue:
    if slug not in ABOUT:
        abort(404)
    return render_template(f"authorities/about/{slug}.html")


@authorities.get("/mitt-konto")
def account() -> ResponseReturnValue:
    return _account_page(PasswordForm(), 200)


@authorities.post("/mitt-konto")
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            with writing():
                mine = queries.own_account(actor())
                signing.change_password(actor(), mine, current=form.current.data, new=form.new.data)
            flash("Lösenordet är bytt. Logga in med det nya.")
            return redirect(url_for("security.login"))
        except RuleBroken as broken:
            form.explain(broken)
    return _account_page(form, 422)


def _account_page(form: PasswordForm, status: int) -> ResponseReturnValue:
    return render_template("authorities/account.html", form=form), status
