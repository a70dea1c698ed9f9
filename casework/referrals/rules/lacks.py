"""R2: what keeps a draft from being sent. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from casework.consents.rules import Given, given_from, problems
from casework.kit.errors import RuleBroken
from casework.referrals.rules.content import (
    FACT_KINDS,
    LABELS,
    Parties,
    kinds_of,
    texts_of,
    written,
)

PERSON, CONSENT, NOW, SUPPORT, NEED, CHECK = range(2, 8)  # the steps, by number


@dataclass(frozen=True)
class Missing:
    """One thing that a draft lacks, and the step where it is filled in."""

    step: int
    sentence: str


def missing(draft: Mapping[str, Any], parties: Parties, on: date) -> list[Missing]:
    """R2: everything that keeps this draft from being sent, in the order of the steps."""
    given = given_from(draft.get("consent", {}))
    host = kinds_of(given, parties.host_unit_id)
    said = lacks_of_consent(draft.get("consent", {}), parties, on)
    return [
        *(Missing(PERSON, words) for words in _lacks_of_person(draft.get("person", {}))),
        *(Missing(CONSENT, str(broken)) for broken in said),
        *_lacks_of_need(written(draft), host),
    ]


def lacks_of_consent(answers: Mapping[str, Any], parties: Parties, on: date) -> list[RuleBroken]:
    """R2, C2, C7: everything that the consent lacks, each at its field."""
    given = given_from(answers)
    covered_by = [RuleBroken("scope", words) for words in lacks_of_coverage(given, parties)]
    return [*problems(given, parties.authority_of, on=on), *covered_by]


def _lacks_of_person(person: Mapping[str, Any]) -> Iterator[str]:
    if person.get("protected"):
        return
    if not person.get("name"):
        yield "Skriv personens namn."
    if not person.get("number"):
        yield "Skriv personnummer eller samordningsnummer."


def lacks_of_coverage(given: Given, parties: Parties) -> Iterator[str]:
    """R2, C7: the sender, the host and one more authority."""
    units = {unit for unit, _ in given.grants}
    if not units:
        return
    if parties.sender_unit_id not in units:
        yield "Samtycket måste omfatta din egen enhet."
    if parties.host_unit_id not in units:
        yield "Samtycket måste omfatta koordinatorn."
    if authorities_in(units, parties) < 2:
        yield "Samtycket måste omfatta minst två myndigheter förutom koordinatorn."


def authorities_in(units: Collection[UUID], parties: Parties) -> int:
    """How many authorities take part; the host as such is not one, but may be as the sender."""
    taking_part = {u for u in units if u != parties.host_unit_id or u == parties.sender_unit_id}
    return len({parties.authority_of[u] for u in taking_part if u in parties.authority_of})


TEXTS = {
    "background": NOW,
    "tried": SUPPORT,
    **dict.fromkeys(("question", "wish", "own_goal"), NEED),
}
CODES = {
    "support_time": (NOW, "Välj hur länge personen har haft offentligt stöd."),
    "income": (NOW, "Välj vad personen lever av."),
    "occupation": (NOW, "Välj vad personen gör nu."),
    "education": (NOW, "Välj högsta avslutade utbildning."),
    "reasons": (NEED, "Välj minst ett skäl till samverkan."),
    "urgency": (NEED, "Välj hur bråttom det är."),
}


def _lacks_of_need(said: Mapping[str, Any], host: frozenset[str]) -> list[Missing]:
    """Nothing can be written before it is said what the host may read."""
    if not host:
        return []
    there = {field for field, _, _ in texts_of(said, host)}
    lacks = [
        *(
            Missing(step, f"Skriv något under ”{LABELS[field]}”.")
            for field, step in TEXTS.items()
            if field not in there
        ),
        *(
            Missing(step, words)
            for field, (step, words) in CODES.items()
            if FACT_KINDS.get(field, "") in {"", *host} and not said.get(field)
        ),
    ]
    return sorted(lacks, key=lambda one: one.step)
