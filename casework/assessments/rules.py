"""S1, S2: what a part may be asked for, and when it may be written or signed."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from casework.access.facts import ConsentFacts
from casework.kit.errors import RuleBroken, Stale

Wanted = tuple[UUID, str]  # unit, kind of information


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
