"""Wall 2 (ACCESS.md): whatever a query forgot, rows of others' cases are not loaded.

Wall 1 is the rooms' own `queries.py`. This one stands behind it: every SELECT that takes values
from a guarded table is narrowed to what the one who asks may reach, and refused when nobody is
known to ask. It narrows by the same conditions that the rooms use themselves, so it can only take
away. What only an EXISTS or IN in its WHERE mentions is left to the query: a narrowed NOT EXISTS
would open a door.

A query that must look further says so, and why: `.execution_options(**beyond("only times"))`.
A test holds the list of those.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnClause,
    ColumnElement,
    Select,
    Table,
    event,
    exists,
    false,
    or_,
)
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria

from casework.access import Actor
from casework.access.asking import House, asking
from casework.kit import clock
from casework.kit.db import session

Condition = Callable[[Actor, date], ColumnElement[bool]]

_WHY = "beyond the wall"
_guards: dict[Table, tuple[Any, Condition]] = {}


class NobodyAsks(RuntimeError):
    """A guarded table was read without anybody to read it for."""


def beyond(why: str) -> dict[str, Any]:
    """Execution options of a query that looks beyond the wall, with its reason."""
    return {_WHY: why}


def guard(model: Any, condition: Condition) -> None:
    """Rows of `model` are loaded only where `condition` holds.

    It is made once with values to be filled in, so it may only compare the actor's ids and the day.
    """
    _guards[model.__table__] = (model, condition)


def guard_children(key: Any, also: Condition | None = None) -> None:
    """Rows of the table of `key`, a foreign key to a guarded one, follow their parent.

    `also` narrows the parent's rows more, but never hides from a unit what it wrote (`unit_id`).
    Each row asks for its own parent only: IN would list every parent anew for each row.
    """
    column = key.property.columns[0]
    (foreign,) = column.foreign_keys
    parent, signed = foreign.column, column.table.c.get("unit_id")

    def condition(actor: Actor, on: date) -> ColumnElement[bool]:
        reached = exists().where(parent == column, _guards[parent.table][1](actor, on))
        if also is not None:
            own = false() if signed is None else signed == actor.unit_id
            reached = reached.where(or_(also(actor, on), own))
        return reached.correlate_except(parent.table)

    guard(key.class_, condition)


def guarded() -> frozenset[str]:
    """The names of the guarded tables."""
    return frozenset(table.name for table in _guards)


def _stand_in_the_way(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_column_load or _WHY in state.execution_options:
        return
    tables = {table for table in _sources(state.statement) if table in _guards}
    if not tables:
        return
    who = asking()
    if who is None:
        names = ", ".join(sorted(table.name for table in tables))
        raise NobodyAsks(f"nobody is known to ask for {names}")
    if not isinstance(who, House):
        state.statement = state.statement.options(*(_criteria(t, who) for t in tables))


def _criteria(table: Table, actor: Actor) -> Any:
    """Made once for each sort of actor, and asked for its values when it is used."""
    sort = replace(actor, **_ASKING, name="")
    if (table, sort) not in _made:
        model, condition = _guards[table]
        _made[table, sort] = with_loader_criteria(
            model, condition(sort, _TODAY), include_aliases=True, propagate_to_loaders=False
        )
    return _made[table, sort]


@dataclass(frozen=True)
class _Later:
    """A value that is asked for when the statement runs, of the type of what it is compared with.

    In SQL it is a new parameter each time: one that stood in many places would be compared with
    itself, slowly.
    """

    ask: Callable[[], Any]

    def __clause_element__(self) -> ColumnElement[Any]:
        return _Parameter("asking", callable_=self.ask, unique=True)


class _Parameter(BindParameter[Any]):
    """Annotated, it is a new parameter. A criterion is annotated anew for each place in a statement
    that its table stands in; SQLAlchemy's own copies share a hash, and then each lookup of a
    parameter compares it with all of them: two thirds of what a page like the desk costs.
    """

    inherit_cache = True

    def _annotate(self, values: Any) -> Any:
        del values  # what loader criteria are marked with is looked for on tables only
        return self._clone()


_ASKING = {
    name: _Later(lambda name=name: getattr(asking(), name))
    for name in ("user_id", "unit_id", "authority_id")
}
_TODAY: Any = _Later(clock.today)
_made: dict[tuple[Table, Actor], Any] = {}


def _sources(element: Any) -> Iterator[Table]:
    """The tables that a statement takes values from, rows to count too: all but what only the
    questions in its WHERE mention."""
    if isinstance(element, Table):
        yield element
    elif isinstance(element, ColumnClause):
        yield from _sources(element.table) if element.table is not None else ()
    else:
        for part in _parts(element):
            yield from _sources(part)


def _parts(element: Any) -> Iterable[Any]:
    if isinstance(element, Select):
        joined = (join[0] for join in element._setup_joins)
        beside = (table for one in element._where_criteria for table in one._from_objects)
        return (*element._raw_columns, *element._from_obj, *joined, *beside)
    return element.get_children()


event.listen(session.session_factory, "do_orm_execute", _stand_in_the_way)
