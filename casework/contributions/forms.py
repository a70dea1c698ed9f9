from uuid import UUID

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, Optional

from casework.kit.forms import HouseForm, IsoDateField, OneOf, Pick, StrippedLines, StrippedText


class _SaidForm(HouseForm):
    done_on = IsoDateField("Datum", [InputRequired()])
    kind = OneOf("Slag", [InputRequired()])
    minutes = IntegerField("Tid i minuter", [Optional()])
    text = StrippedLines("Vad gjorde du?", longest=2000)


class ContributionForm(_SaidForm):
    """B1. On the desk without `info_kind`: a commitment has its goal's kind."""

    served = Pick("Åtagande", [InputRequired()], blank="Välj åtagande")
    info_kind = Pick("Sorts uppgifter", blank="Välj sort")
    once = HiddenField()

    @property
    def once_id(self) -> UUID | None:
        try:
            return UUID(self.once.data or "")
        except ValueError:
            return None


class CorrectForm(_SaidForm):
    """B2."""

    reason = StrippedText("Varför rättar du?", [InputRequired()], longest=300)
