from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from casework.kit.forms import Codes, HouseForm, OneOf, Pick, StrippedLines

SCALE = [(n, str(n)) for n in range(11)]


class OutcomeForm(HouseForm):
    """O1. The fields about income are left out for those who may not read about it (C5)."""

    closing_reason = Pick("Varför avslutas ärendet?", [InputRequired()], blank="Välj skäl")
    occupation_after = Pick("Vad gör personen efter avslutet?", blank="Välj sysselsättning")
    occupation_extent_after = IntegerField(
        "Omfattning i procent", [Optional(), NumberRange(0, 100, "Skriv ett tal mellan 0 och 100.")]
    )
    income_after = Codes("Vad lever personen på efter avslutet?")
    goals_reached = OneOf("Nåddes målen i planen?")
    ladder_end = Pick("Var på rehabiliteringstrappan är personen?", coerce=int, blank="Välj steg")
    life_end = OneOf("Min livssituation", coerce=int, choices=SCALE)
    closeness_end = OneOf("Hur nära jag är arbete eller studier", coerce=int, choices=SCALE)
    influence_end = OneOf("Hur mycket jag har kunnat påverka planen", coerce=int, choices=SCALE)
    summary = StrippedLines("Kort sammanfattning")


class DeclineForm(HouseForm):
    because = StrippedLines("Varför ska ärendet inte avslutas nu?", [InputRequired()])


REACHED = [("natt", "Ja"), ("delvis", "Delvis"), ("inte", "Nej")]
