"""What the page draws of a frozen report: tables, bars and figures. Reads nothing else (L1)."""

from dataclasses import dataclass
from typing import Any

from casework.kit.swedish import first_upper
from casework.reports.freezing import EVERYBODY, Frozen

SECTIONS = (
    ("Vägen in", ("remisser", "remisser-kon", "alder", "deltagare")),
    ("Arbetet", ("moten", "franvaro", "ataganden")),
    ("Vägen ut", ("avslut",)),
    (
        "Före och efter",
        (
            *("sysselsattning-fore", "sysselsattning-efter"),
            *("forsorjning-fore", "forsorjning-efter", "trappan-start", "trappan-slut"),
        ),
    ),
    ("Personernas egen skattning", ("livssituation", "paverkan")),
)
CHARTS = ("remisser", "avslut")
WIDEST = 85  # per cent of the picture, so that the longest bar's number has room
BAR_STEP = 56


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    width: str
    top: int


@dataclass(frozen=True)
class Table:
    """`rows`: label and cells, None where hidden. `zeros`: labels with nobody, said in words."""

    name: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    total: tuple[int | None, ...]
    zeros: tuple[str, ...]
    notes: tuple[str, ...]
    bars: tuple[Bar, ...] = ()

    @property
    def hides(self) -> bool:
        return any(cell is None for _, cells in self.rows for cell in cells) or None in self.total


@dataclass(frozen=True)
class Section:
    title: str
    tables: tuple[Table, ...]
    numbers: tuple[tuple[str, int], ...]
    withheld: tuple[tuple[str, list[str]], ...]


@dataclass(frozen=True)
class Figure:
    """One local goal. `percent` None: not enough to show."""

    name: str
    aim: int
    percent: int | None
    told: str
    level: str
    verdict: str


def sections(frozen: Frozen) -> list[Section]:
    """The tables in the order of the page; a section without anything is left out."""
    found = [_section(frozen, title, names) for title, names in SECTIONS]
    return [one for one in found if one.tables or one.numbers or one.withheld]


def figures(frozen: Frozen) -> list[Figure]:
    """The local goals."""
    return [_figure(goal) for goal in frozen["texts"]["goals"]]


def _section(frozen: Frozen, title: str, names: tuple[str, ...]) -> Section:
    texts = frozen["texts"]
    mine = [t for t in frozen["tables"] if _stem(t["name"]) in names]
    split = [table for table in mine if table["dimensions"]]
    return Section(
        title,
        tuple(_table(table, texts) for table in split),
        tuple((texts["titles"][t["name"]], t["rows"][0]["value"]) for t in mine if t not in split),
        _withheld(texts, names),
    )


def _withheld(texts: dict[str, Any], names: tuple[str, ...]) -> tuple[tuple[str, list[str]], ...]:
    """Reason → titles, so that a reason that several tables share is told once."""
    found: dict[str, list[str]] = {}
    for name, why in texts["withheld"].items():
        if _stem(name) in names:
            found.setdefault(why, []).append(f"”{texts['titles'][name]}”")
    return tuple(found.items())


def _stem(name: str) -> str:
    """Participants have a table for each half-year: deltagare-2026-1."""
    return "deltagare" if name.startswith("deltagare-") else name


def _table(table: dict[str, Any], texts: dict[str, Any]) -> Table:
    values = {tuple(row["key"]): row["value"] for row in table["rows"]}
    labels = [label for label in dict.fromkeys(key[0] for key in values) if label != EVERYBODY]
    columns: list[tuple[str, ...]] = [()]
    if len(table["dimensions"]) > 1:
        columns = [key[1:] for key in values if key[0] == EVERYBODY]
    rows = {label: tuple(values[(label, *column)] for column in columns) for label in labels}
    zeros = [label for label, cells in rows.items() if not any(cell != 0 for cell in cells)]
    total = tuple(values[(EVERYBODY, *column)] for column in columns)
    return Table(
        name=table["name"],
        title=texts["titles"][table["name"]],
        headers=(
            first_upper(table["dimensions"][0]),
            *(column[0] if column else "Antal" for column in columns),
        ),
        rows=tuple((label, cells) for label, cells in rows.items() if label not in zeros),
        total=total,
        zeros=tuple(zeros),
        notes=tuple(texts["notes"].get(table["name"], ())),
        bars=_bars(rows) if table["name"] in CHARTS else (),
    )


def _bars(rows: dict[str, tuple[int | None, ...]]) -> tuple[Bar, ...]:
    """One bar per shown number; hidden ones have none, and the picture says so."""
    shown = [(label, cells[-1]) for label, cells in rows.items() if cells[-1]]
    most = max((value or 0 for _, value in shown), default=0)
    return tuple(
        Bar(label, value, f"{value * WIDEST / most:.1f}%", n * BAR_STEP)
        for n, (label, value) in enumerate(shown)
        if value
    )


def _figure(goal: dict[str, Any]) -> Figure:
    percent, aim = goal["percent"], goal["aim"]
    aimed = "alla" if aim == 100 else f"minst {aim} %"
    if percent is None:
        told = f"Mål: {aimed}. Talen är för små för att visas."
        return Figure(goal["name"], aim, None, told, "", "Visas inte")
    told = f"{goal['value']} av {goal['base']} {goal['base_name']}. Mål: {aimed}"
    return Figure(goal["name"], aim, percent, told, *_verdict(aim - percent))


def _verdict(short: int) -> tuple[str, str]:
    if short <= 0:
        return "done", "Nått"
    words = f"{short} procentenhet{'er' if short > 1 else ''} kvar"
    return ("soon", f"Nära, {words}") if short <= 5 else ("late", f"Inte nått, {words}")
