from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import FieldList, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from casework.authorities.models import Unit
from casework.kit.forms import (
    Codes,
    HouseForm,
    IsoDateField,
    OneOf,
    Pick,
    StrippedLines,
    StrippedText,
)
from casework.programmes.languages import FIRST, SWEDISH, kept, offered
from casework.programmes.models import Programme
from casework.programmes.rules import SIGNS

SIP_MODES = (
    ("plan", "Den gemensamma planen kan hållas som en SIP"),
    ("reference", "En SIP förs någon annanstans, här står bara att den finns"),
)


def _days(label: str, hint: str) -> IntegerField:
    return IntegerField(label, [InputRequired(), NumberRange(min=1, max=366)], description=hint)


class Languages(Codes):
    """Kept in the programme's row as codes with a space between."""

    def process_data(self, value: Any) -> None:
        super().process_data(value.split() if isinstance(value, str) else value)


class ProgrammeForm(HouseForm):
    name = StrippedText("Namn", [InputRequired()])
    target_text = StrippedLines("Målgruppen i ord", [InputRequired()])
    age_from = IntegerField("Lägsta ålder", [Optional(), NumberRange(min=0, max=120)])
    age_to = IntegerField("Högsta ålder", [Optional(), NumberRange(min=0, max=120)])
    support_years_over = IntegerField(
        "Försörjningsstöd i mer än så många år", [Optional(), NumberRange(min=0, max=50)]
    )
    least_authorities = IntegerField(
        "Minsta antal myndigheter", [InputRequired(), NumberRange(min=2, max=9)]
    )
    first_answer_days = _days("Första svar på en remiss", "Arbetsdagar.")
    part_days = _days("En del av kartläggningen", "Arbetsdagar.")
    draft_days = _days("Ett utkast till remiss sparas", "Dagar.")
    review_every_days = _days("Tid mellan ärendegenomgångar", "Dagar.")
    sip_mode = OneOf("SIP, samordnad individuell plan", [InputRequired()], choices=SIP_MODES)
    languages = Languages(
        "Fler språk på samtyckesblanketten",
        choices=[(code, name) for code, name in offered().items() if code != SWEDISH],
        description="Varje språk blir ett eget blad. Svenska är alltid med.",
    )
    k = IntegerField(
        "Minsta grupp i en rapport",
        [InputRequired(), NumberRange(min=1, max=100)],
        description="Minst 5. Mindre grupper visas inte.",
    )


# What a new programme is offered to begin with; nothing is chosen among the radio buttons.
USUALLY = {
    "least_authorities": 2,
    **{"first_answer_days": 5, "part_days": 10, "draft_days": 90, "review_every_days": 90},
    **{"k": 5, "languages": kept(FIRST)},
}
USUAL = "vanliga"
ALL = "Kryssar du inte i någon är alla med. Den samordnande enheten är alltid med."


class NewProgrammeForm(ProgrammeForm):
    host_unit_id = OneOf(
        "Enhet som samordnar",
        [InputRequired()],
        coerce=UUID,
        description="Koordinatorn arbetar här. Det går inte att ändra efteråt.",
    )
    unit_ids = Codes("Enheter som kan vara med", coerce=UUID, description=ALL)
    source = OneOf(
        "Börja med trappa, frågor och kriterier från",
        [InputRequired()],
        description="Du får en kopia att ändra i. Den andra verksamheten ändras inte.",
    )

    def offer(self, units: Sequence[Unit], known: Sequence[Programme]) -> None:
        """The units that a consent can name, and the programmes there are."""
        self.host_unit_id.choices = [(u.id, u.name) for u in units if u.coordinates]
        self.unit_ids.choices = [(u.id, u.name) for u in units if not u.coordinates]
        self.source.choices = [
            *((str(one.id), one.name) for one in known),
            (USUAL, "Tjänstens egna exempel"),
        ]


class UnitsForm(HouseForm):
    unit_ids = Codes("Enheter som kan vara med", coerce=UUID, description=ALL)


class ClosingForm(HouseForm):
    closed_on = IsoDateField("Första dagen utan nya remisser", [InputRequired()])


OWN_VIEW = "egen"


class QuestionForm(HouseForm):
    part = OneOf("Del av kartläggningen", [InputRequired()])
    words = StrippedText(
        "Frågans ord",
        [InputRequired()],
        longest=300,
        description="Så kort att den går att läsa högt.",
    )
    valid_from = IsoDateField("Ställs från och med", [InputRequired()])

    def offer(self, kinds: Sequence[tuple[str, str]]) -> None:
        self.part.choices = [(OWN_VIEW, "Personens egen bild"), *kinds]

    @property
    def said(self) -> dict[str, Any]:
        """For `service.add_question`."""
        part = self.part.data
        words = {"words": self.words.data, "valid_from": self.valid_from.data}
        return {"info_kind": None if part == OWN_VIEW else part, **words}


class RewordForm(HouseForm):
    words = StrippedText("Frågans ord", [InputRequired()], longest=300)
    valid_from = IsoDateField("Ställs så från och med", [InputRequired()])


class CriterionForm(HouseForm):
    label = StrippedText("Kriterium", [InputRequired()], longest=120)
    points = IntegerField(
        "Poäng", [InputRequired(), NumberRange(min=1, max=9)], description="1 till 9."
    )
    sign = Pick(
        "Tecken som tjänsten själv kan se",
        choices=SIGNS.items(),
        blank="Inget, bara arbetsgruppen avgör",
        description="Tjänsten föreslår. En människa avgör om kriteriet stämmer.",
    )
    valid_from = IsoDateField("Vägs in från och med", [InputRequired()])


class LadderForm(HouseForm):
    names = FieldList(StrippedText("Steg", longest=120), max_entries=20)


class CodeForm(HouseForm):
    label = StrippedText("Namn", [InputRequired()], longest=120)
    valid_from = IsoDateField("Gäller från och med", [InputRequired()])
    group = StrippedText(
        "Räknas i rapporten som", longest=40, description="Samma ord som hos en annan kod i listan."
    )


class LastDayForm(HouseForm):
    last_day = IsoDateField("Sista dag", [InputRequired()])
