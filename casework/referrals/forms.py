import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from casework.authorities.models import Unit, User
from casework.consents.forms import ConsentForm
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
from casework.kit.swedish import MONTHS
from casework.people.reading_through import EVERYTHING, ReadThrough
from casework.referrals.rules.content import (
    FACT_KINDS,
    OF_ONE_KIND,
    PER_KIND,
    WHOLE,
    Place,
    readable_reasons,
)

CONTACT_DETAILS = frozenset({"name", "phone", "mail"})

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


class ProgrammeForm(ReadThrough):
    programme_id = OneOf("Verksamhet", [InputRequired()], coerce=UUID)
    officer = StrippedText("Handläggare hos er")
    officer_phone = StrippedText("Handläggarens telefon", longest=40)

    def expects(self, name: str) -> frozenset[str]:
        return CONTACT_DETAILS if name.startswith("officer") else frozenset()


class StepForm(ReadThrough):
    """R1: a step of a draft. `seen` is how many times it was saved when the page was made."""

    seen = HiddenField()

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in super().answers.items() if name != "seen"}


class PersonForm(StepForm):
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

    def expects(self, name: str) -> frozenset[str]:
        """Who it is, is written here and nowhere else."""
        if name == "representative":
            return CONTACT_DETAILS
        return frozenset() if name == "access_needs" else EVERYTHING


class ConsentStep(ConsentForm, StepForm):
    """C2 in the wizard."""

    def expects(self, name: str) -> frozenset[str]:
        return CONTACT_DETAILS if name == "representative_name" else frozenset()


class MonthField(StrippedText):
    """2024-03, or a year alone; mars 2024 and 03/2024 are read as well."""

    def tidy(self, text: str) -> str:
        said = super().tidy(text).lower()
        for number, name in enumerate(MONTHS, start=1):
            said = re.sub(rf"^{name[:3]}\w*\.? (\d{{4}})$", rf"\1-{number:02d}", said)
        said = re.sub(r"^(\d{1,2})/(\d{4})$", r"\2-\1", said)
        return re.sub(r"^(\d{4})-(\d)$", r"\1-0\2", re.sub(r"^(\d{4}-\d\d)-\d\d$", r"\1", said))

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", self.data):
            raise ValidationError("Skriv år och månad, till exempel 2024-03, eller bara ett år.")


class _Now(StepForm):
    support_time = OneOf("Tid med försörjningsstöd eller annat offentligt stöd")
    support_since = MonthField(
        "Stöd sedan", longest=20, description="År och månad, till exempel 2024-03."
    )
    income = Codes("Försörjning")
    occupation = OneOf("Sysselsättning")
    occupation_extent = IntegerField(
        "Omfattning i procent",
        [Optional(), NumberRange(0, 100)],
        description="100 procent är 40 timmar i veckan.",
    )
    employment = StrippedText(
        OF_ONE_KIND["employment"][0],
        description="Till exempel tillsvidare på halvtid, tjänstledig eller ingen.",
    )
    education = OneOf("Högsta avslutade utbildning")
    housing = StrippedText(
        OF_ONE_KIND["housing"][0],
        description="Till exempel eget kontrakt eller boende i andra hand.",
    )
    children_at_home = IntegerField("Barn som bor hemma", [Optional(), NumberRange(0, 20)])


class _Need(StepForm):
    reasons = Codes("Skäl till samverkan")
    question = StrippedLines(WHOLE["question"])
    wish = StrippedLines(WHOLE["wish"])
    own_goal = StrippedLines(WHOLE["own_goal"], description="Skriv ordagrant det personen säger.")
    risk = StrippedLines(WHOLE["risk"], description="Till exempel hot, oro eller något praktiskt.")
    urgency = OneOf("Hur bråttom är det?", choices=URGENCY.items())


LISTS = {
    "reasons": "skal",
    "support_time": "stodtid",
    "income": "inkomst",
    "occupation": "sysselsattning",
    "education": "utbildning",
}
Kinds = Sequence[tuple[str, str]]
Shown = Mapping[str, Any]


def _boxes(kinds: Kinds, *fields: str) -> dict[str, Any]:
    """C5: one box of each sort for each kind that the host may read."""
    return {
        f"{field}_{kind}": StrippedLines(f"{PER_KIND[field]}: {words.lower()}")
        for field in fields
        for kind, words in kinds
    }


def _filled(base: type[StepForm], boxes: Shown, lists: Shown, data: Shown) -> Any:
    form: Any = type("StepForm", (base,), dict(boxes))(data=dict(data))
    for field, code_list in LISTS.items():
        if field in form:
            form[field].choices = lists[code_list]
    return form


def now_form(kinds: Kinds, lists: Shown, data: Shown) -> StepForm:
    """C5: only facts of the kinds that the host may read."""
    form = _filled(_Now, _boxes(kinds, "background"), lists, data)
    host = {kind for kind, _ in kinds}
    asked = FACT_KINDS | {field: kind for field, (_, kind) in OF_ONE_KIND.items()}
    for field, kind in asked.items():
        if kind not in host:
            del form[field]
    return form


class _Support(StepForm):
    def expects(self, name: str) -> frozenset[str]:
        """Who the contact is at the authority is what is asked for."""
        return CONTACT_DETAILS if name.endswith("_who") else frozenset()


def support_form(kinds: Kinds, at: Sequence[Place], data: Shown) -> StepForm:
    """Who is in contact with the person, and what has been tried."""
    host = {kind for kind, _ in kinds}
    contacts = {
        f"contact_{place.key}_{part}": made(place)
        for place in at
        if place.kind in host
        for part, made in CONTACT_FIELDS.items()
    }
    return _filled(_Support, contacts | _boxes(kinds, "tried"), {}, data)


CONTACT_FIELDS: dict[str, Callable[[Place], Field]] = {
    "who": lambda place: StrippedText(f"Kontakt hos {place.name}"),
    "plan": lambda place: StrippedText(f"Plan eller SIP hos {place.name}"),
    "since": lambda place: MonthField(f"Kontakt hos {place.name} sedan", longest=20),
}


def need_form(kinds: Kinds, lists: Shown, data: Shown) -> StepForm:
    """C5: strengths and obstacles of each kind, and the question itself."""
    form: Any = _filled(_Need, _boxes(kinds, "strengths", "obstacles"), lists, data)
    host = {kind for kind, _ in kinds}
    readable = set(readable_reasons((code for code, _ in lists["skal"]), host))
    form.reasons.choices = [(code, label) for code, label in lists["skal"] if code in readable]
    return form


class AnswerForm(ReadThrough):
    """R4: what each answer needs is said by the rule, and shown under each choice."""

    kind = OneOf("Svar", [InputRequired()], choices=ANSWERS.items())
    sentence = StrippedLines("Svar till avsändaren")
    reason = Pick("Skäl till avslag", blank="Välj skäl")
    due_on = IsoDateField("Klar senast, eller väntar till")
    next_on = IsoDateField("Dag för nästa steg")


def answer_form(staff: Iterable[tuple[Unit, list[User]]], reasons: Sequence) -> AnswerForm:
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


class CompleteForm(ReadThrough):
    info_kind = OneOf("Vad handlar det om?", [InputRequired()])
    text = StrippedLines("Komplettering", [InputRequired()])


class AmendForm(ReadThrough):
    new = StrippedLines("Ny text", [InputRequired()])
    reason = StrippedText("Varför ändras texten?", [InputRequired()])


class ConfirmForm(HouseForm):
    """Nothing but the token: for an act that is confirmed on a page of its own."""
