"""What waits for somebody, and what is coming: the lines that every room gives the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


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
