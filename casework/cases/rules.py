"""Pure rules of the file: deadlines in words, and what a case needs right now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.access.facts import CaseFacts
from casework.kit.errors import RuleBroken
from casework.kit.swedish import plural
from casework.kit.tasks import Coming, Task
from casework.kit.working_days import working_days_between

SOON = 2  # working days: from here on a deadline is amber

# what a list of cases may be narrowed to
OPEN, MINE, PAUSED, LATE, CLOSED, EVERY = "oppna", "mina", "vilar", "sena", "avslutade", "alla"


@dataclass(frozen=True)
class Wanted:
    """What somebody filters a list of cases by; None is no filter."""

    which: str = OPEN
    step: str | None = None
    unit_id: UUID | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Deadline:
    """`level` as the flags know it (late, soon or ""), `words` such as "3 arbetsdagar kvar"."""

    level: str
    words: str


def deadline(due: date, on: date) -> Deadline:
    """A day as somebody at work counts to it, in working days from `on`."""
    left = working_days_between(on, due)
    if due < on:
        return Deadline("late", _late(-left))
    if left == 0:
        return Deadline("late", "Sista dagen i dag")
    counted = f"{left} {plural(left, 'arbetsdag', 'arbetsdagar')} kvar"
    return Deadline("soon" if left <= SOON else "", counted)


def _late(days: int) -> str:
    return f"{days} {plural(days, 'arbetsdag', 'arbetsdagar')} sen" if days else "Försenad"


# where the case page tells its next step: a line that leads there is the case's own
NEXT_STEP = "nasta"


def is_next_step(line: Task | Coming) -> bool:
    """Whether a line on the desk only says that a case has a next step."""
    return line.args.get("_anchor") == NEXT_STEP


def check_coming(day: date, on: date, field: str, sentence: str) -> None:
    """K3: a next step, or a waking, lies ahead; today counts."""
    if day < on:
        raise RuleBroken(field, sentence)


def check_owner_stays(leaving: UUID, owner_unit_id: UUID, left: Collection[UUID]) -> None:
    """K1: the owner unit always has somebody who works with its case. `left` holds their units."""
    if leaving == owner_unit_id and owner_unit_id not in left:
        raise RuleBroken(
            "", "Enheten som ansvarar för ärendet måste ha någon kvar. Lägg till en kollega först."
        )


def readers_of(facts: CaseFacts, kind: str, on: date) -> frozenset[UUID]:
    """C5: the units that read this kind that day; the owner reads what it was once given."""
    given = {unit for consent in facts.consents for unit, one in consent.grants if one == kind}
    return frozenset(
        unit
        for unit in given
        if unit == facts.owner_unit_id
        or any(kind in consent.kinds_for(unit, on) for consent in facts.consents)
    )
