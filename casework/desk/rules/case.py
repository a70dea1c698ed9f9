"""Pure rules of the case page: how far it has come, who reads what, why the reader sees it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from casework.access import Actor, Decision, Reason
from casework.access.facts import CaseFacts, ConsentFacts, latest
from casework.authorities.models import Unit
from casework.cases.queries.around import Seat
from casework.kit.swedish import counted, date_year, first_upper, plural

DONE, NOW, LATER = "is-done", "is-now", ""
ORDER = ("remiss", "genomgang", "kartlaggning", "plan", "uppfoljning", "avslut")
NAMES = (
    *("Remiss", "Ärendegenomgång", "Kartläggning"),
    *("Gemensam plan", "Uppföljning", "Avslut"),
)
TIMES = ("", "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde")
RENEW = 30  # C6: days before the end when a consent is amber


@dataclass(frozen=True)
class Marks:
    """The days that a case has passed its steps on; None is not yet."""

    at: str  # the step that the case says it is at
    accepted_on: date
    referred_on: date | None = None
    assessed_on: date | None = None
    planned_on: date | None = None
    follow_ups: int = 0
    closed_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One of the six steps: a sign or its number, its name, and a word or a day."""

    number: int
    name: str
    state: str
    words: str
    day: date | None = None
    form: str = "short_date"  # with its year when that is not this one


def way(marks: Marks, on: date) -> list[Step]:
    """The six steps. They show the way and never block it: a later one says "Senare"."""
    days = (
        *(marks.referred_on, marks.accepted_on, marks.assessed_on),
        *(marks.planned_on, None, marks.closed_on),
    )
    here = len(ORDER) if marks.closed_on else _here(marks)
    steps = [
        _step(number, name, day, here, marks)
        for number, (name, day) in enumerate(zip(NAMES, days, strict=True), start=1)
    ]
    return [
        replace(step, form="date_year") if step.day and step.day.year != on.year else step
        for step in steps
    ]


def _here(marks: Marks) -> int:
    """The index of the step that is going on: what the case says, or what has come further."""
    told = ORDER.index(marks.at) if marks.at in ORDER else 1
    return max(told, 4 if marks.planned_on else 0, 3 if marks.assessed_on else 0)


def _step(number: int, name: str, day: date | None, here: int, marks: Marks) -> Step:
    if day is not None or number == 1:
        return Step(number, name, DONE, "Gäller sedan" if number == 4 else "Klar", day)
    if number - 1 == here:
        return Step(number, name, NOW, _going_on(number, marks))
    if number - 1 > here:
        return Step(number, name, LATER, "Senare")
    if number == 5 and marks.follow_ups:
        return Step(number, name, DONE, f"Gjord {counted(marks.follow_ups, 'gång', 'gånger')}")
    return Step(number, name, LATER, "Gjordes inte" if marks.closed_on else "Inte klar")


def _going_on(number: int, marks: Marks) -> str:
    time = marks.follow_ups + 1
    if number != 5 or time == 1:
        return "Pågår"
    return f"Pågår, {TIMES[time] if time < len(TIMES) else f'{time}:e'} gången"


def seen_because(actor: Actor, decision: Decision) -> str:
    """Why the reader of the page sees it."""
    if decision.reason is Reason.OWNER:
        return "Du ser ärendet därför att din enhet ansvarar för det och du arbetar med det."
    if actor.coordinates:
        return "Du ser ärendet därför att samtycket omfattar koordinatorn."
    return "Du ser ärendet därför att samtycket omfattar din enhet och du arbetar med det."


@dataclass(frozen=True)
class State:
    """How a consent stands, as a flag says it."""

    level: str
    icon: str
    words: str


def consent_state(facts: CaseFacts, on: date) -> State:
    """C1, in words: until when, or since when not."""
    consent = latest(facts.consents)
    if consent is None:
        return State("late", "late", "Det finns inget samtycke.")
    taken = min((day for unit, day in consent.withdrawn if unit is None), default=None)
    if taken is not None and taken <= on:
        return State("late", "stop", f"Återkallat {date_year(taken)}")
    if consent.last_day < on:
        return State("late", "late", f"Upphörde {date_year(consent.last_day)}")
    return _in_force(consent, on)


def _in_force(consent: ConsentFacts, on: date) -> State:
    left = (consent.last_day - on).days
    until = f"Gäller till och med {date_year(consent.last_day)}"
    if left == 0:
        return State("late", "late", f"{until}, som är i dag")
    words = f"{until}, {left} {plural(left, 'dag', 'dagar')} till"
    return State("soon", "clock", words) if left <= RENEW else State("done", "fk:success", words)


def reads(facts: CaseFacts, unit_id: UUID, on: date) -> frozenset[str]:
    """C5: the kinds that one unit reads that day; the owner what it was once given."""
    if unit_id == facts.owner_unit_id:
        last = latest(facts.consents)
        return last.kinds_given(unit_id) if last else frozenset()
    return frozenset().union(*(one.kinds_for(unit_id, on) for one in facts.consents))


def in_words(kinds: Collection[str], labels: Sequence[tuple[str, str]]) -> str:
    """Kinds in the order of their list: "Ekonomi, social situation, arbete"."""
    named = [label for key, label in labels if key in kinds]
    return first_upper(", ".join(name[:1].lower() + name[1:] for name in named))


@dataclass(frozen=True)
class Reader:
    """One unit that reads, what it reads in words, and whether it is the reader's own."""

    unit: Unit
    words: str
    mine: bool


def readers(
    actor: Actor,
    facts: CaseFacts,
    units: Sequence[Unit],
    words: Mapping[str, Mapping[str, str]],
    on: date,
) -> list[Reader]:
    """C5: who reads what that day, in the order of `units`."""
    labels = list(words["informationsslag"].items())
    found = [(unit, reads(facts, unit.id, on)) for unit in units]
    return [
        Reader(unit, in_words(kinds, labels), unit.id == actor.unit_id)
        for unit, kinds in found
        if kinds
    ]


def gone(
    actor: Actor, facts: CaseFacts, units: Mapping[UUID, Unit], on: date
) -> list[tuple[Unit, date]]:
    """C1: units that the latest version named and that read no more, with the first day without.

    Only for the owner and the coordinator: to the others a unit that is gone is absent.
    """
    consent = latest(facts.consents)
    if consent is None or not (actor.coordinates or actor.unit_id == facts.owner_unit_id):
        return []
    named = {unit for unit, _ in consent.grants} - {facts.owner_unit_id}
    return [
        (unit, _first_day_without(consent, unit_id, on))
        for unit_id, unit in units.items()
        if unit_id in named and not consent.kinds_for(unit_id, on)
    ]


def _first_day_without(consent: ConsentFacts, unit_id: UUID, on: date) -> date:
    days = [day for unit, day in consent.withdrawn if unit in (None, unit_id) and day <= on]
    return min(days, default=date.fromordinal(consent.last_day.toordinal() + 1))


def by_authority(seats: Iterable[Seat]) -> list[tuple[str, list[Seat]]]:
    """The people round the individual, under the name of their authority; order kept."""
    grouped = groupby(seats, key=lambda seat: seat.user.unit.authority.name)
    return [(name, list(some)) for name, some in grouped]


def roles(
    facts: CaseFacts, seats: Iterable[Seat], responsible: UUID | None
) -> dict[UUID, list[str]]:
    """K1, P2: who answers for the case, and for the plan as a whole."""
    found: dict[UUID, list[str]] = {}
    for seat in seats:
        if seat.assignment and seat.user.unit_id == facts.owner_unit_id:
            found.setdefault(seat.user.id, []).append("ansvarar för ärendet")
        if seat.user.id == responsible:
            found.setdefault(seat.user.id, []).append("huvudansvarig för planen")
    return found
