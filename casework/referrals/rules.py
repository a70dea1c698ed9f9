"""R1–R5 as pure functions: where a referral stands, what a draft lacks, what an answer needs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.consents.rules import Given, given_from, problems
from casework.kit.errors import RuleBroken
from casework.kit.swedish import date_year
from casework.kit.working_days import add_working_days

KINDS = ("ekonomi", "social", "fysisk", "psykisk", "arbete", "planering")


class State(StrEnum):
    """Where a referral stands, in the words of a reader."""

    DRAFT = "Utkast"
    SENT = "Väntar på svar"
    COMPLETION = "Ska kompletteras"
    WAITING = "Väntar till en dag"
    ACCEPTED = "Antagen"
    REFUSED = "Avslagen"
    POINTED = "Hänvisad vidare"
    WITHDRAWN = "Tillbakatagen"


ANSWERED = {
    "antas": State.ACCEPTED,
    "kompletteras": State.COMPLETION,
    "vantar": State.WAITING,
    "hanvisas": State.POINTED,
    "avslas": State.REFUSED,
}
UNDECIDED = frozenset({State.SENT, State.COMPLETION, State.WAITING})


@dataclass(frozen=True)
class LastAnswer:
    """The newest answer of a referral."""

    kind: str
    due_on: date | None = None
    completed: bool = False


def state(sent: bool, withdrawn: bool, last: LastAnswer | None) -> State:
    """R4: a completed referral waits for an answer again."""
    if withdrawn:
        return State.WITHDRAWN
    if not sent:
        return State.DRAFT
    if last is None or (last.kind == "kompletteras" and last.completed):
        return State.SENT
    return ANSWERED[last.kind]


def purge_on(created: date, draft_days: int) -> date:
    """R1: the first day on which a draft is gone."""
    return created + timedelta(days=draft_days)


def first_answer_by(sent: date, working_days: int) -> date:
    """R4: the last day for the first answer."""
    return add_working_days(sent, working_days)


@dataclass(frozen=True)
class Parties:
    """Who a draft is between. `authority_of` holds every unit that a consent can name."""

    sender_unit_id: UUID
    host_unit_id: UUID
    authority_of: Mapping[UUID, UUID]


@dataclass(frozen=True)
class Missing:
    """One thing that a draft lacks, and the step where it is filled in."""

    step: int
    sentence: str


def missing(draft: Mapping[str, Any], parties: Parties, on: date) -> list[Missing]:
    """R2: everything that keeps this draft from being sent, in the order of the steps."""
    given = given_from(draft.get("consent", {}))
    host = kinds_of(given, parties.host_unit_id)
    return [
        *(Missing(2, words) for words in _lacks_of_person(draft.get("person", {}))),
        *(Missing(3, str(b)) for b in lacks_of_consent(draft.get("consent", {}), parties, on)),
        *(Missing(4, words) for words in _lacks_of_need(draft.get("need", {}), host)),
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


def kinds_of(given: Given, unit_id: UUID) -> frozenset[str]:
    return frozenset(kind for unit, kind in given.grants if unit == unit_id)


# What is told by code rather than in words, and the kind of information it is (C5).
FACT_KINDS = {
    "support_time": "ekonomi",
    "income": "ekonomi",
    "occupation": "arbete",
    "occupation_extent": "arbete",
    "education": "arbete",
    "children_at_home": "social",
}
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
PER_KIND = {"background": "Bakgrund", "tried": "Det här har prövats"}
WHOLE = {
    "question": "Det här behöver vi hjälp med tillsammans",
    "wish": "Önskat resultat",
    "own_goal": "Personens mål med egna ord",
    "risk": "Det här behöver man tänka på i mötet",
}


def main_kind(kinds: Collection[str]) -> str:
    """The kind of what is said about the whole: planering, else the first the host may read."""
    return "planering" if "planering" in kinds else next((k for k in KINDS if k in kinds), "")


def readable_reasons(codes: Iterable[str], kinds: Collection[str]) -> list[str]:
    """C5: a reason that tells about health or work is of that kind; the rest are of none."""
    return [code for code in codes if code not in REASON_KINDS or REASON_KINDS[code] in kinds]


def texts_of(need: Mapping[str, Any], host: Collection[str]) -> list[tuple[str, str, str]]:
    """(field, kind, text) of what is written, only in the kinds that the host may read."""
    boxes = [(field, kind, f"{field}_{kind}") for field in PER_KIND for kind in KINDS]
    whole = [(field, main_kind(host), field) for field in WHOLE]
    found = [(field, kind, need.get(key) or "") for field, kind, key in [*boxes, *whole]]
    return [(field, kind, text) for field, kind, text in found if text and kind in host]


NEEDED = {
    "reasons": "Välj minst ett skäl till samverkan.",
    "support_time": "Välj hur länge personen har haft offentligt stöd.",
    "income": "Välj vad personen lever av.",
    "occupation": "Välj vad personen gör nu.",
    "education": "Välj högsta avslutade utbildning.",
    "urgency": "Välj hur bråttom det är.",
}


def _lacks_of_need(need: Mapping[str, Any], host: frozenset[str]) -> Iterator[str]:
    """Nothing can be written before it is said what the host may read."""
    written = {field for field, _, _ in texts_of(need, host)}
    labels = {field: label for field, label in (PER_KIND | WHOLE).items() if field != "risk"}
    asked = {field: w for field, w in NEEDED.items() if FACT_KINDS.get(field, "") in {"", *host}}
    if host:
        yield from (
            f"Skriv något under ”{label}”."
            for field, label in labels.items()
            if field not in written
        )
        yield from (words for field, words in asked.items() if not need.get(field))


def check_answer(
    kind: str, sentence: str | None, reason: str | None, due_on: date | None, on: date
) -> None:
    """R4: what each of the five answers needs."""
    if kind not in ANSWERED:
        raise RuleBroken("kind", "Välj ett svar.")
    if kind in ("kompletteras", "vantar"):
        _check_day(due_on, on)
    if kind == "avslas" and not reason:
        raise RuleBroken("reason", "Välj ett skäl.")
    asks = {
        "kompletteras": "Skriv vad som saknas.",
        "hanvisas": "Skriv vart personen kan vända sig.",
        "avslas": "Skriv varför, i en mening som avsändaren förstår.",
    }
    if kind in asks and not sentence:
        raise RuleBroken("sentence", asks[kind])


def _check_day(due_on: date | None, on: date) -> None:
    if due_on is None:
        raise RuleBroken("due_on", "Skriv en dag.")
    if due_on <= on:
        raise RuleBroken("due_on", f"Välj en dag efter {date_year(on)}.")


def covered(consents: Iterable[ConsentFacts], on: date) -> frozenset[UUID]:
    """The units that some version in force covers that day."""
    return frozenset().union(*(facts.units_in_force(on) for facts in consents))
