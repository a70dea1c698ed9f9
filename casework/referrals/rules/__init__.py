"""R1–R5 as pure functions: where a referral stands, and what an answer needs.

`content` is what it says, `lacks` what a draft still needs, `following` who owes what by when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.kit.errors import RuleBroken
from casework.kit.swedish import date_year
from casework.kit.working_days import add_working_days


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
