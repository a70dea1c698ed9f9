"""What remains to be looked at in a programme, each with a sentence: read from what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.authorities.models import Unit
from casework.kit.swedish import counted, listed
from casework.programmes.defaults import starting
from casework.programmes.models import Programme
from casework.programmes.rules import Contents, same_as

EXAMPLES = "tjänstens egna exempel"
EXAMPLE = "(exempel)"


@dataclass(frozen=True)
class Thing:
    """One line: which page it leads to, what it is called, how it stands, and what to do."""

    endpoint: str
    name: str
    kind: str  # of the flag: "soon" to look at, "late" something lacks, "done"
    flag: str
    sentence: str


def things_to_look_at(
    programme: Programme,
    own: Contents,
    others: Mapping[str, Contents],
    *,
    units: Sequence[Unit],
    kinds: Sequence[tuple[str, str]],
    has_coordinator: bool,
) -> list[Thing]:
    """In the order one goes through them. `units` are those that its consents can name."""
    others = {**others, EXAMPLES: starting()}
    return [
        *([] if has_coordinator else [NOBODY]),
        _units(units),
        _ladder(own, others),
        _questions(own, others, dict(kinds)),
        _criteria(own, others),
        _paper(programme),
    ]


NOBODY = Thing(
    "authorities.people",
    "Koordinator",
    "late",
    "Saknas",
    "Ingen koordinator arbetar på enheten som samordnar. Utan en svarar ingen på remisser.",
)


def _units(units: Sequence[Unit]) -> Thing:
    number = counted(len(units), "enhet", "enheter")
    sentence = f"Samtycken kan namnge {number}, också den som samordnar."
    return Thing("programmes.units", "Enheter", "done", "Vald" if units else "", sentence)


def _ladder(own: Contents, others: Mapping[str, Contents]) -> Thing:
    name, page = "Rehabiliteringstrappan", "programmes.ladder"
    steps = f"Trappan har {counted(len(own.ladder), 'steg', 'steg', neuter=True)}."
    if any(EXAMPLE in step for step in own.ladder):
        sentence = f"{steps} Stegen är märkta som exempel. Ge dem era egna namn."
        return Thing(page, name, "soon", "Titta igenom", sentence)
    return _compared(page, name, steps, same_as("ladder", own, others))


def _questions(own: Contents, others: Mapping[str, Contents], kinds: Mapping[str, str]) -> Thing:
    page, name = "programmes.template", "Kartläggningens frågor"
    asked = {kind for kind, _words in own.questions}
    without = [label.lower() for kind, label in kinds.items() if kind not in asked]
    if None not in asked:
        without.insert(0, "personens egen bild")
    if without:
        sentence = f"Det finns inga frågor om {listed(without)}."
        return Thing(page, name, "late", "Saknas", sentence)
    number = f"Kartläggningen ställer {counted(len(own.questions), 'fråga', 'frågor')}."
    return _compared(page, name, number, same_as("questions", own, others))


def _criteria(own: Contents, others: Mapping[str, Contents]) -> Thing:
    page, name = "programmes.criteria", "Kriterier för prioritering"
    if not own.criteria:
        sentence = "Inget vägs in. Dagordningen ordnas då bara efter tid."
        return Thing(page, name, "soon", "Titta igenom", sentence)
    number = f"{counted(len(own.criteria), 'kriterium', 'kriterier', neuter=True)} vägs in."
    return _compared(page, name, number.capitalize(), same_as("criteria", own, others))


def _compared(page: str, name: str, sentence: str, like: str | None) -> Thing:
    if like is None:
        return Thing(page, name, "done", "Era egna", sentence)
    told = f"{sentence} Precis som i {like}. Passar det målgruppen?"
    return Thing(page, name, "soon", "Titta igenom", told)


def _paper(programme: Programme) -> Thing:
    number = counted(len(programme.languages.split()), "språk", "språk", neuter=True)
    held = {
        "plan": "Den gemensamma planen kan hållas som SIP.",
        "reference": "En SIP förs någon annanstans.",
    }
    sentence = f"Samtyckesblanketten finns på {number}. {held[programme.sip_mode]}"
    return Thing("programmes.programme", "Tider, blanketter och SIP", "done", "Valt", sentence)
