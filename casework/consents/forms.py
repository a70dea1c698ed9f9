from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from casework.authorities.models import Unit, User
from casework.consents.rules import BY_WHOM, GIVEN_HOW, TOLD_HOW
from casework.kit.forms import (
    Codes,
    HouseForm,
    IsoDateField,
    OneOf,
    Pick,
    StrippedLines,
    StrippedText,
    Tick,
)


class ConsentForm(HouseForm):
    """C2: nothing is ticked and no day is filled in. What must be there is said by the rules."""

    purpose = StrippedLines(
        "Ändamål",
        description="Ett samtycke gäller ett ändamål. Skriv så att personen känner igen sig.",
    )
    scope = Codes("Vilka får läsa vad?")
    exceptions = StrippedLines(
        "Undantag med personens egna ord",
        description="Skriv ordagrant. Lämna tomt om det inte finns några.",
    )
    given_on = IsoDateField("Från och med")
    last_day = IsoDateField("Till och med")
    given_how = OneOf("På vilket sätt?", choices=GIVEN_HOW.items())
    paper_kept = StrippedText("Var papperet finns", description="Om det är undertecknat")
    taken_by_id = Pick("Vem tog emot det?", coerce=UUID, blank="Jag själv")
    by_whom = OneOf("Vem lämnade det?", choices=BY_WHOM.items())
    representative_name = StrippedText("Företrädarens namn")
    representative_scope = StrippedText(
        "Företrädarens uppdrag",
        description="Till exempel god man för ekonomi. Räcker uppdraget för det ni har kryssat?",
    )
    document_seen = Tick("Jag har sett handlingen som visar uppdraget")
    language = StrippedText("Språk", description="Om det inte var svenska", longest=60)
    interpreter = Tick("En tolk hjälpte till")
    informed = Tick(
        "Personen vet att samtycket kan tas tillbaka när som helst, helt eller för en enhet"
    )
    survey = Tick("Ja till att få en enkät när ärendet avslutas")
    statistics = Tick("Ja till att räknas med i statistik utan namn")

    def offer(
        self, units: Sequence[Unit], kinds: Sequence[tuple[str, str]], colleagues: Sequence[User]
    ) -> None:
        """Every tick that can be made: one for each unit and kind. Who of one's own may take it."""
        self.scope.choices = [
            (f"{unit.id}:{kind}", f"{label} för {unit.name}")
            for unit in units
            for kind, label in kinds
        ]
        self.taken_by_id.choices = [(one.id, one.name) for one in colleagues]


class WithdrawForm(HouseForm):
    told_how = OneOf("Hur fick du veta det?", [InputRequired()], choices=TOLD_HOW.items())


class ReceiveForm(HouseForm):
    """C4: what somebody can say who holds only the individual's paper."""

    reference = StrippedText(
        "Referens",
        [InputRequired()],
        longest=20,
        description="Står på personens papper och börjar med SAM eller REM.",
    )
    birth_year = IntegerField(
        "Personens födelseår",
        [InputRequired(), NumberRange(1900, 2100, "Skriv årtalet med fyra siffror.")],
        description="Fyra siffror",
    )
    what = OneOf("Vad vill personen ta tillbaka?", [InputRequired()])
    told_how = OneOf("Hur fick du veta det?", [InputRequired()], choices=TOLD_HOW.items())

    @property
    def said(self) -> dict[str, Any]:
        """For `service.receive`."""
        return {
            "reference": str(self.reference.data).upper().replace(" ", ""),
            "birth_year": self.birth_year.data,
            "whole": self.what.data == "all",
            "told_how": self.told_how.data,
        }
