"""L3 and the period: pure functions over dates and texts."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.disclosure.tables import Record
from casework.kit.errors import RuleBroken
from casework.kit.swedish import MONTHS
from casework.people.smells import numbers

FIELDS = {
    "lead": "Sammanfattning",
    "helped": "Det som hjälpte",
    "hindered": "Det som hindrade",
    "proposals": "Förslag till ordinarie verksamhet",
    "questions": "Frågor till LSG",
}

_REFERENCE = re.compile(r"\b(?:SAM|REM|M)-[0-9A-Z]{5}\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SHORTEST_NAME = 3  # shorter parts of a name are ordinary syllables


@dataclass(frozen=True)
class Seen:
    """One event of one population: its Swedish day, and its codes. No person is left in it."""

    population: str
    day: date
    codes: Record = field(default_factory=dict)
    protected: bool = False


def month(day: date) -> str:
    """The cohort a day belongs to: 2026-03."""
    return f"{day:%Y-%m}"


def months(first: date, last: date) -> list[str]:
    """The cohorts from the month of `first` to the month of `last`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        f"{first.year + (first.month - 1 + n) // 12:04d}-{(first.month - 1 + n) % 12 + 1:02d}"
        for n in range(count)
    ]


def half_year(day: date) -> str:
    """2026-1 or 2026-2."""
    return f"{day.year}-{1 if day.month < 7 else 2}"


def half_years(names: Iterable[str]) -> dict[str, list[str]]:
    """Half-year → its cohorts among `names`."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(half_year(date.fromisoformat(f"{name}-01")), []).append(name)
    return found


def half_year_span(day: date) -> tuple[date, date]:
    """First and last day of the half-year that a day is in."""
    if day.month < 7:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def called(first: date, last: date) -> str:
    """januari–juni 2026; juli 2025–juni 2026; mars 2026."""
    if first.year != last.year:
        return f"{MONTHS[first.month - 1]} {first.year}–{MONTHS[last.month - 1]} {last.year}"
    if first.month == last.month:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"{MONTHS[first.month - 1]}–{MONTHS[last.month - 1]} {last.year}"


def check_period(first: date, last: date) -> None:
    """Whole months, because a cohort is a month and cohorts must never overlap (L2)."""
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if first > last or not whole:
        raise RuleBroken("period", "Välj hela månader, från den första till den sista dagen.")


def cohorts(
    seen: Iterable[Seen], populations: Sequence[str], period: Sequence[str], least: int
) -> dict[str, dict[str, list[Record]]]:
    """Population → month → codes.

    People with skyddade personuppgifter are in it only when the others of the period already are
    `least`: so they never decide whether a number is shown.
    """
    found: dict[str, dict[str, list[Record]]] = {p: {m: [] for m in period} for p in populations}
    everyone = list(seen)
    wanted = set(period)
    for population in populations:
        rows = [one for one in everyone if one.population == population]
        open_ones = [r for r in rows if not r.protected and month(r.day) in wanted]
        for row in rows:
            alone = row.protected and month(row.day) in wanted and len(open_ones) < least
            if not alone:
                found[population].setdefault(month(row.day), []).append(row.codes)
    return found


def smells(text: str) -> str | None:
    """L3: what in a text might point at a person, as the end of a sentence; None when nothing."""
    for found in numbers(text):
        return found.looks_like
    if _REFERENCE.search(text):
        return "en referens till ett ärende, en remiss eller ett möte"
    return None


def names_in(text: str, names: Iterable[str]) -> bool:
    """L3: whether a text holds one of the names, or a part of one written with a capital."""
    words = set(_WORD.findall(text))
    flat = " ".join(word.casefold() for word in _WORD.findall(text))
    for name in names:
        parts = [part for part in _WORD.findall(name) if len(part) >= SHORTEST_NAME]
        if words & {form for part in parts for form in (part, f"{part}s", part.upper())}:
            return True
        if len(parts) > 1 and " ".join(parts).casefold() in flat:
            return True
    return False


def check_texts(texts: Mapping[str, str | None]) -> None:
    """L3: refuses with the field, never with what was found in it."""
    for name, text in texts.items():
        if what := smells(text or ""):
            label = FIELDS.get(name, "Svaret")
            raise RuleBroken(name, f"{label} ser ut att innehålla {what}. Ta bort det.")


def refuse_names(fields: Iterable[str]) -> None:
    """L3: `fields` are those in which a name was found."""
    for name in fields:
        raise RuleBroken(
            name,
            f"{FIELDS[name]} ser ut att innehålla namnet på en person i ett ärende. "
            "Skriv om så att ingen kan kännas igen.",
        )


def lines(text: str | None) -> list[str]:
    """One point per line, without the marks people put first."""
    return [cleaned for line in (text or "").splitlines() if (cleaned := line.strip(" \t-•–*"))]
