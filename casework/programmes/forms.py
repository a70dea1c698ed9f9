from typing import Any

from wtforms import FieldList, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from casework.kit.forms import Codes, HouseForm, IsoDateField, OneOf, StrippedLines, StrippedText
from casework.programmes.languages import SWEDISH, offered

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


class LadderForm(HouseForm):
    names = FieldList(StrippedText("Steg", longest=120), max_entries=20)


class CodeForm(HouseForm):
    label = StrippedText("Namn", [InputRequired()], longest=120)
    valid_from = IsoDateField("Gäller från och med", [InputRequired()])
    group = StrippedText(
        "Räknas i rapporten som", longest=40, description="Samma ord som hos en annan kod i listan."
    )


class CloseCodeForm(HouseForm):
    last_day = IsoDateField("Sista dag", [InputRequired()])
