"""Pure rules of programmes and code lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.kit.errors import RuleBroken
from casework.kit.swedish import words
from casework.programmes.models import Code, Programme

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


@dataclass(frozen=True)
class Check:
    """One line of the target group. `met` is None when what is known does not tell."""

    label: str
    met: bool | None


def target_group(
    programme: Programme,
    birth_year: int | None,
    support_time: str | None,
    authorities_count: int,
    on: date,
) -> list[Check]:
    """R6: does the person belong to the target group that day? Advice: a human decides.

    Only the year of birth is known, so whoever has a birthday ahead of them this year is between
    two ages. `support_time` is a key of the list "stodtid"; unknown keys tell nothing.
    """
    return [
        *_age(programme, birth_year, on),
        *_support(programme, support_time),
        Check(
            f"Behöver stöd av minst {words(programme.least_authorities)} myndigheter",
            authorities_count >= programme.least_authorities,
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
    if last_day < max(on, code.valid_from):
        raise RuleBroken("last_day", "Välj idag eller en dag som kommer.")


def check_new(label: str, known: list[Code]) -> None:
    """A label says one thing: no second code of the same name in a list."""
    if label.casefold() in {code.label.casefold() for code in known}:
        raise RuleBroken("label", "Det finns redan en kod med det namnet.")


def check_ladder(names: list[str]) -> None:
    """The ladder has at least two steps, each with a name."""
    if len([name for name in names if name]) < len(names) or len(names) < 2:
        raise RuleBroken("", "Varje steg behöver ett namn.")
