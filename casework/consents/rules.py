"""C1–C5 as pure functions: what a consent must hold, what may follow it, how it reads."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.kit.errors import RuleBroken
from casework.kit.swedish import date_year

GIVEN_HOW = {
    "signed_paper": "Undertecknat papper",
    "e_signature": "E-underskrift",
    "oral": "Muntligt",
}
PERSON = "person"
REPRESENTATIVES = {
    "god_man": "God man",
    "forvaltare": "Förvaltare",
    "fullmakt": "Den som har fullmakt",
    "vardnadshavare": "Vårdnadshavare",  # some programmes are for those who are not yet 18
}
BY_WHOM = {PERSON: "Personen själv", **REPRESENTATIVES}
TOLD_HOW = {
    "oral": "Personen sade det till mig",
    "written": "Skriftligt",
    "representative": "Genom en företrädare",
}
DAYS = ("given_on", "last_day")


@dataclass(frozen=True)
class Given:
    """C2: what a consent says, before it is recorded. `grants` holds (unit, kind)."""

    purpose: str | None = None
    grants: frozenset[tuple[UUID, str]] = frozenset()
    exceptions: str | None = None
    given_on: date | None = None
    last_day: date | None = None
    given_how: str | None = None
    by_whom: str | None = PERSON
    informed: bool = False
    language: str | None = None
    interpreter: bool = False
    representative_name: str | None = None
    representative_scope: str | None = None
    document_seen: bool = False
    taken_by_id: UUID | None = None
    survey: bool = False
    statistics: bool = False
    paper_kept: str | None = None

    @property
    def representative_kind(self) -> str | None:
        return self.by_whom if self.by_whom in REPRESENTATIVES else None


def given_from(answers: Mapping[str, Any]) -> Given:
    """What the form's answers say. `scope` is a list of "unit:kind"; days and ids may be text."""
    said: dict[str, Any] = {
        name: answers.get(name) for name in Given.__dataclass_fields__ if name in answers
    }
    pairs = [tick.split(":", 1) for tick in answers.get("scope") or ()]
    said["grants"] = frozenset((UUID(unit), kind) for unit, kind in pairs)
    for name, read in (*((day, date.fromisoformat) for day in DAYS), ("taken_by_id", UUID)):
        if isinstance(said.get(name), str):
            said[name] = read(said[name])
    said["by_whom"] = answers.get("by_whom")
    if said["by_whom"] not in REPRESENTATIVES:
        said |= {"representative_name": None, "representative_scope": None, "document_seen": False}
    return Given(**said)


UNKNOWN = "En av enheterna finns inte längre, eller är inte med i verksamheten."


def problems(given: Given, known: Collection[UUID], *, on: date) -> list[RuleBroken]:
    """C2: everything that keeps this consent from being recorded, in the order of the form."""
    return [*_nameless(given, known), *_timeless(given, on), *_unproved(given)]


def _nameless(given: Given, known: Collection[UUID]) -> Iterator[RuleBroken]:
    if not given.purpose:
        yield RuleBroken("purpose", "Skriv vad samtycket gäller.")
    if not given.grants:
        yield RuleBroken("scope", "Kryssa för minst en sorts uppgifter för minst en enhet.")
    if any(unit not in known for unit, _ in given.grants):
        yield RuleBroken("scope", UNKNOWN)


def _timeless(given: Given, on: date) -> Iterator[RuleBroken]:
    if given.given_on is None:
        yield RuleBroken("given_on", "Skriv dagen då samtycket lämnades.")
    elif given.given_on > on:
        yield RuleBroken("given_on", "Dagen då samtycket lämnades har inte varit än.")
    yield from _endless(given, on)


def _endless(given: Given, on: date) -> Iterator[RuleBroken]:
    if given.last_day is None:
        yield RuleBroken("last_day", "Skriv sista dagen som samtycket gäller.")
    elif given.given_on and given.last_day < given.given_on:
        yield RuleBroken("last_day", "Sista dagen kan inte komma före dagen då det lämnades.")
    elif given.last_day < on:
        yield RuleBroken("last_day", "Samtycket har redan gått ut.")
    elif given.given_on and given.last_day > longest_last_day(given.given_on):
        longest = date_year(longest_last_day(given.given_on))
        yield RuleBroken("last_day", f"Högst tolv månader. Senast {longest}.")


def _unproved(given: Given) -> Iterator[RuleBroken]:
    if given.given_how not in GIVEN_HOW:
        yield RuleBroken("given_how", "Välj hur samtycket lämnades.")
    if given.by_whom not in BY_WHOM:
        yield RuleBroken("by_whom", "Välj vem som lämnade samtycket.")
    if given.representative_kind and not given.representative_scope:
        yield RuleBroken("representative_scope", "Skriv företrädarens uppdrag.")
    if given.representative_kind and not given.document_seen:
        yield RuleBroken("document_seen", "Se handlingen innan du tar emot samtycket.")
    if not given.informed:
        yield RuleBroken(
            "informed", "Berätta att samtycket kan tas tillbaka, och kryssa i att du har gjort det."
        )


def longest_last_day(given_on: date) -> date:
    """The last day a consent given that day may have: twelve months in all."""
    try:
        same_day = given_on.replace(year=given_on.year + 1)
    except ValueError:  # given on 29 February
        same_day = date(given_on.year + 1, 3, 1)
    return date.fromordinal(same_day.toordinal() - 1)


def check_follows(former: Sequence[ConsentFacts], given_on: date) -> None:
    """C3, C4: a new version cannot reach back over an older one or over a withdrawal."""
    days = [f.given_on for f in former]
    days += [first for f in former for _, first in f.withdrawn]
    if days and given_on < max(days):
        raise RuleBroken(
            "given_on",
            f"Samtycket ändrades {date_year(max(days))}. Ett nytt kan inte vara äldre.",
        )


def check_withdrawal(facts: ConsentFacts, unit_id: UUID | None, on: date, today: date) -> None:
    """C4: there must be something to take back, that day, and the day has come."""
    if on > today:
        raise RuleBroken("", "Dagen har inte varit än.")
    if not facts.in_force(on):
        raise RuleBroken("", "Samtycket gäller inte längre. Det finns inget att ta tillbaka.")
    if unit_id is not None and not facts.kinds_for(unit_id, on):
        raise RuleBroken("", "Enheten är inte med i samtycket. Det finns inget att ta tillbaka.")


def state(facts: ConsentFacts, on: date) -> str:
    """gäller | ersatt | tillbaka | slut | inte-än: the first that is true, for a reader."""
    if facts.in_force(on):
        return "gäller"
    if any(unit is None and first <= on for unit, first in facts.withdrawn):
        return "tillbaka"
    if facts.replaced_on is not None and facts.replaced_on <= on:
        return "ersatt"
    return "slut" if on > facts.last_day else "inte-än"


def by_unit(
    grants: Collection[tuple[UUID, str]], units: Sequence[UUID], kinds: Sequence[str]
) -> list[tuple[UUID, list[str]]]:
    """Each unit that may read something, with its kinds, both in the order given."""
    rows = [(unit, [kind for kind in kinds if (unit, kind) in grants]) for unit in units]
    return [(unit, given) for unit, given in rows if given]
