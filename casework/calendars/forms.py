from flask_wtf.file import FileField, FileRequired
from wtforms import URLField
from wtforms.validators import InputRequired

from casework.kit.forms import HouseForm


class AddressForm(HouseForm):
    """Where a calendar is published. Nothing of it is mended here: the rules read it."""

    address = URLField("Kalenderns adress", [InputRequired()])


class FileForm(HouseForm):
    """A calendar as a file."""

    file = FileField(
        "Kalenderfil",
        [FileRequired("Välj en fil.")],
        description="En fil som slutar på .ics, högst 2 MB.",
        render_kw={"accept": ".ics,.ifb,.vfb,text/calendar"},
    )
