from uuid import UUID

from wtforms.validators import InputRequired

from casework.authorities.models import Room, User
from casework.kit.forms import (
    ClockField,
    Codes,
    HouseForm,
    IsoDateField,
    OneOf,
    Pick,
    StrippedLines,
    Tick,
)
from casework.meetings.rules import slot_of
from casework.meetings.service.booking import Booking
from casework.reviews.rules import AGE_SPANS, Ruling

LENGTHS = [
    (60, "1 timme"),
    (90, "1,5 timmar"),
    (120, "2 timmar"),
    (150, "2,5 timmar"),
    (180, "3 timmar"),
]


class PlanForm(HouseForm):
    day = IsoDateField("Dag", [InputRequired()])
    starts = ClockField("Börjar", [InputRequired()])
    minutes = Pick("Hur länge?", [InputRequired()], coerce=int, choices=LENGTHS, blank="Välj längd")
    room = Pick("Rum", [InputRequired()], coerce=UUID, blank="Välj rum")
    people = Codes("Vilka ska vara med?", [InputRequired()], coerce=UUID)

    def offer(self, rooms: list[Room], staff: list[User]) -> None:
        self.room.choices = [(r.id, f"{r.name}, {r.places} platser") for r in rooms]
        self.people.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in staff]

    @property
    def booking(self) -> Booking:
        """Raises RuleBroken for a time that the clocks skip or repeat."""
        said = self.answers
        slot = slot_of(said["day"], said["starts"], said["minutes"])
        return Booking("genomgang", slot, said["people"], room_id=said["room"])


class DecideForm(HouseForm):
    decision = OneOf("Beslut", [InputRequired()])
    reason = Pick("Skäl, om remissen avslås", blank="Inget skäl behövs")
    sentence = StrippedLines("Vad kom ni fram till?", [InputRequired()], longest=1000)
    responsible_id = Pick("Ansvarig", [InputRequired()], coerce=UUID, blank="Välj någon i rummet")
    due_on = IsoDateField("Senast", [InputRequired()])
    again = Tick("Ta upp igen på nästa genomgång")

    @property
    def ruling(self) -> Ruling:
        return Ruling(**self.answers)


class ConsultForm(HouseForm):
    age_span = OneOf("Ålder", [InputRequired()], choices=[(one, f"{one} år") for one in AGE_SPANS])
    question = StrippedLines("Vad vill du ha råd om?", [InputRequired()], longest=2000)
