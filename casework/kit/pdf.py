"""Paper: a template of templates/paper and data in, a tagged PDF out.

Data goes in as JSON beside the template and is never part of its text, so nothing that somebody
wrote can become markup. The fonts are ours (assets.py), never those of the machine. The PDF keeps
to PDF/UA-1 and PDF/A-2a, and the same data gives the same bytes: the date is in the data.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from casework.kit.assets import LETTERS, PAPER, VENDOR

TEMPLATES = Path(__file__).parents[2] / "templates" / "paper"
UNKNOWN = "□"  # PDF/A has no place for a letter that no font can draw
WHERE = re.compile(r"(\w+\.typ):(\d+)")


class PaperJam(Exception):
    """The page could not be set. Names the template and the line, never the data."""


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of templates/paper/<template>.typ with `data`, which JSON must be able to hold."""
    import typst  # noqa: PLC0415 - heavy, and most requests set no page

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[VENDOR / PAPER]
    )
    try:
        return typst.compile(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            font_paths=fonts,
            sys_inputs={"data": json.dumps(printable(data))},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=0,
        )
    except RuntimeError as trouble:
        place = WHERE.search(getattr(trouble, "diagnostic", ""))
        at = f" at {place[1]} line {place[2]}" if place else ""
        raise PaperJam(f"{template} could not be set{at}.") from None


def printable(data: Any) -> Any:
    """The same data, every text of it in letters that our fonts have."""
    if isinstance(data, str):
        return "".join(map(_letter, unicodedata.normalize("NFC", data)))
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    return [printable(one) for one in data] if isinstance(data, list | tuple) else data


def _letter(one: str) -> str:
    if one in _letters() or one == "\n":
        return one
    if one.isspace():
        return " "
    # what only joins or turns letters is left out; what was to be seen leaves a box
    return "" if unicodedata.category(one) in ("Cc", "Cf", "Mn", "Me", "Sk") else UNKNOWN


@cache
def _letters() -> frozenset[str]:
    return frozenset((VENDOR / LETTERS).read_text(encoding="utf-8"))
