"""What a follow-up must hold. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from casework.kit.errors import RuleBroken
from casework.kit.working_days import add_working_days

RESULTS = {  # U1
    "klart": "Klart",
    "delvis": "Delvis",
    "inte": "Inte gjort",
    "behovs_inte": "Behövs inte längre",
}
GOAL_RESULTS = {"natt": "Nått", "delvis": "Delvis", "inte": "Inte ännu"}  # U2
SCALE = range(11)  # U4
DAYS_TO_ANSWER = 10  # working days the owner has for a proposal to close


@dataclass(frozen=True)
class Check:
    """U1 for one commitment. `place` names its form row."""

    result: str | None
    why: str = ""
    place: str = ""


@dataclass(frozen=True)
class Followed:
    """Everything that was said at one follow-up: checks by commitment id, results by goal id."""

    checks: Mapping[UUID, Check] = field(default_factory=dict)
    goals: Mapping[UUID, str | None] = field(default_factory=dict)
    goal_places: Mapping[UUID, str] = field(default_factory=dict)
    ladder_step: int | None = None
    life: int | None = None
    closeness: int | None = None
    influence: int | None = None
    own_words: str = ""
    info_kind: str | None = None
    next_on: date | None = None
    proposes_closing: bool = False


def check_results(said: Followed, commitments: Collection[UUID], goals: Collection[UUID]) -> None:
    """U1, U2: every commitment and every goal gets an answer; all but "klart" say why."""
    for one in commitments:
        _check_one(said.checks.get(one, Check(None)))
    for one in goals:
        if said.goals.get(one) not in GOAL_RESULTS:
            place = said.goal_places.get(one, "")
            raise RuleBroken(f"{place}-result" if place else "", "Välj hur nära målet är.")


def _check_one(check: Check) -> None:
    if check.result not in RESULTS:
        raise RuleBroken(_at(check, "result"), "Välj hur det gick.")
    if check.result != "klart" and not check.why:
        raise RuleBroken(_at(check, "why"), "Skriv varför, med några ord.")


def _at(check: Check, name: str) -> str:
    return f"{check.place}-{name}" if check.place else ""


def check_gauges(said: Followed, ladder: Collection[int]) -> None:
    """U3, U4: a step that the programme has, in whatever direction; 0 to 10 on each scale."""
    if said.ladder_step is not None and said.ladder_step not in ladder:
        raise RuleBroken("ladder_step", "Välj ett av stegen.")
    for name in ("life", "closeness", "influence"):
        if getattr(said, name) is not None and getattr(said, name) not in SCALE:
            raise RuleBroken(name, "Välj ett tal från 0 till 10.")


def check_words(said: Followed, kinds: Collection[str]) -> str:
    """C5: the individual's own words are of a kind that the writer may use. Gives the kind."""
    if not said.own_words:
        return "planering"
    if said.info_kind not in kinds:
        raise RuleBroken("info_kind", "Välj vilken sorts uppgifter orden innehåller.")
    return str(said.info_kind)


def goes_on(said: Followed, *, on: date) -> tuple[str, date]:
    """U5: (next step of the case, its day): either the next follow-up or a proposal to close."""
    if said.proposes_closing:
        if said.next_on is not None:
            raise RuleBroken("next_on", "Välj antingen en ny dag eller att föreslå avslut.")
        return "avslut", add_working_days(on, DAYS_TO_ANSWER)
    if said.next_on is None:
        raise RuleBroken("next_on", "Välj dagen för nästa uppföljning, eller föreslå avslut.")
    if said.next_on <= on:
        raise RuleBroken("next_on", "Välj en dag som kommer.")
    return "uppfoljning", said.next_on
