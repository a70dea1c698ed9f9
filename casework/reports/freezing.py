"""From a safe release to the words and numbers that are frozen (L1), in CONTRACT's shape.

A frozen report is a JSON document: programme, from, to, k, tables (name, dimensions, rows of key
and value, null where a number is hidden) and texts: everything else a reader is told, in Swedish.
Only what `disclosure` let through is in it.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from casework.disclosure.ledger import Published
from casework.disclosure.release import Release
from casework.disclosure.tables import TOTAL, Key, Note, SafeTable, Settings, share
from casework.kit.swedish import counted, first_upper, listed
from casework.reports.models import InterimReport
from casework.reports.rules import FIELDS, lines
from casework.reports.tables import REASONS, SPLIT_ON, WORK, Local
from casework.reports.words import ALL, CALLED, SHORTER_TITLES, UNKNOWN

EVERYBODY = "Alla"
Frozen = dict[str, Any]

# name, aim in per cent, table, what counts as reached, what is asked, what the base is called
GOALS = (
    ("Till arbete eller studier", 50, "avslut", WORK, frozenset(REASONS), "avslutade"),
    (
        *("Bättre livssituation", 75, "livssituation", frozenset({"battre"})),
        *(frozenset({"battre", "samma", "samre"}), "svar"),
    ),
    (
        *("Kunde påverka sin plan (7–10)", 100, "paverkan", frozenset({"7_10"})),
        *(frozenset({"7_10", "4_6", "0_3"}), "svar"),
    ),
)

WHY_WITHHELD = {
    "small-population": "Det är för få att räkna.",
    "nothing-to-show": "Alla tal i den skulle behöva döljas.",
    "unsafe": "Den gick inte att göra säker ens sammanslagen, tillsammans med det andra.",
    "too-large": "Den är för stor för att hinna kontrolleras.",
    "contradicts-ledger": "Underlaget stämmer inte längre med det som är publicerat tidigare.",
}


def freeze(report: InterimReport, programme: str, k: int, release: Release, codes: Local) -> Frozen:
    """The document, ready to be written down."""
    entries = {entry.table: entry for entry in release.published}
    shown = [table for table in release.tables if not table.withheld and not _says_nothing(table)]
    tables = [_table(table, codes) for table in shown]
    words = {name: lines(getattr(report, name)) for name in FIELDS if name != "lead"}
    texts = {
        **words,
        "lead": report.lead or _lead(tables),
        "titles": {table.name: _title(table) for table in release.tables},
        "notes": {t.name: notes for t in shown if (notes := _notes(t, codes))},
        "withheld": {t.name: why_withheld(t) for t in release.tables if t not in shown},
        "goals": [_goal(goal, entries, Settings(k=k)) for goal in GOALS],
    }
    return {
        "programme": programme,
        "from": report.period_from.isoformat(),
        "to": report.period_to.isoformat(),
        "k": k,
        "tables": tables,
        "texts": texts,
    }


def canonical(frozen: Frozen) -> str:
    """One way to write it down: sorted keys, no spaces, letters as they are. UTF-8 when sent."""
    return json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the bytes that are sent."""
    return sha256(text.encode()).hexdigest()


def why_withheld(table: SafeTable) -> str | None:
    """Why a table is not in the report, as a sentence; None when it is."""
    if table.withheld:
        return WHY_WITHHELD[table.notes[0].kind]
    return "Talen är för små för att delas upp." if _says_nothing(table) else None


def _title(table: SafeTable) -> str:
    split = tuple(table.dimensions[n] for n in _split(table))
    return SHORTER_TITLES.get((table.name, split), table.title)


def _says_nothing(table: SafeTable) -> bool:
    """Merged so far that it tells no more than another table does."""
    split = {table.dimensions[n] for n in _split(table)}
    return bool(table.dimensions) and not split & SPLIT_ON.get(table.name, set(CALLED))


def _split(table: SafeTable) -> list[int]:
    """The places of the dimensions that still tell people apart."""
    places = range(len(table.dimensions))
    return [n for n in places if len({cell.key[n] for cell in table.cells} - {TOTAL}) > 1]


def _table(table: SafeTable, codes: Local) -> dict[str, Any]:
    """Dimensions merged into one group say nothing and are left out, as is an empty "unknown"."""
    kept = _split(table)
    rows = [
        {"key": [_word(table, n, cell.key, codes) for n in kept], "value": cell.value}
        for cell in table.cells
        if all(cell.key[n] == TOTAL for n in range(len(cell.key)) if n not in kept)
        and not any(_is_empty_unknown(table, n, cell.key[n]) for n in kept)
    ]
    dimensions = [CALLED[table.dimensions[n]] for n in kept]
    return {"name": table.name, "dimensions": dimensions, "rows": rows}


def _word(table: SafeTable, place: int, key: Key, codes: Local) -> str:
    return EVERYBODY if key[place] == TOTAL else codes.say(table.dimensions[place], key[place])


def _is_empty_unknown(table: SafeTable, place: int, label: str) -> bool:
    line = [cell.value for cell in table.cells if cell.key[place] == label]
    return label == UNKNOWN and not any(value != 0 for value in line)


def _notes(table: SafeTable, codes: Local) -> list[str]:
    return [_note(note, codes) for note in table.notes]


def _note(note: Note, codes: Local) -> str:
    called = CALLED.get(note.dimension, "")
    if note.kind == "left-out":
        return f"Uppdelning på {called} visas inte, därför att antalet är för litet."
    if ALL in note.labels:
        return f"Uppdelning på {called} visas inte, därför att talen är för små."
    words = listed(f"”{codes.say(note.dimension, label)}”" for label in note.labels)
    return f"Sammanslaget: {words}. Var för sig är några av talen för små för att visas."


def _lead(tables: list[dict[str, Any]]) -> str:
    """What is said when nobody has written a summary."""
    came, ended = (_total(tables, name) for name in ("remisser", "avslut"))
    said = []
    if came is not None:
        said.append(f"{counted(came, 'remiss', 'remisser')} kom in")
    if ended is not None:
        said.append(f"{counted(ended, 'ärende', 'ärenden', neuter=True)} avslutades")
    sentence = (
        f"{listed(said)} under perioden." if said else "Talen för perioden är för få att visa."
    )
    return first_upper(sentence)


def _total(tables: list[dict[str, Any]], name: str) -> int | None:
    for table in tables:
        if table["name"] == name:
            return next(r["value"] for r in table["rows"] if set(r["key"]) <= {EVERYBODY})
    return None


def _goal(goal: tuple, entries: Mapping[str, Published], settings: Settings) -> dict[str, Any]:
    """A figure against a local goal: only of shown numbers, and of a base that is large enough."""
    name, aim, table, reached, asked, base_name = goal
    entry = entries.get(table)
    value = base = None
    if entry is not None:
        value, base = _sum_of(entry, reached), _sum_of(entry, asked)
    percent = share(value, base, settings)
    known = {"value": value, "base": base} if percent is not None else {"value": None, "base": None}
    return {"name": name, "aim": aim, "percent": percent, "base_name": base_name, **known}


def _sum_of(entry: Published, bases: frozenset[str]) -> int | None:
    """How many are in these base categories, if the shown numbers say it by themselves."""
    ((_, level),) = entry.mapping.items()
    labels = {label for base, label in level.items() if base in bases}
    mixed = any(level[base] in labels for base in level if base not in bases)
    shown = {number.key: number.low for number in entry.numbers}
    if set(level) == bases:
        return shown.get((TOTAL,))
    if mixed or any((label,) not in shown for label in labels):
        return None
    return sum(shown[(label,)] for label in labels)
