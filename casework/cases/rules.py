"""Pure rules of the file: deadlines in words, and what a case needs right now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.access.facts import CaseFacts
from casework.kit.errors import RuleBroken
from casework.kit.swedish import plural, weekday_date
from casework.kit.tasks import Coming, Task
from casework.kit.working_days import is_working_day, working_days_between

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
        return Deadline("late", _last(due, on))
    counted = f"{left} {plural(left, 'arbetsdag', 'arbetsdagar')} kvar"
    return Deadline("soon" if left <= SOON else "", counted)


def _last(due: date, on: date) -> str:
    """On the last working day it is today, wherever in the days off to come it falls due."""
    if due == on or is_working_day(on):
        return "Sista dagen i dag"
    return f"Sista dagen {weekday_date(due)}"


def _late(days: int) -> str:
    return f"{days} {plural(days, 'arbetsdag', 'arbetsdagar')} sen" if days else "Försenad"


# where the case page tells its next step: a line that leads there is the case's own
NEXT_STEP = "nasta"


def is_next_step(line: Task | Coming) -> bool:
    """Whether a line on the desk only says that a case has a next step."""
    return line.args.get("_anchor") == NEXT_STEP


def check_open(closed_at: datetime | None) -> None:
    if closed_at is not None:
        raise RuleBroken("", "Ärendet är avslutat.")


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


@dataclass(frozen=True)
class Asked:
    """Who is asked to take a case over: a unit, and whom the sender hopes for."""

    unit_id: UUID
    user_id: UUID | None
    protected: bool


@dataclass(frozen=True)
class Proposal:
    """K1: what one unit asked and another said, in days and words."""

    handover_id: UUID
    sender: str
    receiver: str
    proposed_on: date
    reason: str = ""
    answered_on: date | None = None
    accepted: bool | None = None
    answer: str = ""
    taken_back_on: date | None = None

    @property
    def is_waiting(self) -> bool:
        return self.answered_on is None and self.taken_back_on is None


def check_receiver(
    unit_id: UUID, name: str, *, coordinates: bool, facts: CaseFacts, on: date
) -> None:
    """K1: another unit, that the consent in force covers, and that does not coordinate."""
    if unit_id == facts.owner_unit_id:
        raise RuleBroken("unit_id", f"{name} ansvarar redan för ärendet.")
    if coordinates:
        raise RuleBroken("unit_id", f"{name} samordnar, och ansvarar inte för ärenden.")
    if not any(consent.kinds_for(unit_id, on) for consent in facts.consents):
        raise RuleBroken(
            "unit_id",
            f"Samtycket omfattar inte {name}. Ett nytt samtycke behövs först.",
        )


def check_still_offered(*, is_open: bool, is_covered: bool) -> None:
    """K1, C1: what was proposed counts only while the case is open and the consent holds."""
    if not is_open:
        raise RuleBroken("", "Ärendet är avslutat och kan inte tas över.")
    if not is_covered:
        raise RuleBroken(
            "",
            "Samtycket omfattar inte din enhet längre. Ärendet kan inte tas över"
            " förrän det finns ett nytt samtycke.",
        )


LONGEST_ABSENCE = 180  # days


def check_days_away(first: date, last: date, on: date) -> None:
    """A substitution is for days to come, has an end, and is not for ever."""
    check_coming(first, on, "first_day", "Välj i dag eller en dag som kommer.")
    if last < first:
        raise RuleBroken("last_day", "Sista dagen är före den första.")
    if (last - first).days >= LONGEST_ABSENCE:
        raise RuleBroken("last_day", f"Välj högst {LONGEST_ABSENCE} dagar i taget.")
