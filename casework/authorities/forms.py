from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from casework.kit.forms import HouseForm


class PasswordForm(HouseForm):
    """A new password of one's own."""

    current = PasswordField("Lösenordet du har nu", [InputRequired()])
    new = PasswordField(
        "Nytt lösenord",
        [InputRequired()],
        description="Minst 12 tecken. En mening som bara du kommer på är lättast att minnas.",
    )
    again = PasswordField("Nytt lösenord en gång till", [InputRequired(), EqualTo("new")])
