from datetime import date
from uuid import UUID

from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional

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
from casework.kit.swedish import weekday_date
from casework.meetings.rules import slot_of
from casework.meetings.service.booking import Booking
from casework.programmes.models import Programme
from casework.reviews.queries.series import Series
from casework.reviews.rules import AGE_SPANS, Ask, Ruling
from casework.reviews.rules.series import EVERY, MOST, ONCE, Occurrence

TIMES = [(n, f"{n} gånger") for n in range(2, MOST + 1)]
LENGTHS = [
    (60, "60 minuter"),
    (90, "90 minuter"),
    (120, "120 minuter"),
    (150, "150 minuter"),
    (180, "180 minuter"),
]


SURE = "Jag har läst igenom texten: ingen går att känna igen"


class PlanForm(HouseForm):
    programme_id = Pick("Verksamhet", [InputRequired()], coerce=UUID, blank="Välj verksamhet")
    day = IsoDateField("Dag", [InputRequired()])
    starts = ClockField("Börjar kl.", [InputRequired()])
    minutes = Pick("Mötets längd", [InputRequired()], coerce=int, choices=LENGTHS, blank="Välj")
    room = Pick("Rum", [InputRequired()], coerce=UUID, blank="Välj rum")
    every = OneOf("Hur ofta?", choices=list(EVERY.items()), default=ONCE)
    until = IsoDateField("Till och med")
    times = Pick("Eller hur många gånger", coerce=int, choices=TIMES, blank="Välj antal")
    people = Codes("Vilka ska vara med?", [InputRequired()], coerce=UUID)

    def offer(self, open_ones: list[Programme], rooms: list[Room], staff: list[User]) -> None:
        self.room.choices = [(r.id, f"{r.name}, {r.places} platser") for r in rooms]
        self.people.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in staff]
        if len(open_ones) == 1:
            del self.programme_id
        else:
            self.programme_id.choices = [(one.id, one.name) for one in open_ones]

    @property
    def repeats(self) -> bool:
        return (self.every.data or ONCE) != ONCE

    @property
    def booking(self) -> Booking:
        """Raises RuleBroken for a time that the clocks skip or repeat."""
        said = self.answers
        slot = slot_of(said["day"], said["starts"], said["minutes"])
        return Booking("genomgang", slot, said["people"], room_id=said["room"])

    @property
    def series(self) -> Series:
        said = self.answers
        return Series(
            first=said["day"],
            starts=said["starts"],
            minutes=said["minutes"],
            every=said["every"],
            room_id=said["room"],
            user_ids=tuple(said["people"]),
            until=said["until"],
            times=said["times"],
        )


class DaysForm(HouseForm):
    """The preview of a series: which of its days are taken."""

    days = Codes("Dagar", coerce=date.fromisoformat)

    def offer(self, found: list[Occurrence], *, anew: bool) -> None:
        """Days that nothing stands in the way of are ticked when the preview is shown first."""
        open_days = [one for one in found if one.can_be_booked]
        self.days.choices = [(one.day, weekday_date(one.day)) for one in open_days]
        if anew:
            self.days.data = [one.day for one in open_days if one.is_free]


class DecideForm(HouseForm):
    decision = OneOf("Beslut", [InputRequired()])
    reason = Pick("Skäl, om remissen avslås", blank="Inget skäl behövs")
    sentence = StrippedLines("Vad kom ni fram till?", [InputRequired()], longest=1000)
    responsible_id = Pick("Ansvarig", [InputRequired()], coerce=UUID, blank="Välj någon i rummet")
    due_on = IsoDateField("Senast", [InputRequired()])
    officer_id = Pick("Vem ska svara?", coerce=UUID, blank="Välj handläggare")
    question = StrippedLines("Öppen fråga till personens handläggare", longest=1000)
    again = Tick("Ta upp igen på nästa genomgång")
    sure = Tick(SURE)
    the_only_one: UUID | None = None

    def ask_one_of(self, officers: list[User]) -> None:
        """Nobody to ask: no question. One: they are asked. Several: whoever writes says which."""
        if not officers:
            del self.question
        if len(officers) == 1:
            self.the_only_one = officers[0].id
            self.question.label.text = (
                f"Öppen fråga till {officers[0].name}, {officers[0].unit.short_name}"
            )
        if len(officers) < 2:
            del self.officer_id
        else:
            self.officer_id.choices = [(u.id, f"{u.name}, {u.unit.short_name}") for u in officers]

    @property
    def ask(self) -> Ask | None:
        said = self.answers
        words, whom = said.get("question"), said.get("officer_id")
        return Ask(whom or self.the_only_one, words or "") if words or whom else None

    @property
    def ruling(self) -> Ruling:
        said = {k: v for k, v in self.answers.items() if k not in ("question", "officer_id")}
        return Ruling(**said, ask=self.ask)


class WeighForm(HouseForm):
    met = Codes("Vilka villkor är uppfyllda?", coerce=UUID)


class MoveForm(HouseForm):
    """One step up or down by a button, or to a place that is typed."""

    step = Pick("Steg", choices=[("upp", "Upp"), ("ner", "Ner")])
    place = IntegerField("Flytta till plats", [Optional()])

    def wanted(self, here: int, places: int) -> int:
        if self.step.data:
            moved = here + (1 if self.step.data == "ner" else -1)
            return min(max(moved, 1), places)
        return self.place.data or 0


class ReplyForm(HouseForm):
    answer = StrippedLines("Ditt svar", [InputRequired()], longest=2000)


class ConsultForm(HouseForm):
    age_span = OneOf("Ålder", [InputRequired()], choices=[(one, f"{one} år") for one in AGE_SPANS])
    kinds = Codes("Vad handlar läget om?", [InputRequired()])
    question = StrippedLines("Vad vill du ha råd om?", [InputRequired()], longest=2000)
    sure = Tick(SURE)
