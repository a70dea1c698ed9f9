"""S1, S2: what a part may be asked for, and when it may be written or signed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.kit.errors import RuleBroken, Stale
from casework.kit.swedish import local_day
from casework.kit.working_days import add_working_days

Wanted = tuple[UUID, str]  # unit, kind of information
REMINDED = 2  # working days before a part is due


def askable(
    consents: Iterable[ConsentFacts], units: Iterable[UUID], on: date
) -> dict[UUID, frozenset[str]]:
    """{unit: the kinds the consent gives it that day}, for the units that it covers at all."""
    rows = list(consents)
    given = {u: frozenset().union(*(c.kinds_for(u, on) for c in rows)) for u in units}
    return {unit: kinds for unit, kinds in given.items() if kinds}


def check_wanted(wanted: Iterable[Wanted], can: dict[UUID, frozenset[str]]) -> None:
    """A unit is asked only about the kinds that the consent gives it."""
    if any(kind not in can.get(unit, frozenset()) for unit, kind in wanted):
        raise RuleBroken("parts", "Samtycket har ändrats. Läs in sidan på nytt och välj igen.")


def check_due(due_on: date, on: date) -> None:
    if due_on <= on:
        raise RuleBroken("due_on", "Välj en dag som kommer.")


def check_open(is_open: bool) -> None:
    if not is_open:
        raise RuleBroken("", "Ärendet är avslutat.")


def check_unsigned(signed: bool) -> None:
    """S2: what is signed stays as it was."""
    if signed:
        raise RuleBroken("", "Delen är undertecknad och låst. Skriv en rättelse i stället.")


def check_seen(seen: int, revision: int, stands: Iterable[str | None]) -> None:
    """Nobody writes over what they have not seen. `stands` is what the colleague wrote."""
    if seen != revision:
        raise Stale(
            "En kollega har ändrat delen sedan du öppnade sidan. Din text är inte sparad.", stands
        )


def check_says_something(texts: Iterable[str | None]) -> None:
    if not any(texts):
        raise RuleBroken("", "Skriv något i minst ett av fälten innan du skriver under.")


def check_read(read_on: date | None, changed_at: datetime | None, on: date) -> None:
    """S1: the individual has read their own part as it now stands, before it is signed."""
    if read_on is None:
        raise RuleBroken("read_on", "Skriv vilken dag personen läste texten.")
    if read_on > on:
        raise RuleBroken("read_on", "Välj idag eller en dag som har varit.")
    if changed_at and read_on < local_day(changed_at):
        raise RuleBroken("read_on", "Texten är ändrad efter den dagen. Läs den tillsammans igen.")


def soon(on: date) -> tuple[date, date]:
    """The first and the last due day that is reminded of on that day: two working days ahead."""
    return on, add_working_days(on, REMINDED)


@dataclass(frozen=True)
class Readers:
    """Units that may read every one of some kinds, and those that may read only some of them."""

    whole: frozenset[UUID]
    partly: frozenset[UUID]


def readers(
    consents: Iterable[ConsentFacts], units: Iterable[UUID], kinds: Collection[str], on: date
) -> Readers:
    """C5: who of the units may see a page that shows these kinds. Nobody may see none at all."""
    given = askable(consents, units, on)
    whole = {unit for unit, theirs in given.items() if kinds and theirs >= set(kinds)}
    partly = {unit for unit, theirs in given.items() if theirs & set(kinds)} - whole
    return Readers(frozenset(whole), frozenset(partly))
