"""Pure rules of programmes and code lists."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from casework.authorities.models import Unit
from casework.kit.errors import RuleBroken
from casework.kit.swedish import date_year, words
from casework.programmes.models import Code, Programme


class Dated(Protocol):
    """A row that is offered from one day to another."""

    valid_from: date
    valid_to: date | None


Row = TypeVar("Row", bound=Dated)

# The code list "stodtid": at least and at most so many years.
SUPPORT_YEARS = {
    "u1": (0, 1),
    "1_2": (1, 2),
    "2_3": (2, 3),
    "3_5": (3, 5),
    "5_10": (5, 10),
    "10_": (10, 100),
}

# What the house itself asks for by name: these never end.
LASTING_LISTS = frozenset({"informationsslag", "nastasteg", "part", "stodtid"})
LASTING_CODES = frozenset(
    {
        ("avslutsskal", "felregistrering"),
        ("avslutsskal", "aterkallat"),
        ("avslutsskal", "avliden"),
        ("bidragsslag", "kan_inte"),
    }
)
SMALLEST_K = 5

# V4: what the house can see by itself and suggest; whoever weighs decides.
SIGNS = {
    "urgent": "Avsändaren skriver att det är bråttom",
    "soon": "Avsändaren skriver att det bör bli snart",
    "three_authorities": "Tre eller fler myndigheter ingår i samtycket",
    "long_support": "Stöd från det offentliga i fem år eller mer",
    "answer_late": "Tiden för det första svaret har gått ut",
    "step_late": "Ärendets nästa steg är försenat",
}


@dataclass(frozen=True)
class Contents:
    """What a programme starts as a copy of, in words, as it is that day."""

    ladder: tuple[str, ...]
    questions: tuple[tuple[str | None, str], ...]
    criteria: tuple[tuple[str, int], ...]


def same_as(part: str, own: Contents, others: Mapping[str, Contents]) -> str | None:
    """The name of what has precisely the same "ladder", "questions" or "criteria", if anything."""
    mine = getattr(own, part)
    return next((name for name, one in others.items() if getattr(one, part) == mine), None)


@dataclass(frozen=True)
class Check:
    """One line of the target group. `met` is None when what is known does not tell."""

    label: str
    met: bool | None


def target_group(
    programme: Programme,
    birth_year: int | None,
    support_time: str | None,
    authorities_count: int | None,
    on: date,
) -> list[Check]:
    """R6: does the person belong to the target group that day? Advice: a human decides.

    Only the year of birth is known, so whoever has a birthday ahead of them this year is between
    two ages. `support_time` is a key of the list "stodtid"; unknown keys tell nothing.
    `authorities_count` is None before anybody is named.
    """
    return [
        *_age(programme, birth_year, on),
        *_support(programme, support_time),
        Check(
            f"Behöver stöd av minst {words(programme.least_authorities)} myndigheter",
            None if authorities_count is None else authorities_count >= programme.least_authorities,
        ),
    ]


def _age(programme: Programme, birth_year: int | None, on: date) -> Iterator[Check]:
    first, last = programme.age_from, programme.age_to
    if first is None and last is None:
        return
    oldest = on.year - birth_year if birth_year else None
    yield Check(_age_words(first, last), _within(oldest, first or 0, last or 200))


def _within(oldest: int | None, first: int, last: int) -> bool | None:
    if oldest is None:
        return None
    if oldest < first or oldest - 1 > last:
        return False
    return True if oldest - 1 >= first and oldest <= last else None


def _age_words(first: int | None, last: int | None) -> str:
    if first is None:
        return f"{last} år eller yngre"
    return f"{first} år eller äldre" if last is None else f"{first} till {last} år"


def _support(programme: Programme, support_time: str | None) -> Iterator[Check]:
    over = programme.support_years_over
    if over is None:
        return
    least, most = SUPPORT_YEARS.get(support_time or "", (0, 100))
    met = True if least >= over else False if most <= over else None
    yield Check(f"Försörjningsstöd i mer än {words(over, neuter=True)} år", met)


def check_programme(age_from: int | None, age_to: int | None, k: int) -> None:
    """Ages in order; the smallest group of a report may grow and never shrink below five."""
    if age_from is not None and age_to is not None and age_to < age_from:
        raise RuleBroken("age_to", "Den högsta åldern är lägre än den lägsta.")
    if k < SMALLEST_K:
        raise RuleBroken("k", f"Minsta grupp i en rapport är {words(SMALLEST_K)} personer.")


def lasts(code: Code) -> bool:
    """The house itself asks for this code by name."""
    return code.list in LASTING_LISTS or (code.list, code.key) in LASTING_CODES


def check_end(code: Code, last_day: date, on: date) -> None:
    """O3: a code ends from today on, so that what was written before stays true."""
    if lasts(code):
        raise RuleBroken("", "Tjänsten räknar med den här koden, så den kan inte avslutas.")
    check_last_day(code.valid_from, last_day, on)


def check_new(label: str, known: list[Code]) -> None:
    """A label says one thing: no second code of the same name in a list."""
    if label.casefold() in {code.label.casefold() for code in known}:
        raise RuleBroken("label", "Det finns redan en kod med det namnet.")


def check_last_day(valid_from: date, last_day: date, on: date) -> None:
    """O3: never in the past, and not before it has begun."""
    if last_day < max(on, valid_from):
        raise RuleBroken("last_day", "Välj idag eller en dag som kommer.")


def check_first_day(valid_from: date, on: date) -> None:
    """O3: what is new begins today or later: nobody was asked it before."""
    if valid_from < on:
        raise RuleBroken("valid_from", "Välj idag eller en dag som kommer.")


def check_goes_on(row: Dated, on: date) -> None:
    """O3: what has ended stands as it was."""
    if has_ended(row, on):
        raise RuleBroken("", "Den är redan avslutad och kan inte ändras.")


def has_ended(row: Dated, on: date) -> bool:
    return row.valid_to is not None and row.valid_to < on


def not_ended(rows: Iterable[Row], on: date) -> list[Row]:
    """O3: what is valid that day or will be, in the order given."""
    return [row for row in rows if not has_ended(row, on)]


def moved(rows: Sequence[Row], row: Row, *, up: bool) -> list[Row]:
    """The rows with that one a place earlier or later; as they were when it stands at the end."""
    order = list(rows)
    if row in order:
        place = order.index(row)
        order.insert(max(0, place + (-1 if up else 1)), order.pop(place))
    return order


def last_place(rows: Iterable[Any]) -> int:
    """The position after all of these."""
    return 1 + max((row.position for row in rows), default=0)


def check_new_words(field: str, new: str, known: Iterable[str]) -> None:
    """The same thing is not asked, or counted, twice."""
    if new.casefold() in {other.casefold() for other in known}:
        raise RuleBroken(field, "Det finns redan en som lyder så.")


def check_points(points: int, sign: str | None) -> None:
    """V4: few points, so that the sum can be seen through; a sign that the house knows."""
    if not 1 <= points <= 9:
        raise RuleBroken("points", "Välj mellan 1 och 9 poäng.")
    if sign is not None and sign not in SIGNS:
        raise RuleBroken("sign", "Välj ett av tecknen.")


def check_name(*, taken: bool) -> None:
    if taken:
        raise RuleBroken("name", "Det finns redan en verksamhet med det namnet.")


def check_host(host_unit_id: UUID, known: Collection[Unit]) -> None:
    """C7: the host is an open unit with a coordinator's task. `known`: what consents can name."""
    if host_unit_id not in {unit.id for unit in known if unit.coordinates}:
        raise RuleBroken("host_unit_id", "Välj en enhet som samordnar.")


def check_units(
    chosen: Collection[UUID], host_unit_id: UUID, known: Collection[Unit], least: int
) -> None:
    """R2: a remiss has to be possible. None chosen means every one of the `known`."""
    if not set(chosen) <= {unit.id for unit in known}:
        raise RuleBroken("unit_ids", "En av enheterna finns inte längre. Läs in sidan på nytt.")
    if _authorities(chosen, host_unit_id, known) < least:
        said = f"Välj enheter hos minst {words(least)} myndigheter, förutom den som samordnar."
        raise RuleBroken("unit_ids", said)


def check_least(
    chosen: Collection[UUID], host_unit_id: UUID, known: Collection[Unit], least: int
) -> None:
    """R2, R6: no more authorities are asked for than the programme's units have."""
    found = _authorities(chosen, host_unit_id, known)
    if found < least:
        said = f"Enheterna finns hos {words(found)} myndigheter. Välj fler enheter först."
        raise RuleBroken("least_authorities", said)


def _authorities(chosen: Collection[UUID], host_unit_id: UUID, known: Collection[Unit]) -> int:
    """How many authorities could take part beside the host."""
    wanted = set(chosen) or {unit.id for unit in known}
    return len({u.authority_id for u in known if u.id in wanted and u.id != host_unit_id})


def check_closing(closed_on: date | None, wanted: date, on: date) -> None:
    """From today or later, so that what was sent before stays right."""
    if closed_on is not None and closed_on <= on:
        raise RuleBroken("", "Verksamheten är redan avslutad.")
    if wanted < on:
        raise RuleBroken("closed_on", "Välj idag eller en dag som kommer.")


def check_takes_new(programme: Programme, on: date) -> None:
    """R1, R2: a programme that is closed takes no new remiss. What it has goes on."""
    if programme.closed_on and not programme.takes_new(on):
        since = date_year(programme.closed_on)
        said = f"{programme.name} tar inte emot nya remisser sedan {since}. Välj en annan."
        raise RuleBroken("programme_id", said)


def check_ladder(names: list[str]) -> None:
    """The ladder has at least two steps, each with a name."""
    if len([name for name in names if name]) < len(names) or len(names) < 2:
        raise RuleBroken("", "Varje steg behöver ett namn.")
