import re
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from wtforms.validators import InputRequired

from casework.authorities.rules import OFFERS
from casework.kit.errors import RuleBroken
from casework.kit.forms import (
    ClockField,
    Codes,
    HouseForm,
    IsoDateField,
    OneOf,
    Pick,
    StrippedLines,
    StrippedText,
    Tick,
)
from casework.meetings.doing.parties import OWN, Guest
from casework.meetings.rules import ANSWERS, CANCELLED_BECAUSE, KINDS, LENGTHS, WAYS, WORK
from casework.people.reading_through import EVERYTHING, ReadThrough

ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
OTHER = "annan"
MINUTES = [(str(length), f"{length} minuter") for length in LENGTHS]
CASE_KINDS = [(key, name) for key, name in KINDS.items() if key not in ("genomgang", WORK)]
GUESTS = (1, 2, 3)


class PlaceAndTime(HouseForm):
    """When and where. Without a room, the smallest that is free and big enough is taken."""

    day = IsoDateField("Dag")
    starts = ClockField("Börjar kl.")
    minutes = Pick("Mötets längd", [InputRequired()], choices=MINUTES, default="90")
    room_id = Pick("Rum", coerce=UUID, blank="Välj åt oss")
    place = StrippedText(
        "Annan plats",
        description="Om mötet inte är i något av rummen, till exempel Telefon.",
        longest=100,
    )

    @property
    def length(self) -> int:
        """In minutes, also of a form that is only looked at; what was not offered is no length."""
        offered = {str(choice.value) for choice in self.minutes.iter_choices()} - {""}
        return int(self.minutes.data) if self.minutes.data in offered else 90


class GuestRows(ReadThrough):
    """Those from outside: a role and an address each. M3: the role is read by others."""

    role_1 = StrippedText("Roll, till exempel God man", longest=60)
    address_1 = StrippedText("E-postadress", longest=200)
    role_2 = StrippedText("Roll", longest=60)
    address_2 = StrippedText("E-postadress", longest=200)
    role_3 = StrippedText("Roll", longest=60)
    address_3 = StrippedText("E-postadress", longest=200)

    @property
    def guest_rows(self) -> list[tuple[StrippedText, StrippedText]]:
        return [(self[f"role_{n}"], self[f"address_{n}"]) for n in GUESTS]

    def expects(self, name: str) -> frozenset[str]:
        """M3: what is read in letters is asked about."""
        return frozenset() if name.startswith("role_") else EVERYTHING

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        broken = [self._explained(n) for n in GUESTS]
        return fine and not any(broken)

    def _explained(self, n: int) -> bool:
        """Whether something is wrong with one row of guests; it is said at the field."""
        role, address = self[f"role_{n}"].data, self[f"address_{n}"].data
        if role and not address:
            said = f"address_{n}", f"Skriv e-postadressen till {role}, eller ta bort rollen."
        elif address and not ADDRESS.fullmatch(address):
            said = f"address_{n}", "Skriv en e-postadress, till exempel namn@example.se."
        elif address and not role:
            said = f"role_{n}", "Skriv vad personen är, till exempel God man. Skriv inte namnet."
        else:
            return False
        self.explain(RuleBroken(*said))
        return True

    @property
    def asked_guests(self) -> tuple[Guest, ...]:
        rows = ((role.data, address.data) for role, address in self.guest_rows)
        return tuple(Guest(role, address) for role, address in rows if role and address)

    def explain(self, broken: RuleBroken) -> None:
        """A rule about who or when shows at the part of the page that asks it."""
        field = {"room": "room_id"}.get(broken.field, broken.field)
        if field in ("guest_role", "guest_address"):
            field = self._of_guest(field, str(broken))
        super().explain(RuleBroken(field, str(broken)))

    def _of_guest(self, field: str, said: str) -> str:
        """The row that the sentence is about: the address in it, or the first that is filled in."""
        kind = field.removeprefix("guest_")
        filled = [n for n in GUESTS if self[f"address_{n}"].data]
        named = [n for n in filled if f"{self[f'{kind}_{n}'].data}" in said]
        return f"{kind}_{(named or filled or [1])[0]}"


class BookingForm(PlaceAndTime, GuestRows):
    """Everything on the page. Fields of own words are added by `booking_form`."""

    kind = Pick("Sorts möte", [InputRequired()], choices=CASE_KINDS, default="samarbetsmote")
    people = Codes("Vilka ska vara med?", coerce=UUID)
    individual = Tick("Personen själv")
    individual_by = OneOf("Hur får personen sin kallelse?", choices=list(WAYS.items()))
    interpreter = Tick("Tolk behövs")
    first = IsoDateField("Visa tider från och med")
    slot = OneOf("Tid", validate_choice=False)
    needs = Codes("Rummet ska ha", choices=list(OFFERS.items()))
    video = Tick("Det går att vara med via video")
    video_link = StrippedText(
        "Länk till videomötet",
        description="Lämna tomt om rummet har en egen länk. Den står i breven.",
        longest=500,
    )
    agenda = StrippedLines("Dagordning")

    @property
    def in_row(self) -> int:
        """How many meetings are booked in one go."""
        return 1

    @property
    def is_new(self) -> bool:
        """Shown for the first time: neither sent, nor given back with what was typed."""
        return self.kind.raw_data is None

    @property
    def own_fields(self) -> list[StrippedText]:
        return [field for field in self if field.short_name.startswith(OWN)]

    def expects(self, name: str) -> frozenset[str]:
        """M3: what is read in letters is asked about; the agenda is read when one is signed in."""
        leaves = name == "place" or name.startswith((OWN, "role_"))
        return frozenset() if leaves else EVERYTHING


GONE = "Ett av ärendena går inte att boka längre. Välj bland dem som står här."


class Cases(Codes):
    """Cases that can be picked; one that no longer can is as one that never was."""

    def gettext(self, string: str) -> str:
        return GONE if "choice" in string else super().gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:  # noqa: ARG002
        return self.gettext(singular)


class RowForm(BookingForm):
    """Of a case, and perhaps of others straight after, in the order that they are shown in."""

    further = Cases("Fler ärenden direkt efter", coerce=UUID)

    @property
    def in_row(self) -> int:
        return 1 + len(self.picked)

    @property
    def picked(self) -> list[UUID]:
        """Those that are ticked and can be, in their order."""
        ticked = set(self.further.data or ())
        return [value for value, _ in self.further.choices or () if value in ticked]


Form = TypeVar("Form", bound=BookingForm)


def booking_form(parties: Mapping[str, str], *, about_a_case: bool, base: type[Form]) -> Form:
    """`parties` are {field of own words: what the field is called}; `base` is added to."""
    fields: dict[str, Any] = {
        key: StrippedLines(words, longest=500) for key, words in parties.items()
    }
    if not about_a_case:
        kinds = [(WORK, KINDS[WORK])]
        fields["kind"] = Pick("Sorts möte", [InputRequired()], choices=kinds, default=WORK)
    made: Any = type("BookingFormOf", (base,), fields)
    return made()


class ChangeForm(PlaceAndTime):
    asked_by = StrippedText(
        "Vem bad om ändringen?",
        [InputRequired()],
        description="En roll eller en enhet. Det står i mötets historik.",
        longest=100,
    )


class AddForm(GuestRows):
    people = Codes("Vilka till ska vara med?", coerce=UUID)
    individual = Tick("Personen själv")


class AgendaForm(HouseForm):
    agenda = StrippedLines("Dagordning")


class AdditionForm(HouseForm):
    kind = Pick("Vilken sorts uppgift är det?", [InputRequired()], blank="Välj sort")
    text = StrippedLines("Tillägget", [InputRequired()])
    reason = StrippedText(
        "Varför läggs det till nu?",
        [InputRequired()],
        description="Till exempel: Vi glömde att skriva vem som ringer.",
    )


class _FromForm(HouseForm):
    """What holds for one day of a series and those after it."""

    since = Pick("Från och med", [InputRequired()], coerce=UUID, blank="Välj dag")


# a series is about no single person
OF_SERIES = {key: words for key, words in CANCELLED_BECAUSE.items() if key != "personen"}


class CancelRestForm(_FromForm):
    because = OneOf(
        "Varför ställs mötena in?",
        [InputRequired()],
        choices=list(OF_SERIES.items()),
    )


class AddToSeriesForm(_FromForm):
    people = Codes("Vilka ska vara med?", [InputRequired()], coerce=UUID)


class RemoveFromSeriesForm(_FromForm):
    person = OneOf("Vem ska inte vara med?", [InputRequired()], coerce=UUID)


class CancelForm(HouseForm):
    because = OneOf(
        "Varför ställs mötet in?", [InputRequired()], choices=list(CANCELLED_BECAUSE.items())
    )


class AnswerForm(HouseForm):
    answer = OneOf("Ditt svar", [InputRequired()], choices=list(ANSWERS.items()))
    line = StrippedText(
        "Vill du säga något mer?",
        description="Till exempel vilka tider som passar. Skriv inget om någon annan person.",
        longest=200,
    )
