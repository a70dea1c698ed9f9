import re
from uuid import UUID

from wtforms.validators import InputRequired, ValidationError

from casework.kit.errors import RuleBroken
from casework.kit.forms import (
    ClockField,
    Codes,
    HouseForm,
    IsoDateField,
    OneOf,
    Pick,
    StrippedLines,
    StrippedText,
    Tick,
)
from casework.meetings.rules import ANSWERS, CANCELLED_BECAUSE, KINDS, LENGTHS
from casework.meetings.service.booking import Guest

ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
OTHER = "annan"
MINUTES = [(str(length), f"{length} minuter") for length in LENGTHS]
CASE_KINDS = [(key, name) for key, name in KINDS.items() if key != "genomgang"]


class PlaceAndTime(HouseForm):
    """When and where. Without a room, the smallest that is free and big enough is taken."""

    day = IsoDateField("Dag")
    starts = ClockField("Börjar kl.")
    minutes = Pick("Mötets längd", [InputRequired()], choices=MINUTES, default="90")
    room_id = Pick("Rum", coerce=UUID, blank="Välj åt oss")
    place = StrippedText(
        "Annan plats",
        description="Om mötet inte är i något av rummen, till exempel Telefon.",
        longest=100,
    )


class BookingForm(PlaceAndTime):
    kind = Pick("Sorts möte", [InputRequired()], choices=CASE_KINDS, default="samarbetsmote")
    people = Codes("Vilka ska vara med?", coerce=UUID)
    individual = Tick("Personen själv")
    guests = StrippedLines(
        "Andra som personen vill ha med",
        description="En per rad: roll, komma och e-postadress. Till exempel: God man,"
        " namn@example.se. Skriv rollen, inte namnet.",
        longest=1000,
    )
    first = IsoDateField("Visa tider från och med")
    slot = OneOf("Tid", validate_choice=False)
    agenda = StrippedLines("Dagordning")

    def validate_guests(self, field: StrippedLines) -> None:
        for line in (field.data or "").splitlines():
            role, _, address = line.rpartition(",")
            if not role.strip() or not ADDRESS.fullmatch(address.strip()):
                raise ValidationError(
                    f"Skriv roll, komma och e-postadress. Så här står det: {line}"
                )

    @property
    def asked_guests(self) -> tuple[Guest, ...]:
        lines = (line.rpartition(",") for line in (self.guests.data or "").splitlines())
        return tuple(Guest(role.strip()[:60], address.strip()) for role, _, address in lines)

    def explain(self, broken: RuleBroken) -> None:
        """A rule about who or when shows at the part of the page that asks it."""
        homes = {"guest_role": "guests", "guest_address": "guests", "room": "room_id"}
        field = homes.get(broken.field, broken.field)
        super().explain(RuleBroken(field, str(broken)))


class ChangeForm(PlaceAndTime):
    asked_by = StrippedText(
        "Vem bad om en ny tid?",
        [InputRequired()],
        description="En roll eller en enhet. Det står i mötets historik.",
        longest=100,
    )


class CancelForm(HouseForm):
    because = OneOf(
        "Varför ställs mötet in?", [InputRequired()], choices=list(CANCELLED_BECAUSE.items())
    )


class AnswerForm(HouseForm):
    answer = OneOf("Ditt svar", [InputRequired()], choices=list(ANSWERS.items()))
    line = StrippedText(
        "Vill du säga något mer?",
        description="Till exempel vilka tider som passar. Skriv inget om någon annan person.",
        longest=200,
    )
