from uuid import UUID

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from casework.kit.forms import HouseForm, OneOf, Pick, StrippedLines
from casework.oversight.queries import CHANGED, READ, REFUSED
from casework.oversight.queries.seen import Wanted
from casework.oversight.rules import LARGEST, SMALLEST

SORTS = ((READ, "Läst"), (CHANGED, "Skrivit eller ändrat"), (REFUSED, "Nekats"))


class SeenForm(HouseForm):
    """What the list is narrowed to. Sent with GET: it changes nothing."""

    vem = Pick("Vem?", coerce=UUID, blank="Alla")
    vad = Pick("Vad?", choices=SORTS, blank="Allt")

    class Meta(HouseForm.Meta):
        csrf = False

    def wanted(self, before: int | None) -> Wanted:
        """What nobody could have chosen in the form narrows nothing."""
        who, what = self.vem.data, self.vad.data
        return Wanted(
            user_id=who if isinstance(who, UUID) and not self.vem.errors else None,
            sort=what if what and not self.vad.errors else "",
            before=before,
        )


class SizeForm(HouseForm):
    size = IntegerField(
        "Hur många rader varje månad?",
        [
            InputRequired(),
            NumberRange(SMALLEST, LARGEST, f"Välj ett tal från {SMALLEST} till {LARGEST}."),
        ],
    )


class LookForm(HouseForm):
    verdict = OneOf(
        "Hur ser raden ut?",
        [InputRequired()],
        choices=[("ok", "Ser rätt ut"), ("look_into", "Behöver utredas")],
    )
    note = StrippedLines("Anteckning", longest=1000)


class AssessForm(HouseForm):
    verdict = OneOf(
        "Vad kom du fram till?",
        [InputRequired()],
        choices=[("ok", "Det var i sin ordning"), ("onwards", "Jag har anmält det vidare")],
    )
    sentence = StrippedLines("Din bedömning", longest=1000)
