"""What a referral says, by field and kind of information (C5): pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.consents.rules import Given
from casework.kit.swedish import MONTHS

KINDS = ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering")

# What is told by code rather than in words, and the kind of information it is (C5).
FACT_KINDS = {
    "support_time": "ekonomi",
    "support_since": "ekonomi",
    "income": "ekonomi",
    "occupation": "arbete",
    "occupation_extent": "arbete",
    "education": "arbete",
    "children_at_home": "social",
}
OF_NO_KIND = ("reasons", "urgency")
MANY = ("income", "reasons")  # kept as comma-separated codes
REASON_KINDS = {
    "psykisk_ohalsa": "psykisk",
    "npf": "psykisk",
    "samsjuklighet": "fysisk",
    "oklara_besvar": "fysisk",
    "vantar_utredning": "fysisk",
    "sjuk_utan_sgi": "fysisk",
    "osakert_lampligt": "fysisk",
    "atergang": "arbete",
}
# That somebody is in contact with psychiatry tells of their health, so it is of that kind.
CONTACT_KINDS = {"psykiatri": "psykisk", "primarvard": "fysisk"}

PER_KIND = {
    "background": "Bakgrund",
    "tried": "Det här har prövats",
    "strengths": "Styrkor",
    "obstacles": "Hinder",
}
OF_ONE_KIND = {
    "employment": ("Anställning", "arbete"),
    "housing": ("Boende", "social"),
}
WHOLE = {
    "question": "Det här behöver vi hjälp med tillsammans",
    "wish": "Önskat resultat",
    "own_goal": "Personens mål med egna ord",
    "risk": "Det här behöver man tänka på i mötet",
}
LABELS = PER_KIND | {field: label for field, (label, _) in OF_ONE_KIND.items()} | WHOLE
CONTACT, MORE = "contact-", "more-"
ORDER = (
    *("background", "employment", "housing", CONTACT, "tried"),
    *("strengths", "obstacles", *WHOLE),
)
CONTACT_PARTS = {"who": "Kontakt", "plan": "Plan", "since": "Sedan"}


@dataclass(frozen=True)
class Place:
    """Somewhere the individual may have a contact and a plan: a unit of the consent, or else."""

    key: str  # of its fields in the form
    name: str
    kind: str


@dataclass(frozen=True)
class Parties:
    """Who a draft is between, and the units that its consent can name, in their order."""

    sender_unit_id: UUID
    host_unit_id: UUID
    authority_of: Mapping[UUID, UUID]
    names: Mapping[UUID, str]
    parts: Mapping[UUID, str]


ELSEWHERE = Place("other", "någon annan", "planering")


def places(given: Given, parties: Parties) -> list[Place]:
    """The units that the consent names, and one more; nobody else is asked about."""
    named = {unit for unit, _ in given.grants} - {parties.host_unit_id}
    return [
        *(
            Place(unit.hex, name, CONTACT_KINDS.get(parties.parts[unit], "planering"))
            for unit, name in parties.names.items()
            if unit in named
        ),
        ELSEWHERE,
    ]


def label_of(field: str) -> str:
    """What a text of the referral is called."""
    if field.startswith(CONTACT):
        return f"Kontakt och plan: {field.removeprefix(CONTACT)}"
    return LABELS.get(field, "Komplettering")


def tells_kind(field: str) -> bool:
    """Whether there may be one for each kind, so that its heading must say which."""
    return field in PER_KIND or field.startswith(MORE)


def place_in_order(field: str) -> int:
    """The order of the form; what was added later stands last."""
    known = CONTACT if field.startswith(CONTACT) else field
    return ORDER.index(known) if known in ORDER else len(ORDER)


def kinds_of(given: Given, unit_id: UUID) -> frozenset[str]:
    return frozenset(kind for unit, kind in given.grants if unit == unit_id)


def main_kind(kinds: Collection[str]) -> str:
    """The kind of what is said about the whole: planering, else the first the host may read."""
    return "planering" if "planering" in kinds else next((k for k in KINDS if k in kinds), "")


def readable_reasons(codes: Iterable[str], kinds: Collection[str]) -> list[str]:
    """C5: a reason that tells about health or work is of that kind; the rest are of none."""
    return [code for code in codes if code not in REASON_KINDS or REASON_KINDS[code] in kinds]


def written(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What the draft says of the need, whichever step it was written in."""
    return {**draft.get("need", {}), **draft.get("now", {}), **draft.get("support", {})}


def texts_of(
    said: Mapping[str, Any], host: Collection[str], at: Sequence[Place] = ()
) -> list[tuple[str, str, str]]:
    """(field, kind, text) of what is written, only in the kinds that the host may read."""
    found = [*_boxes(said, host), *_contacts(said, at)]
    readable = [(field, kind, text) for field, kind, text in found if text and kind in host]
    return sorted(readable, key=lambda one: (place_in_order(one[0]), KINDS.index(one[1])))


def _boxes(said: Mapping[str, Any], host: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for field in PER_KIND:
        yield from ((field, kind, said.get(f"{field}_{kind}") or "") for kind in KINDS)
    for field, (_, kind) in OF_ONE_KIND.items():
        yield field, kind, said.get(field) or ""
    yield from ((field, main_kind(host), said.get(field) or "") for field in WHOLE)


def _contacts(said: Mapping[str, Any], at: Sequence[Place]) -> Iterator[tuple[str, str, str]]:
    for place in at:
        told = {part: said.get(f"contact_{place.key}_{part}") for part in CONTACT_PARTS}
        told["since"] = month_in_words(told["since"]) if told["since"] else None
        lines = [f"{CONTACT_PARTS[part]}: {words}" for part, words in told.items() if words]
        yield f"{CONTACT}{place.name}", place.kind, "\n".join(lines)


def month_in_words(month: str) -> str:
    """2024-03 as mars 2024; 2024 as it is."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else year
