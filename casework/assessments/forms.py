from wtforms import HiddenField
from wtforms.validators import InputRequired

from casework.kit.forms import Codes, HouseForm, IsoDateField, Pick, StrippedLines, StrippedText


class AskForm(HouseForm):
    parts = Codes("Vilka delar behövs?", [InputRequired("Kryssa för minst en del.")])
    due_on = IsoDateField("Senast", [InputRequired()])


class IndividualForm(HouseForm):
    info_kind = Pick("Vad handlar delen om?", [InputRequired()], blank="Välj sorts uppgift")


class PartForm(HouseForm):
    revision = HiddenField()
    strengths = StrippedLines("Styrkor: vad fungerar och vad kan vi bygga på?")
    situation = StrippedLines("Så är det nu")
    needs = StrippedLines("Det här behövs")


class SignForm(HouseForm):
    revision = HiddenField()


class CorrectForm(HouseForm):
    reason = StrippedText("Varför behöver delen rättas?", [InputRequired()])


class FinishForm(HouseForm):
    on = IsoDateField("När ska mötet vara bokat?", [InputRequired()])
