"""What waits for somebody, what is coming, what a case waits for: as each room tells the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Task:
    """One sentence and one button. `due` sorts it; the desk turns it into "3 arbetsdagar kvar".

    `ref` is a code in the sentence that must not break. `flag` replaces the words made from `due`,
    `icon` its sign (a name of own.svg), `level` its colour: late, soon, now, done or "".
    """

    due: date
    sentence: str
    button: str
    endpoint: str
    args: Mapping[str, Any] = field(default_factory=dict)
    ref: str = ""
    flag: str = ""
    icon: str = ""
    level: str = ""


@dataclass(frozen=True)
class Coming:
    """Something with a day within the next weeks; the moments only where it has a time."""

    day: date
    label: str
    endpoint: str
    args: Mapping[str, Any] = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""


COORDINATOR, INDIVIDUAL, OUTSIDE = "Koordinatorn", "Den enskilde", "Någon utanför"


@dataclass(frozen=True)
class Waits:
    """One thing that a case waits for, in words that name no person.

    `whose` is who owes it: short names of units, or one of the three above. `due` is the day by
    which, if there is one.
    """

    case_id: UUID
    what: str
    whose: tuple[str, ...]
    due: date | None = None
