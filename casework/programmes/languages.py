"""The languages that a consent is put on paper in: one file of words each, templates/paper/words.

A language without a file is not offered; a new one is a new file with the same keys. Whoever adds
one lets a translator read it: the words are what somebody signs.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parents[2] / "templates" / "paper" / "words"
SWEDISH = "sv"
EASY = "lattlast"
FIRST = (SWEDISH, EASY)  # what a new programme lists


@cache
def words(code: str) -> dict[str, Any]:
    """Every sentence of one language. A programme lists only codes that are `offered`."""
    return tomllib.loads((WORDS / f"{code}.toml").read_text(encoding="utf-8"))


@cache
def offered() -> dict[str, str]:
    """{code: the language's own name}: Swedish first, then easy Swedish, then the others."""
    codes = {file.stem for file in WORDS.glob("*.toml")}
    rest = sorted(codes.difference(FIRST))
    return {code: words(code)["language"] for code in (*FIRST, *rest)}


def listed(kept: str) -> list[str]:
    """The codes that a programme lists, in the order of `offered`."""
    return [code for code in offered() if code in kept.split()]


def kept(codes: Iterable[str]) -> str:
    """How the list is kept in the programme's row: codes with a space between."""
    wanted = set(codes)
    return " ".join(code for code in offered() if code in wanted)
