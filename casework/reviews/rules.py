"""V2, V3 and the words of a consultation, as pure functions."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.kit.errors import RuleBroken

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

_NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+ ]?\d{4}(?!\d)")
_MAIL = re.compile(r"\S+@\S+\.\w")
_PHONE = re.compile(r"(?<!\d)(?:\+46|0046|0)[\s-]?\d(?:[\s-]?\d){6,}")


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
class Ruling:
    """V3: what an item ended in. `reason` is the code of a refusal (R4)."""

    decision: str
    sentence: str
    responsible_id: UUID
    due_on: date
    again: bool = False
    reason: str | None = None


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


def check_still_open(finished: bool) -> None:
    if finished:
        raise RuleBroken("", "Genomgången är avslutad och låst.")


def check_pending(pending: bool) -> None:
    if not pending:
        raise RuleBroken("", "Punkten är redan klar.")


def check_all_settled(left: int) -> None:
    """V3: nothing is left hanging; what there was no time for is put off on purpose."""
    if left:
        what = "En punkt är kvar." if left == 1 else f"{left} punkter är kvar."
        raise RuleBroken("", f"{what} Besluta, eller skjut upp till nästa gång.")


def check_unidentified(field: str, text: str) -> None:
    """A question without a person holds nothing that looks like a number, phone or e-mail."""
    for what, pattern in (
        ("ett personnummer", _NUMBER),
        ("en e-postadress", _MAIL),
        ("ett telefonnummer", _PHONE),
    ):
        if pattern.search(text):
            raise RuleBroken(
                field, f"Texten innehåller något som ser ut som {what}. Ta bort det och spara igen."
            )


def purge_on(asked: date) -> date:
    """The day a consultation is removed: six months later, on the month's last day if needed."""
    year, month = divmod(asked.month - 1 + MONTHS_KEPT, 12)
    year, month = asked.year + year, month + 1
    return date(year, month, min(asked.day, calendar.monthrange(year, month)[1]))
