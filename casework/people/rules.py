"""E2: what a Swedish personal or coordination number says, and whether it is one.

Source: folkbokföringslagen (1991:481) 18, 18 a §§; the check itself is the personnummer library's.
A coordination number (samordningsnummer) has 60 added to the day of birth.
"""

import re
from dataclasses import dataclass
from datetime import date

from personnummer import personnummer

from casework.kit.crypto import keyring
from casework.kit.errors import RuleBroken

SHAPE = re.compile(r"([0-9]{2})?([0-9]{6})[-+]?([0-9]{4})")
SPACES = re.compile(r"[\s\u2010-\u2015]")


@dataclass(frozen=True)
class Born:
    """What a number tells about the one who has it."""

    year: int
    sex: str  # kvinna | man


def normalise(text: str, *, on: date) -> str:
    """The number as twelve digits. Raises RuleBroken on "number".

    Ten digits are read as somebody under a hundred that day, or over with a plus sign.
    """
    typed = SPACES.sub(lambda found: "" if found[0].isspace() else "-", text)
    found = SHAPE.fullmatch(typed)
    if not found:
        raise RuleBroken("number", "Skriv tolv siffror, till exempel 19900101-0017.")
    whole = f"{found[1] or _century(found[2], '+' in typed, on)}{found[2]}{found[3]}"
    if not personnummer.valid(whole):
        raise RuleBroken("number", "Numret stämmer inte. Kontrollera alla siffror.")
    if born_on(whole) > on:
        raise RuleBroken("number", "Numret stämmer inte. Födelsedagen har inte varit än.")
    return whole


def born(number: str) -> Born:
    """Year and legal sex from twelve digits: the last digit but one is odd for men."""
    return Born(int(number[:4]), "man" if int(number[10]) % 2 else "kvinna")


def born_on(number: str) -> date:
    """The day of birth in twelve digits, a coordination number's too."""
    day = int(number[6:8])
    return date(int(number[:4]), int(number[4:6]), day - 60 if day > 60 else day)


def is_coordination_number(number: str) -> bool:
    return int(number[6:8]) > 60


def number_index(number: str) -> str:
    """The keyed index of twelve digits: equal only for equal numbers."""
    return keyring.blind_index(number, "personnummer")


def shown(number: str) -> str:
    """19900101-0017, as people read it."""
    return f"{number[:8]}-{number[8:]}"


def _century(six: str, over_a_hundred: bool, on: date) -> str:
    year = on.year - (on.year - int(six[:2])) % 100 - (100 if over_a_hundred else 0)
    day = int(six[4:6])
    birthday = f"{six[2:4]}{day - 60 if day > 60 else day:02d}"
    if year == on.year and birthday > f"{on:%m%d}":
        year -= 100
    return f"{year // 100}"
