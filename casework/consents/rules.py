"""C2: what a consent must hold to be recorded at all."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from casework.kit.errors import RuleBroken


def longest_last_day(given_on: date) -> date:
    """The last day a consent given that day may have: twelve months in all."""
    try:
        same_day = given_on.replace(year=given_on.year + 1)
    except ValueError:  # given on 29 February
        same_day = date(given_on.year + 1, 3, 1)
    return date.fromordinal(same_day.toordinal() - 1)


def check_period(given_on: date, last_day: date, *, on: date) -> None:
    """C2: from/to, at most twelve months, never from the future."""
    if given_on > on:
        raise RuleBroken("given_on", "Dagen då samtycket lämnades har inte varit än.")
    if last_day < given_on:
        raise RuleBroken("last_day", "Sista dagen kan inte komma före dagen då det lämnades.")
    if last_day > longest_last_day(given_on):
        raise RuleBroken("last_day", "Ett samtycke gäller i högst tolv månader.")


def check_scope(grants: Collection[tuple[UUID, str]], known: Collection[UUID]) -> None:
    """C2: units and kinds are named; a consent is never general."""
    if not grants:
        raise RuleBroken("scope", "Kryssa för minst en sorts uppgifter för minst en enhet.")
    if any(unit not in known for unit, _ in grants):
        raise RuleBroken("scope", "En av enheterna finns inte längre. Läs in sidan på nytt.")
