"""The sign-in form: one page for password and code, judged together, with one answer to all faults.

AC14: unknown, wrong password, wrong or used code, locked, disabled: the same status, the same
words, the same statements to the database, and as much work with the password and the code.

Ten wrong tries at one address within a quarter of an hour shut that address, whether there is
such an account or not; the right answers then count as wrong. The door opens again by itself when
the oldest of the ten is a quarter of an hour old. What is tried meanwhile is not counted, so
nobody prolongs it by going on. The tries are counted in the trail, which all processes share.
"""

from datetime import timedelta
from uuid import UUID

from flask import current_app
from flask_security.forms import EmailValidation, LoginForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired

from casework.audit.service import note_refusal
from casework.authorities import queries, second_factor
from casework.authorities.accounts import Account
from casework.kit import clock
from casework.kit.crypto import keyring

WRONG_TRIES = 10
WHILE = timedelta(minutes=15)
TRIED = "sign in"
SHUT = "sign in while shut"


class SignInForm(LoginForm):
    """The same sentence whatever is wrong, for the whole form and never at a field."""

    email = EmailField("E-postadress", [InputRequired(), EmailValidation(verify=False)])
    password = PasswordField("Lösenord", [InputRequired()])
    code = StringField(
        "Kod från din app",
        description="Sex siffror, eller en reservkod. Lämna tomt första gången du loggar in.",
    )
    remember = None  # ty: ignore[invalid-assignment]  # a session never outlives the working day

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not current_app.config["SECOND_FACTOR"]:
            del self.code

    def validate_next(self, field: object) -> None:
        """Where to go is judged when the answer is sent: see signing_in.own_page."""

    def validate(self, **kwargs: object) -> bool:
        """Two faults, or one, read the same."""
        shaped = super(LoginForm, self).validate(**kwargs)
        self.user = self._who() if shaped else None
        if not shaped:
            note_refusal(None, TRIED, "accounts", None)
        if self.user is None:
            self._forget_what_was_typed()
            self.email.errors = ["-"]  # ty: ignore[invalid-assignment] a tuple only until it is judged
        return self.user is not None

    def _forget_what_was_typed(self) -> None:
        self.password.errors = ()
        if "code" in self:
            self.code.data = ""

    def _who(self) -> Account | None:
        """The account that was proved, with its code marked as used."""
        at, address = clock.now(), (self.email.data or "").lower()
        index = UUID(hex=keyring.blind_index(address, "address")[:32])
        account = queries.account_at(address)
        shut = queries.wrong_tries(index, TRIED, since=at - WHILE) >= WRONG_TRIES
        code = (self.code.data or "") if "code" in self else None
        used = second_factor.judge(account, self.password.data or "", code, at)
        if account is None or used is None or shut or not account.is_active:
            note_refusal(None, SHUT if shut else TRIED, "accounts", index)
            return None
        second_factor.mark_used(account, used)
        return account
