"""What a referral says, row by row: for the check page, the page of a sent one, and paper."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casework.access.web import actor
from casework.kit.swedish import listed
from casework.people.models import Person
from casework.people.rules import shown
from casework.programmes.queries import KINDS, labels
from casework.referrals.forms import REPRESENTATIVES, URGENCY
from casework.referrals.queries import ReferralFile
from casework.referrals.rules.content import (
    FACT_KINDS,
    MANY,
    OF_NO_KIND,
    PER_KIND,
    label_of,
    month_in_words,
    readable_reasons,
    tells_kind,
    texts_of,
    written,
)
from casework.referrals.rules.lacks import CHECK, NEED, NOW, PERSON, SUPPORT
from casework.referrals.views.drafting import STEPS, Drafting

Words = Mapping[str, Mapping[str, str]]
CODED = {
    "support_time": ("Tid med offentligt stöd", "stodtid", NOW),
    "support_since": ("Stöd sedan", "", NOW),
    "income": ("Försörjning", "inkomst", NOW),
    "occupation": ("Sysselsättning", "sysselsattning", NOW),
    "occupation_extent": ("Omfattning", "", NOW),
    "education": ("Högsta avslutade utbildning", "utbildning", NOW),
    "children_at_home": ("Barn som bor hemma", "", NOW),
    "reasons": ("Skäl till samverkan", "skal", NEED),
    "urgency": ("Hur bråttom är det?", "", NEED),
}
IN_STEP = {
    **dict.fromkeys(("background", "employment", "housing"), NOW),
    "tried": SUPPORT,
    **dict.fromkeys(("strengths", "obstacles", "question", "wish", "own_goal", "risk"), NEED),
}
PERSON_ROWS = {
    "name": "Namn",
    "number": "Personnummer",
    "phone": "Telefon",
    "email": "E-post",
    "address": "Adress",
    "municipality": "Kommun",
    "language": "Språk",
    "interpreter": "Tolk",
    "access_needs": "Behöver för att kunna delta",
    "representative": "Företrädare",
}
OFFICER = ("officer", "officer_phone")
EXTRA = "Tillagt efter att den skickades"


@dataclass(frozen=True)
class Row:
    """One answer: what was asked, what was said, and the field it is changed in."""

    label: str
    value: str
    step: int
    anchor: str = ""
    own_words: bool = False


@dataclass(frozen=True)
class Section:
    """The answers of one step."""

    title: str
    step: int
    rows: list[Row]


def of_draft(now: Drafting) -> dict[str, Any]:
    """What will be sent, as the coordinator will read it."""
    draft, said = now.draft, written(now.draft)
    facts = {f: said.get(f) for f, kind in FACT_KINDS.items() if kind in now.host_kinds}
    facts["reasons"] = readable_reasons(said.get("reasons") or (), now.host_kinds)
    facts["urgency"] = said.get("urgency")
    texts = texts_of(said, now.host_kinds, now.places)
    return _told(draft.get("person", {}), draft.get("sender", {}), sections(facts, texts))


def of_sent(file: ReferralFile) -> dict[str, Any]:
    """C5: as this reader may read it."""
    referral, person = file.referral, file.person
    fields = [*(f for f, kind in FACT_KINDS.items() if kind in file.kinds), *OF_NO_KIND]
    facts = {field: _listed_code(field, getattr(referral, field)) for field in fields}
    facts["reasons"] = readable_reasons(facts["reasons"], file.kinds)
    texts = [(text.field, text.info_kind, str(text.text)) for text in file.texts]
    return _told(_of_person(person), vars_of(referral, OFFICER), sections(facts, texts))


def _told(
    person: Mapping[str, Any], officer: Mapping[str, Any], told: list[Section]
) -> dict[str, Any]:
    return {
        "protected": bool(person.get("protected")),
        "person_rows": person_rows(person),
        "officer": {field: officer.get(field) for field in OFFICER},
        "sections": told,
    }


def vars_of(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}


def _listed_code(field: str, value: Any) -> Any:
    return [code for code in (value or "").split(",") if code] if field in MANY else value


def _of_person(person: Person | None) -> dict[str, Any]:
    if person is None:
        return {}
    told = vars_of(person, (*PERSON_ROWS, "representative_kind"))
    return told | {"protected": person.is_protected}


def code_words() -> Words:
    lists = [name for _, name, _ in CODED.values() if name]
    return labels(actor(), KINDS, *lists)


def person_rows(person: Mapping[str, Any]) -> list[Row]:
    """E3: of a protected person there is nothing to tell."""
    if person.get("protected"):
        return []
    told = {field: person.get(field) for field in PERSON_ROWS}
    told["number"] = shown(told["number"]) if told["number"] else None
    told["interpreter"] = "Behövs" if told["interpreter"] else None
    kind = REPRESENTATIVES.get(person.get("representative_kind") or "", "")
    told["representative"] = ", ".join(filter(None, (kind, told["representative"])))
    return [Row(PERSON_ROWS[f], str(v), PERSON, f) for f, v in told.items() if v]


def sections(facts: Mapping[str, Any], texts: Iterable[tuple[str, str, str]]) -> list[Section]:
    """Step by step: what is told by code first, then in words; steps without an answer too."""
    words = code_words()
    rows = [*_coded(facts, words), *(_text(*one, words[KINDS]) for one in texts)]
    found = [Section(STEPS[step], step, _of(rows, step)) for step in (NOW, SUPPORT, NEED)]
    extra = _of(rows, CHECK)
    return [*found, Section(EXTRA, CHECK, extra)] if extra else found


def _of(rows: Collection[Row], step: int) -> list[Row]:
    return [row for row in rows if row.step == step]


def _coded(facts: Mapping[str, Any], words: Words) -> list[Row]:
    said = {field: _in_words(field, facts.get(field), words) for field in CODED}
    return [Row(CODED[f][0], text, CODED[f][2], f) for f, text in said.items() if text]


def _in_words(field: str, value: Any, words: Words) -> str:
    if value is None or value in ("", []):
        return ""
    if field == "support_since":
        return month_in_words(value)
    if field == "occupation_extent":
        return f"{value} procent"
    if field == "urgency":
        return URGENCY.get(value, value)
    known = words.get(CODED[field][1], {})
    codes = value if isinstance(value, list) else [value]
    first, *rest = [known.get(code, str(code)) for code in codes]
    return listed([first, *(_inside(word) for word in rest)])


def _inside(word: str) -> str:
    """A label inside a sentence; an abbreviation keeps its capitals."""
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]


def _text(field: str, kind: str, text: str, kinds: Mapping[str, str]) -> Row:
    label = label_of(field)
    if tells_kind(field):
        label = f"{label}: {kinds.get(kind, kind).lower()}"
    step = IN_STEP.get(field, CHECK if field.startswith("more-") else SUPPORT)
    anchor = f"{field}_{kind}" if field in PER_KIND else field if field in IN_STEP else ""
    return Row(label, text, step, anchor, own_words=field == "own_goal")
