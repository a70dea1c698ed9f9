"""V2, V3 and the words of a consultation, as pure functions."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.kit.errors import RuleBroken, Stale
from casework.people.smells import numbers

REMISS, ARENDE, FRAGA = "remiss", "arende", "fraga"

ANSWERS = {
    "antas": "Antas",
    "kompletteras": "Kompletteras",
    "vantar": "Väntar",
    "hanvisas": "Hänvisas",
    "avslas": "Avslås",
}
FINAL = ("antas", "hanvisas", "avslas")
UNCHANGED = {"oforandrat": "Nästa steg står kvar"}
FOLLOWED = {"fortsatt": "Fortsätter", "klart": "Klart, punkten stängs"}
ADVICE = {"rad": "Råd finns", "remiss": "Föreslå en remiss"}
WORDS = {**ANSWERS, **UNCHANGED, **FOLLOWED, **ADVICE}

AGE_SPANS = ("16–24", "25–29", "30–39", "40–49", "50–64")
MONTHS_KEPT = 6
NEAR = timedelta(days=14)  # so long before a sitting its agenda may be made

_PARTIES = "Försäkringskassan|Arbetsförmedlingen|Solkraft|Socialtjänsten|Regionen|Psykiatrin"
# two words with capitals beside each other, or one inside a sentence that is no party of ours
_NAME = re.compile(
    r"\b[A-ZÅÄÖ][a-zåäöéü]+ [A-ZÅÄÖ][a-zåäöéü]+"
    rf"|(?<=[a-zåäöé,] )(?!(?:{_PARTIES})\b)[A-ZÅÄÖ][a-zåäöéü]{{2,}}"
)


@dataclass(frozen=True)
class Subject:
    """What an item is about, as V2 sees it. `unit_id` brought it; None is a question of nobody."""

    unit_id: UUID | None
    consents: tuple[ConsentFacts, ...] = ()
    protected: bool = False
    gone: bool = False  # withdrawn by the sender, erased, or past its day

    @property
    def about_nobody(self) -> bool:
        return self.unit_id is None


@dataclass(frozen=True)
class Ask:
    """An open question to the person's own officer."""

    officer_id: UUID | None
    question: str


@dataclass(frozen=True)
class Ruling:
    """V3: what an item ended in. `reason` is the code of a refusal (R4). `sure`: read, no name."""

    decision: str
    sentence: str
    responsible_id: UUID
    due_on: date
    again: bool = False
    reason: str | None = None
    ask: Ask | None = None
    sure: bool = False


@dataclass(frozen=True)
class Move:
    """Who goes out and who comes back before an item, and who waits outside already."""

    out: tuple[UUID, ...]
    back: tuple[UUID, ...]
    still: tuple[UUID, ...]


def moves(outside: Sequence[frozenset[UUID]]) -> list[Move]:
    """V2: `outside` holds, item by item, those who may not hear; everyone is in at the start."""
    before = [frozenset(), *outside]
    return [
        Move(tuple(now - was), tuple(was - now), tuple(now & was))
        for was, now in zip(before, outside, strict=False)
    ]


def on_the_wall(
    hears: Sequence[frozenset[UUID]], room: frozenset[UUID], now: int | None
) -> list[int]:
    """V2: the places of what may stand on the wall: what everyone who can see it may hear.

    `hears` holds, item by item, those of the `room` who may hear it; `now` is the place of the
    open item, for which the others have gone out. Between items everyone is in.
    """
    inside = room if now is None else hears[now]
    return [place for place, ears in enumerate(hears) if inside <= ears]


def check_ruling(ruling: Ruling, in_room: Iterable[UUID], offered: Iterable[str], on: date) -> None:
    """V3: a decision that is offered, somebody in the room who may hear it, and a day to come."""
    if ruling.decision not in offered:
        raise RuleBroken("decision", "Välj ett av besluten.")
    if not ruling.sentence:
        raise RuleBroken("sentence", "Skriv vad ni kom fram till.")
    if ruling.responsible_id not in in_room:
        raise RuleBroken("responsible_id", "Välj någon i rummet som får höra punkten.")
    if ruling.due_on < on:
        raise RuleBroken("due_on", "Välj i dag eller en dag som kommer.")


def check_still_open(finished: bool, cancelled: bool = False) -> None:
    if finished:
        raise RuleBroken("", "Genomgången är avslutad och låst.")
    if cancelled:
        raise RuleBroken("", "Genomgången är inställd.")


def check_open_programme(closed_on: date | None, on: date) -> None:
    if closed_on is not None and closed_on <= on:
        raise RuleBroken("programme_id", "Insatsen är avslutad. Välj en annan.")


def check_near(starts_at: datetime, at: datetime) -> None:
    """V1: an agenda made too early would keep what waits from the sittings before it."""
    if starts_at - at > NEAR:
        raise RuleBroken("", "Dagordningen görs tidigast två veckor före mötet.")


def check_pending(pending: bool, stands: str | None = None) -> None:
    """AC24: somebody else wrote first. `stands` is what they wrote."""
    if not pending:
        raise Stale("Punkten är redan klar. Någon annan skrev medan du höll på.", [stands])


def check_ask(ask: Ask, officers: Iterable[UUID]) -> None:
    """The question goes to somebody who is the person's own officer, and has words."""
    if not ask.question:
        raise RuleBroken("question", "Skriv frågan, eller välj ingen att fråga.")
    if ask.officer_id not in officers:
        raise RuleBroken("officer_id", "Välj vem som ska svara på frågan.")


def check_all_settled(left: int) -> None:
    """V3: nothing is left hanging; what there was no time for is put off on purpose."""
    if left:
        what = "En punkt är kvar." if left == 1 else f"{left} punkter är kvar."
        raise RuleBroken("", f"{what} Besluta, eller skjut upp till nästa gång.")


def check_unidentified(field: str, text: str) -> None:
    """A question without a person holds nothing that looks like a number, phone or e-mail."""
    for found in numbers(text):
        raise RuleBroken(
            field,
            f"Texten innehåller något som ser ut som {found.looks_like}."
            " Ta bort det och spara igen.",
        )


def check_nobody_named(text: str, *, sure: bool) -> None:
    """What looks like a name is asked about once; whoever has read it again says so."""
    if (found := _NAME.search(text)) and not sure:
        raise RuleBroken(
            "sure",
            f"”{found.group(0).strip()}” kan vara ett namn eller en ort. Ta bort det, eller kryssa"
            " i att du har läst igenom texten och att ingen går att känna igen.",
        )


def check_consultation(age_span: str, question: str, *, sure: bool) -> None:
    check_unidentified("question", question)
    check_nobody_named(question, sure=sure)
    if age_span not in AGE_SPANS:
        raise RuleBroken("age_span", "Välj ett åldersspann.")


def purge_on(asked: date) -> date:
    """The day a consultation is removed: six months later, on the month's last day if needed."""
    year, month = divmod(asked.month - 1 + MONTHS_KEPT, 12)
    year, month = asked.year + year, month + 1
    return date(year, month, min(asked.day, calendar.monthrange(year, month)[1]))
