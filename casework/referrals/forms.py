from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import Field, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from casework.authorities.models import Unit, User
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
from casework.referrals.rules import FACT_KINDS, PER_KIND, WHOLE, readable_reasons

REPRESENTATIVES = {
    "god_man": "God man",
    "forvaltare": "Förvaltare",
    "fullmakt": "Den som har fullmakt",
}
URGENCY = {
    "ordinary": "Vanlig gång",
    "soon": "Snart",
    "urgent": "Bråttom",
}
ANSWERS = {
    "antas": "Anta remissen",
    "kompletteras": "Be om komplettering",
    "vantar": "Låt den vänta till en dag",
    "hanvisas": "Hänvisa till någon annan",
    "avslas": "Avslå remissen",
}


class ProgrammeForm(HouseForm):
    programme_id = OneOf("Verksamhet", [InputRequired()], coerce=UUID)


class PersonForm(HouseForm):
    """Nothing is required while it is a draft; what is missing is said at the last step."""

    protected = Tick("Personen har skyddade personuppgifter")
    name = StrippedText("Namn")
    number = StrippedText("Personnummer eller samordningsnummer", longest=20)
    phone = StrippedText("Telefon", longest=40)
    email = StrippedText("E-post")
    address = StrippedText("Adress")
    municipality = StrippedText("Kommun", longest=60)
    language = StrippedText("Språk", longest=60)
    interpreter = Tick("Personen behöver tolk")
    access_needs = StrippedText("Det personen behöver för att kunna delta")
    representative_kind = OneOf("Företräds personen av någon?", choices=REPRESENTATIVES.items())
    representative = StrippedText("Företrädarens namn och telefon")


class _Need(HouseForm):
    question = StrippedLines(WHOLE["question"])
    wish = StrippedLines(WHOLE["wish"])
    own_goal = StrippedLines(WHOLE["own_goal"], description="Skriv ordagrant det personen säger.")
    risk = StrippedLines(WHOLE["risk"], description="Till exempel hot, oro eller något praktiskt.")
    reasons = Codes("Skäl till samverkan")
    support_time = OneOf("Tid med försörjningsstöd eller annat offentligt stöd")
    income = Codes("Försörjning")
    occupation = OneOf("Sysselsättning")
    occupation_extent = IntegerField(
        "Omfattning i procent",
        [Optional(), NumberRange(0, 100)],
        description="100 procent är 40 timmar i veckan.",
    )
    education = OneOf("Högsta avslutade utbildning")
    children_at_home = IntegerField("Barn som bor hemma", [Optional(), NumberRange(0, 20)])
    urgency = OneOf("Hur bråttom är det?", choices=URGENCY.items())


LISTS = {
    "reasons": "skal",
    "support_time": "stodtid",
    "income": "inkomst",
    "occupation": "sysselsattning",
    "education": "utbildning",
}


def need_form(
    kinds: Sequence[tuple[str, str]], lists: Mapping[str, Any], data: Mapping[str, Any]
) -> HouseForm:
    """C5: one box of each sort for each kind that the host may read, and only facts of those."""
    host = {kind for kind, _ in kinds}
    boxes: dict[str, Any] = {
        f"{field}_{kind}": StrippedLines(f"{label}: {words.lower()}")
        for field, label in PER_KIND.items()
        for kind, words in kinds
    }
    form = type("NeedForm", (_Need,), boxes)(data=dict(data))
    for field, code_list in LISTS.items():
        form[field].choices = lists[code_list]
    readable = set(readable_reasons((code for code, _ in lists["skal"]), host))
    form.reasons.choices = [(code, label) for code, label in lists["skal"] if code in readable]
    for field, kind in FACT_KINDS.items():
        if kind not in host:
            del form[field]
    return form


class AnswerForm(HouseForm):
    """R4: what each answer needs is said by the rule, and shown under each choice."""

    kind = OneOf("Svar", [InputRequired()], choices=ANSWERS.items())
    sentence = StrippedLines("Svar till avsändaren")
    reason = Pick("Skäl till avslag", blank="Välj skäl")
    due_on = IsoDateField("Dag")
    next_on = IsoDateField("Dag för nästa steg")


def answer_form(staff: Iterable[tuple[Unit, list[User]]], reasons: Sequence) -> HouseForm:
    """R7: the answer, and for each covered unit who its contact person will be."""
    seats: dict[str, Field] = {
        f"contact_{unit.id.hex}": Pick(
            f"Kontaktperson: {unit.name}",
            coerce=UUID,
            choices=[(user.id, user.name) for user in users],
            blank="Välj person",
        )
        for unit, users in staff
    }
    form = type("SeatedAnswerForm", (AnswerForm,), seats)()
    form.reason.choices = reasons
    return form


class CompleteForm(HouseForm):
    info_kind = OneOf("Vad handlar det om?", [InputRequired()])
    text = StrippedLines("Komplettering", [InputRequired()])


class AmendForm(HouseForm):
    new = StrippedLines("Ny text", [InputRequired()])
    reason = StrippedText("Varför ändras texten?", [InputRequired()])


class ConfirmForm(HouseForm):
    """Nothing but the token: for an act that is confirmed on a page of its own."""
