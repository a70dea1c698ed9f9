"""What everybody reaches: the pages about the service, and one's own way of signing in."""

from flask import abort, current_app, render_template, session
from flask.typing import ResponseReturnValue
from flask_security import login_user

from casework.access.web import actor
from casework.authorities import queries
from casework.authorities import second_factor as factor
from casework.authorities.accounts import Account
from casework.authorities.forms import CodeForm, PasswordForm, ReplaceForm
from casework.authorities.service import signing
from casework.authorities.views.door import authorities, said
from casework.authorities.views.proving import proved
from casework.kit import clock
from casework.kit.crypto import keyring
from casework.kit.saving import form_page, submitted

ABOUT = ("tillganglighet", "personuppgifter", "tjansten")


@authorities.get("/om/<slug>")
def about(slug: str) -> ResponseReturnValue:
    if slug not in ABOUT:
        abort(404)
    return render_template(f"authorities/about/{slug}.html")


@authorities.route("/mitt-konto", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    form, mine = PasswordForm(), queries.own_account(actor())

    def change() -> None:
        signing.change_password(actor(), mine, current=form.current.data, new=form.new.data)

    if proved(form, mine, change):
        return said("Lösenordet är bytt. Logga in med det nya.", "security.login")
    return form_page("authorities/account.html", form, asks=current_app.config["SECOND_FACTOR"])


@authorities.route("/mitt-konto/app", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """AC14: the first time, before anything else. Afterwards: another app instead."""
    if not current_app.config["SECOND_FACTOR"]:
        abort(404)
    mine = queries.own_account(actor())
    return _replace(mine) if mine.has_second_factor else _set_up(mine)


def _set_up(mine: Account) -> ResponseReturnValue:
    form, key, codes = CodeForm(), _key(mine), []

    def connect() -> None:
        given = {"key": key, "code": form.code.data, "at": clock.now()}
        codes.extend(signing.set_up_second_factor(actor(), mine, **given))

    if not submitted(form, connect):
        return _key_page(mine, form, key)
    login_user(mine)  # all sessions have ended; this one begins anew, with both factors
    return render_template("authorities/reserve_codes.html", codes=codes)


def _key_page(mine: Account, form: CodeForm, key: str) -> ResponseReturnValue:
    width, path = factor.drawing(key, mine.email, current_app.config["SERVICE_NAME"])
    words = {"width": width, "path": path, "key": factor.in_groups(key), "menu": ()}
    return form_page("authorities/set_up_app.html", form, address=mine.email, **words)


def _replace(mine: Account) -> ResponseReturnValue:
    form = ReplaceForm()

    def drop() -> None:
        signing.drop_second_factor(actor(), mine, **form.answers, at=clock.now())

    if proved(form, mine, drop):
        return said("Den gamla appen gäller inte längre. Logga in igen.", "security.login")
    return form_page("authorities/replace_app.html", form, left=len(mine.mf_recovery_codes or ()))


def _key(mine: Account) -> str:
    """The key being set up: the same through mistakes, sealed in the session's cookie."""
    where = f"accounts.key.{mine.id}"
    if "key" not in session:
        session["key"] = keyring.seal(factor.new_key(), where).hex()
    return keyring.open(bytes.fromhex(session["key"]), where)
