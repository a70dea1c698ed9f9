"""What stands on a consent's paper: a blank form for a pen, and the receipt of what was agreed.

Pure: units, kinds and rows in, plain data for `kit.pdf.typeset` out. The form carries a reference
and no name, so that it can lie on a desk, and serves protected identities too (E3).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.authorities.models import Unit
from casework.kit.codes import ALPHABET
from casework.kit.swedish import first_upper
from casework.programmes.languages import SWEDISH, words

SIZES = {"normal": "Vanlig text", "stor": "Stor text"}


REFERENCE = re.compile(rf"[A-Z]{{1,4}}-[{ALPHABET}]{{5}}")


@dataclass(frozen=True)
class Setting:
    """What any paper of this installation needs to know. `kinds` are (key, label)."""

    service: str
    units: Sequence[Unit]
    kinds: Sequence[tuple[str, str]]
    size: str
    on: date


def form(setting: Setting, reference: str, languages: Sequence[str]) -> dict[str, Any]:
    """C2: a blank form, one sheet for each language, nothing ticked."""
    return {
        **frame(setting, reference, words(languages[0])["title"]),
        "reference-line": True,
        "sheets": [sheet(setting, code) for code in languages],
    }


def sheet(setting: Setting, code: str) -> dict[str, Any]:
    """One language: its words, the Swedish ones to follow by, and the grid's rows and columns."""
    said = words(code)
    return {
        "lang": said["lang"],
        "rtl": said.get("rtl", False),
        "easy": said.get("easy", False),
        "w": said,
        "beside": None if said["lang"] == SWEDISH else words(SWEDISH),
        "kinds": [
            {"key": key, "label": said["kinds"].get(key, label), "official": label}
            for key, label in setting.kinds
        ],
        "groups": _groups(setting.units, said["parts"]),
    }


def frame(setting: Setting, reference: str, title: str) -> dict[str, Any]:
    """What every paper carries: title, date, service, reference, size."""
    on = setting.on
    return {
        "service": setting.service,
        "title": f"{title} {reference}".strip(),
        "date": {"year": on.year, "month": on.month, "day": on.day},
        "reference": reference,
        "size": setting.size,
    }


def _groups(units: Sequence[Unit], about: dict[str, str]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for unit in units:
        said = about.get("koordinator" if unit.coordinates else unit.part, "")
        short = first_upper(unit.name.removeprefix(f"{unit.authority.name}, "))
        row = {"name": unit.name, "short": short, "about": said}
        groups.setdefault(unit.authority.name, []).append(row)
    return [{"name": name, "units": rows} for name, rows in groups.items()]
