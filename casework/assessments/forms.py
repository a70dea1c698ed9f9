from collections.abc import Sequence

from wtforms import HiddenField
from wtforms.validators import InputRequired

from casework.assessments.models import AssessmentAnswer, AssessmentPart
from casework.kit.forms import (
    Codes,
    HouseForm,
    IsoDateField,
    Pick,
    StrippedLines,
    StrippedText,
    Tick,
)


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


def part_form(part: AssessmentPart, answers: Sequence[AssessmentAnswer]) -> PartForm:
    """S1: the fixed frame, and a box for each question that the part was asked."""
    boxes = {box(one): StrippedLines(one.words) for one in answers}
    stands = {box(one): one.text for one in answers}
    return type("PartForm", (PartForm,), boxes)(obj=part, **stands)


def box(answer: AssessmentAnswer) -> str:
    """The name of the field that the question is answered in."""
    return f"answer_{answer.position}"


class SignForm(HouseForm):
    revision = HiddenField()


class OwnSignForm(SignForm):
    """S1: the individual has read it, or had it read to them, before anybody signs."""

    has_read = Tick(
        "Personen har läst texten, eller fått den uppläst, och den stämmer", [InputRequired()]
    )
    read_on = IsoDateField("Vilken dag?", [InputRequired()])


class CorrectForm(HouseForm):
    reason = StrippedText("Varför behöver delen rättas?", [InputRequired()])


class FinishForm(HouseForm):
    on = IsoDateField("När ska mötet vara bokat?", [InputRequired()])
