"""Earlier outcomes from a sheet people already have: one line per participant, nobody named.

The file is CSV in UTF-8 with `;` and a header line (CONTRACT.md). All rows are good or nothing is
imported; every bad row is told with its line number and the reason.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from casework.outcomes.models import EarlierOutcome

COLUMNS = (
    *("received_on", "opened_on", "closed_on", "sex", "birth_year", "municipality", "referrer"),
    *("occupation_before", "occupation_after", "income_before", "income_after"),
    *("ladder_start", "ladder_end", "closing_reason"),
)
# which code list a column's values come from
LISTS = {
    "referrer": "part",
    "occupation_before": "sysselsattning",
    "occupation_after": "sysselsattning",
    "income_before": "inkomst",
    "income_after": "inkomst",
    "closing_reason": "avslutsskal",
}
SEXES = {"kvinna": "kvinna", "k": "kvinna", "man": "man", "m": "man", "annat": "annat"}
# a personal or coordination number, with or without century and hyphen
NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+ ]?\d{4}(?!\d)")
YEARS = range(1900, 2100)
LONGEST_CELL = 80


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the line of the file (the header is line 1) and a sentence."""

    line: int
    sentence: str


@dataclass
class Sheet:
    """What was read: rows ready to keep, or the faults that stop all of them."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(text: str, codes: Mapping[str, Mapping[str, str]]) -> Sheet:
    """Every row of `text` checked. `codes` is {code list: {key: label}}; either is accepted."""
    sheet = Sheet()
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    header = [name.strip().lower() for name in next(reader, [])]
    sheet.faults += _header_faults(header)
    if sheet.faults:
        return sheet
    for cells in reader:
        if any(cell.strip() for cell in cells):
            _read_row(sheet, reader.line_num, header, cells, codes)
    if not sheet.rows and not sheet.faults:
        sheet.faults.append(Fault(1, "The file has a header line but no rows."))
    return sheet


def keep(rows: Sequence[dict[str, Any]], programme_id: UUID, at: datetime) -> list[EarlierOutcome]:
    """The rows as one batch, to be added to a session by whoever calls."""
    batch = uuid4()
    return [
        EarlierOutcome(batch_id=batch, programme_id=programme_id, imported_at=at, **row)
        for row in rows
    ]


def _header_faults(header: list[str]) -> list[Fault]:
    missing = [name for name in COLUMNS if name not in header]
    extra = [name for name in header if name not in COLUMNS]
    faults = []
    if missing:
        faults.append(Fault(1, f"The header lacks: {', '.join(missing)}."))
    if extra:
        faults.append(
            Fault(1, f"Unknown columns, names and numbers are refused: {', '.join(extra)}.")
        )
    return faults


def _read_row(
    sheet: Sheet,
    line: int,
    header: list[str],
    cells: list[str],
    codes: Mapping[str, Mapping[str, str]],
) -> None:
    if len(cells) != len(header):
        sheet.faults.append(
            Fault(line, f"{len(cells)} cells, but the header has {len(header)} columns.")
        )
        return
    row: dict[str, Any] = {}
    faults: list[str] = []
    for name, cell in zip(header, cells, strict=True):
        try:
            row[name] = _value(name, cell.strip(), codes)
        except ValueError as fault:
            faults.append(f"{name}: {fault}")
    faults += _out_of_order(row)
    sheet.faults += [Fault(line, sentence) for sentence in faults]
    if not faults:
        sheet.rows.append(row)


def _value(name: str, cell: str, codes: Mapping[str, Mapping[str, str]]) -> Any:
    if not cell:
        return None
    if NUMBER.search(cell):
        raise ValueError("looks like a personal number, which is refused.")
    if len(cell) > LONGEST_CELL or "\n" in cell:
        raise ValueError("is too long to be a code.")
    if name in LISTS:
        return _codes(cell, codes[LISTS[name]], several=name.startswith("income"))
    return _PLAIN[name](cell)


def _codes(cell: str, known: Mapping[str, str], *, several: bool) -> str:
    by_label = {label.casefold(): key for key, label in known.items()}
    parts = [part.strip() for part in cell.split(",")] if several else [cell]
    found = []
    for part in parts:
        key = part if part in known else by_label.get(part.casefold())
        if key is None:
            raise ValueError(f'"{part}" is not in the code list.')
        found.append(key)
    return ",".join(found)


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f'"{cell}" is not a date like 2026-06-30.') from None


def _year(cell: str) -> int:
    if not cell.isdigit() or int(cell) not in YEARS:
        raise ValueError(f'"{cell}" is not a year.')
    return int(cell)


def _step(cell: str) -> int:
    if not cell.isdigit() or not 1 <= int(cell) <= 20:
        raise ValueError(f'"{cell}" is not a step of the ladder.')
    return int(cell)


def _sex(cell: str) -> str:
    if cell.casefold() not in SEXES:
        raise ValueError(f'"{cell}" is not kvinna, man or annat.')
    return SEXES[cell.casefold()]


def _place(cell: str) -> str:
    if any(mark.isdigit() or mark in "@=+;" for mark in cell):
        raise ValueError(f'"{cell}" is not the name of a municipality.')
    return cell


_PLAIN: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("received_on", "opened_on", "closed_on"), _day),
    **dict.fromkeys(("ladder_start", "ladder_end"), _step),
    "sex": _sex,
    "birth_year": _year,
    "municipality": _place,
}


def _out_of_order(row: Mapping[str, Any]) -> list[str]:
    days = [(n, row.get(n)) for n in ("received_on", "opened_on", "closed_on")]
    known = [(name, day) for name, day in days if day is not None]
    return [
        f"{later} comes before {earlier}."
        for (earlier, first), (later, second) in zip(known, known[1:], strict=False)
        if second < first
    ]
