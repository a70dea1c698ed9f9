from uuid import UUID

from wtforms import EmailField, IntegerField, PasswordField, TelField
from wtforms.validators import EqualTo, InputRequired, NumberRange, Optional, Regexp

from casework.access import Role
from casework.authorities.defaults import PARTS
from casework.authorities.hiring import Post
from casework.authorities.models import Room, Unit
from casework.authorities.rules import OFFERS
from casework.authorities.service.places import RoomWords
from casework.kit.forms import Codes, HouseForm, OneOf, Pick, StrippedText, Tick
from casework.pages import ROLE_LABELS

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
KINDS = (
    ("kommun", "Kommun"),
    ("region", "Region"),
    ("af", "Arbetsförmedlingen"),
    ("fk", "Försäkringskassan"),
    ("forbund", "Samordningsförbund"),
    ("annan", "Annan"),
)


class PasswordForm(HouseForm):
    """A new password of one's own."""

    current = PasswordField("Lösenordet du har nu", [InputRequired()])
    new = PasswordField(
        "Nytt lösenord",
        [InputRequired()],
        description="Minst 12 tecken. En mening som bara du kommer på är lättast att minnas.",
    )
    again = PasswordField("Nytt lösenord en gång till", [InputRequired(), EqualTo("new")])


class CodeForm(HouseForm):
    """The first code of a new app."""

    code = StrippedText("Koden som appen visar", [InputRequired()], longest=20)


class ReplaceForm(HouseForm):
    """Everything that signing in asks for, once more."""

    password = PasswordField("Lösenord", [InputRequired()])
    code = StrippedText(
        "Kod från appen du har nu",
        [InputRequired()],
        longest=20,
        description="Sex siffror, eller en reservkod.",
    )


class PostForm(HouseForm):
    """Who somebody is here. `units` are those to choose among."""

    name = StrippedText("Namn", [InputRequired()])
    title = StrippedText("Titel", description="Till exempel socialsekreterare.")
    phone = TelField("Telefon i arbetet")
    unit = Pick("Enhet", [InputRequired()], coerce=UUID, blank="Välj enhet")
    role = OneOf(
        "Roll",
        [InputRequired()],
        coerce=Role,
        choices=[
            (role, label.capitalize() if label.islower() else label)
            for role, label in ROLE_LABELS.items()
        ],
    )
    cleared = Tick(
        "Får arbeta med skyddade personuppgifter",
        description="Gäller bara ärenden som personen ändå kommer åt.",
    )

    def offer(self, units: list[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self.unit.choices = [(unit.id, unit.name) for unit in units]

    @property
    def post(self) -> Post:
        return Post(
            unit=self.units[UUID(str(self.unit.data))],
            role=Role(self.role.data),
            cleared=self.cleared.data,
            title=self.title.data,
            phone=self.phone.data,
        )


class UserForm(PostForm):
    """Somebody new."""

    email = EmailField(
        "E-postadress i arbetet",
        [
            InputRequired(),
            Regexp(EMAIL, message="Skriv en e-postadress, till exempel namn@example.se."),
        ],
        filters=[lambda text: text.strip() if text else text],
    )


class AuthorityForm(HouseForm):
    name = StrippedText("Namn", [InputRequired()])
    kind = OneOf("Slag av part", [InputRequired()], choices=KINDS)
    municipality = StrippedText("Kommun", description="Fylls i för en kommun.")


class UnitForm(HouseForm):
    name = StrippedText(
        "Namn",
        [InputRequired()],
        description="Som i ett samtycke, till exempel Norsjö kommun, vuxenutbildningen.",
    )
    short_name = StrippedText("Kort namn", [InputRequired()], longest=40)
    part = Pick(
        "Räknas som",
        [InputRequired()],
        blank="Välj part",
        choices=[(key, label) for key, label, _ in PARTS],
    )
    coordinates = Tick("Här arbetar koordinatorn")


class RoomForm(HouseForm):
    name = StrippedText(
        "Namn", [InputRequired()], description="Till exempel Hörnellgatan 17, plan 2."
    )
    short_name = StrippedText("Kort namn", [InputRequired()], longest=30)
    address = StrippedText("Adress", [InputRequired()])
    places = IntegerField("Antal platser", [InputRequired(), NumberRange(min=1, max=500)])
    offers = Codes("Det här finns", choices=list(OFFERS.items()))
    features = StrippedText(
        "Något annat som är bra att veta", description="Till exempel: ring på klockan vid entrén."
    )
    video_link = StrippedText(
        "Rummets egen videolänk",
        description="Om rummet alltid har samma länk. Den börjar med https.",
        longest=500,
    )

    @classmethod
    def of(cls, room: Room) -> "RoomForm":
        """The form with what stands there."""
        texts = ("name", "short_name", "address", "places", "features", "video_link")
        there = {name: getattr(room, name) for name in texts}
        return cls(data={**there, "offers": room.offers.split()})

    @property
    def words(self) -> RoomWords:
        return RoomWords(**self.answers)


class TravelForm(HouseForm):
    minutes = IntegerField(
        "Minuter mellan två hus",
        [Optional()],
        description="Lämna tomt om ingen restid behövs.",
    )
