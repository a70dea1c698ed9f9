"""The only way out: table orders and records in, safe tables out, or a word on what is withheld."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from time import perf_counter

from casework.disclosure.areas import Area, Target, flatten
from casework.disclosure.attack import SOLVER, Attack
from casework.disclosure.coarsen import Draft, coarsen, refusal
from casework.disclosure.ledger import Number, Published, guard_of
from casework.disclosure.puzzle import Scene, TooLarge, contradicted, puzzle, scene
from casework.disclosure.suppress import Answer, solve
from casework.disclosure.tables import (
    COMPLEMENTARY,
    PRIMARY,
    TELLING,
    TOTAL,
    Cell,
    Cohorts,
    Key,
    Note,
    SafeTable,
    Settings,
    TableSpec,
    people_of,
)


@dataclass(frozen=True)
class Log:
    """How a release came about. `widths`: table → least interval over its guarded cells, witnessed.

    `primary` and `complementary` count hidden cells over all tables; `solved` linear programs.
    """

    tables: tuple[str, ...]
    withheld: tuple[str, ...]
    primary: int
    complementary: int
    widths: Mapping[str, int]
    solver: str
    seed: int
    solved: int
    seconds: float


@dataclass(frozen=True)
class Release:
    """`tables` to print, `published` to add to the ledger in the same breath, `log` to keep."""

    published: tuple[Published, ...]
    tables: tuple[SafeTable, ...] = ()
    log: Log | None = None


@dataclass(frozen=True)
class Part:
    """What came of one population."""

    tables: tuple[SafeTable, ...]
    published: tuple[Published, ...] = ()
    widths: Mapping[str, int] | None = None
    solved: int = 0


def protect(
    specs: Sequence[TableSpec],
    records: Mapping[str, Cohorts],
    ledger: Iterable[Published] = (),
    settings: Settings | None = None,
) -> Release:
    """Make every ordered table safe together with the ledger, or withhold it (D1–D11).

    `records`: population → cohort → people (dimension → base category, exactly one each). Cohorts
    are disjoint and never change; `ledger`: all earlier `Release.published` of the same programme.
    ValueError when two orders share a name, or a record has no known category in some dimension.
    """
    if len({spec.name for spec in specs}) != len(specs):
        raise ValueError("two tables have the same name")
    settings, past, started = settings or Settings(), tuple(ledger), perf_counter()
    parts = [
        _protect_population(
            [s for s in specs if s.population == name], records[name], past, settings
        )
        for name in dict.fromkeys(spec.population for spec in specs)
    ]
    made = {table.name: table for part in parts for table in part.tables}
    tables = tuple(made[spec.name] for spec in specs)
    published = tuple(entry for part in parts for entry in part.published)
    return Release(published, tables, _log(tables, parts, settings, perf_counter() - started))


def _protect_population(
    specs: Sequence[TableSpec], cohorts: Cohorts, ledger: Sequence[Published], settings: Settings
) -> Part:
    people = {spec.name: people_of(spec, cohorts) for spec in specs}
    refused = {spec.name: refusal(spec, people[spec.name], settings) for spec in specs}
    withheld = [_withheld(spec, note) for spec in specs if (note := refused[spec.name])]
    drafts = [
        coarsen(spec, spec.cohorts or tuple(cohorts), people[spec.name], settings)
        for spec in specs
        if refused[spec.name] is None
    ]
    if not drafts:
        return Part(tuple(withheld))
    part = _settle(drafts, cohorts, ledger, settings)
    return replace(part, tables=(*withheld, *part.tables))


def _settle(
    drafts: Sequence[Draft], cohorts: Cohorts, ledger: Sequence[Published], settings: Settings
) -> Part:
    """Withhold table after table until the rest can be proved safe (D9)."""
    withheld: list[SafeTable] = []
    while drafts:
        stage = scene(drafts, ledger, flatten(cohorts))
        if contradicted(stage):
            out = {draft.spec.name: "contradicts-ledger" for draft in drafts}
        else:
            part, out = _attempt(stage, settings)
            if not out:
                return replace(part, tables=(*withheld, *part.tables))
        withheld += [
            _withheld(d.spec, Note(out[d.spec.name])) for d in drafts if d.spec.name in out
        ]
        drafts = [draft for draft in drafts if draft.spec.name not in out]
    return Part(tuple(withheld))


def _attempt(stage: Scene, settings: Settings) -> tuple[Part, dict[str, str]]:
    """The finished part, or table → why it must be withheld before trying again."""
    nothing = Part(())
    try:
        posed, rows = puzzle(stage, settings)
    except TooLarge:
        return nothing, {stage.drafts[-1].spec.name: "too-large"}
    answer = solve(posed, settings.rounds, settings.seed)
    unsafe = {name for target in answer.hopeless for name in target.tables}
    if unsafe:
        return nothing, dict.fromkeys(unsafe, "unsafe")
    tables = tuple(_table(stage, draft, rows, answer) for draft in stage.drafts)
    empty = [table.name for table in tables if not _says_something(table)]
    if empty:
        return nothing, dict.fromkeys(empty, "nothing-to-show")
    posed.attack.show_only(answer.hidden)
    widths = {target: _width(posed.attack, target) for target in posed.targets}
    published = tuple(
        _publish(stage, draft, table, posed.targets)
        for draft, table in zip(stage.drafts, tables, strict=True)
    )
    return Part(tables, published, _least(widths), posed.attack.solved), {}


def _table(stage: Scene, draft: Draft, rows: Mapping[Area, int], answer: Answer) -> SafeTable:
    cells = []
    for key in product(*((*dict.fromkeys(at.values()), TOTAL) for at in draft.mapping.values())):
        if rows[stage.area(draft, key)] in answer.hidden:
            cells.append(Cell(key, None, _reason(draft, key)))
        else:
            cells.append(Cell(key, draft.counts[key]))
    spec, names = draft.spec, tuple(draft.mapping)
    return SafeTable(spec.name, spec.title, spec.population, names, tuple(cells), draft.notes)


def _reason(draft: Draft, key: Key) -> str:
    if key not in draft.primary:
        return COMPLEMENTARY
    return PRIMARY if key in draft.small else TELLING


def _says_something(table: SafeTable) -> bool:
    """More than its grand total, unless the grand total is all it has."""
    if not table.dimensions:
        return table.cells[0].value is not None
    return any(cell.value for cell in table.cells if set(cell.key) != {TOTAL})


def _publish(stage: Scene, draft: Draft, table: SafeTable, targets: Iterable[Target]) -> Published:
    numbers = tuple(
        Number(cell.key, cell.value, cell.value) for cell in table.cells if cell.value is not None
    )
    guards = tuple(guard_of(t, stage.universe) for t in targets if table.name in t.tables)
    spec = draft.spec
    return Published(spec.population, draft.cohorts, spec.name, draft.mapping, numbers, guards)


def _withheld(spec: TableSpec, note: Note) -> SafeTable:
    names: Key = tuple(dimension.name for dimension in spec.dimensions)
    return SafeTable(spec.name, spec.title, spec.population, names, (), (note,), withheld=True)


def _width(attack: Attack, target: Target) -> int:
    """The witnessed width; -1 where an end has no witness."""
    columns = attack.atoms.columns(target.area)
    low, high = attack.bound(columns, 1).count, attack.bound(columns, -1).count
    return -1 if low is None or high is None else high - low


def _least(widths: Mapping[Target, int]) -> dict[str, int]:
    least: dict[str, int] = {}
    for target, width in widths.items():
        for name in sorted(target.tables):
            least[name] = min(width, least.get(name, width))
    return least


def _log(
    tables: Sequence[SafeTable], parts: Sequence[Part], settings: Settings, seconds: float
) -> Log:
    reasons = [cell.reason for table in tables for cell in table.cells if cell.value is None]
    return Log(
        tables=tuple(table.name for table in tables if not table.withheld),
        withheld=tuple(table.name for table in tables if table.withheld),
        primary=reasons.count(PRIMARY) + reasons.count(TELLING),
        complementary=reasons.count(COMPLEMENTARY),
        widths={name: w for part in parts for name, w in (part.widths or {}).items()},
        solver=SOLVER,
        seed=settings.seed,
        solved=sum(part.solved for part in parts),
        seconds=seconds,
    )
