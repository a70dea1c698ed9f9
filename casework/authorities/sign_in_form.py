"""The sign-in form: the library's checks, our words, and nothing more to fill in."""

from flask_security.forms import EmailValidation, LoginForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from casework.audit.service import note_refusal


class SignInForm(LoginForm):
    """The same sentence whatever is wrong, for the whole form and never at a field."""

    email = EmailField("E-postadress", [InputRequired(), EmailValidation(verify=False)])
    password = PasswordField("Lösenord", [InputRequired()])
    remember = None  # ty: ignore[invalid-assignment]  # a session never outlives the working day

    def validate_next(self, field: object) -> None:
        """Where to go is judged when the answer is sent: see signing_in.own_page."""

    def validate(self, **kwargs: object) -> bool:
        """Two faults, or one, read the same."""
        good = super().validate(**kwargs)
        if not good:
            note_refusal(None, "sign in", "accounts", None)  # A1, and no word of whose
            self.password.errors = ()
            self.email.errors = ["-"]  # ty: ignore[invalid-assignment] a tuple only until it is judged
        return good
