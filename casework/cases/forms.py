from typing import Any, cast
from uuid import UUID

from wtforms.validators import InputRequired

from casework.cases.rules import CLOSED, EVERY, LATE, MINE, OPEN, PAUSED, Wanted
from casework.kit.forms import (
    Codes,
    HouseForm,
    IsoDateField,
    OneOf,
    Pick,
    StrippedLines,
    StrippedText,
)

WAY = [
    ("genomgang", "Ärendegenomgång"),
    ("kartlaggning", "Kartläggning"),
    ("plan", "Gemensam plan"),
    ("uppfoljning", "Uppföljning"),
    ("avslut", "Avslut"),
]

WHICH = [
    (OPEN, "Öppna ärenden"),
    (MINE, "Mina egna, inte dem jag vikarierar i"),
    (PAUSED, "Ärenden som vilar"),
    (LATE, "Nästa steg är försenat"),
    (CLOSED, "Avslutade ärenden"),
    (EVERY, "Alla, även avslutade"),
]


class FilterForm(HouseForm):
    """Asked in the address, so it carries no token and saves nothing."""

    class Meta(HouseForm.Meta):
        csrf = False

    visa = Pick("Visa", choices=WHICH[1:], blank=WHICH[0][1])
    steg = Pick("Steg", choices=WAY, blank="Alla steg")
    enhet = Pick("Ansvarig enhet", coerce=UUID, blank="Alla enheter")
    referens = StrippedText("Referens", longest=20)

    def offer(self, owners: list[tuple[UUID, str]], *, coordinates: bool) -> None:
        """The coordinator reaches cases by the role, and has none of their own."""
        self.enhet.choices = owners
        self.visa.choices = [one for one in WHICH[1:] if not (coordinates and one[0] == MINE)]
        self.validate()

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            which=self.visa.data or OPEN,
            step=self.steg.data,
            unit_id=cast(UUID | None, self.enhet.data),
            reference=self.referens.data or None,
        )

    @property
    def heading(self) -> str:
        """What the list shows, in words."""
        if self.referens.data:
            return f"Ärenden med {self.referens.data.upper()} i referensen"
        return dict(WHICH).get(self.visa.data, WHICH[0][1])

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, to carry into the address of the next page."""
        return {name: value for name, value in self.answers.items() if value}


class NumberForm(HouseForm):
    number = StrippedText("Personnummer", [InputRequired()], longest=20)


class NextStepForm(HouseForm):
    step = OneOf("Vad är nästa steg?", [InputRequired()])
    on = IsoDateField("Senast", [InputRequired()])
    note = StrippedText("Vad gäller det?", longest=200)


class PauseForm(HouseForm):
    because = StrippedText("Varför vilar det?", [InputRequired()], longest=200)
    until = IsoDateField("Vilken dag ska ärendet vakna?", [InputRequired()])


class AssignForm(HouseForm):
    user_id = Pick("Vem?", [InputRequired()], coerce=UUID, blank="Välj person")


class HandOverForm(HouseForm):
    unit_id = Pick("Vilken enhet ska ta över?", [InputRequired()], coerce=UUID, blank="Välj enhet")
    user_id = Pick("Vem där?", coerce=UUID, blank="Enheten väljer själv")
    reason = StrippedLines("Varför ska en annan enhet ta över?", [InputRequired()], longest=600)


class TakeOnForm(HouseForm):
    officer_id = Pick("Vem ska arbeta med ärendet?", [InputRequired()], coerce=UUID, blank="Välj")


class DeclineForm(HouseForm):
    because = StrippedLines("Varför säger ni nej?", [InputRequired()], longest=600)


class ConfirmForm(HouseForm):
    """One button; the page says what it does."""


class AbsenceForm(HouseForm):
    absent_id = Pick("Vem är borta?", [InputRequired()], coerce=UUID, blank="Välj person")
    first_day = IsoDateField("Första dagen", [InputRequired()])
    last_day = IsoDateField("Sista dagen", [InputRequired()])
    substitute_id = Pick("Vem vikarierar?", [InputRequired()], coerce=UUID, blank="Välj kollega")
    cases = Codes("Vilka ärenden?", coerce=UUID)


class TellForm(HouseForm):
    kind = OneOf("Vad handlar det om?", [InputRequired()])
    day = IsoDateField("När hände det?", [InputRequired()])
    sentence = StrippedLines("Vad hände?", [InputRequired()], longest=600)


class ReopenForm(HouseForm):
    because = StrippedLines("Varför öppnas ärendet igen?", [InputRequired()], longest=600)
    next_on = IsoDateField("När ska det följas upp?", [InputRequired()])
