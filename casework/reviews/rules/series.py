"""A series of reviews: which days it falls on, and what stands in the way of each."""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.kit.errors import RuleBroken
from casework.kit.swedish import listed
from casework.meetings.rules import Slot

ONCE = "en"
WEEKS = {"vecka": 1, "varannan": 2, "fjarde": 4}
EVERY = {
    ONCE: "En gång",
    "vecka": "Varje vecka",
    "varannan": "Varannan vecka",
    "fjarde": "Var fjärde vecka",
}
MOST = 26


@dataclass(frozen=True)
class Occurrence:
    """One day of a series: whether offices are open then, and who or what is taken already."""

    slot: Slot
    day: date
    working: bool
    taken: tuple[str, ...] = ()

    @property
    def can_be_booked(self) -> bool:
        return not self.taken

    @property
    def is_free(self) -> bool:
        return self.working and not self.taken

    @property
    def trouble(self) -> str:
        """What stands in the way, as a sentence; nothing when nothing does."""
        if self.taken:
            return (
                f"{listed(self.taken)} är upptagen då."
                if len(self.taken) == 1
                else (f"{listed(self.taken)} är upptagna då.")
            )
        return "" if self.working else "Dagen är ledig: helg, röd dag eller helgdagsafton."


def days(first: date, every: str, *, until: date | None, times: int | None) -> list[date]:
    """From `first` on, with as many weeks between, until a day or a number of times is reached."""
    if not until and not times:
        raise RuleBroken("until", "Skriv till vilken dag, eller välj hur många gånger.")
    if until and until < first:
        raise RuleBroken("until", "Den sista dagen är före den första.")
    step, found = timedelta(weeks=WEEKS[every]), [first]
    while len(found) < (times or MOST + 1) and found[-1] + step <= (until or date.max - step):
        found.append(found[-1] + step)
        if len(found) > MOST:
            raise RuleBroken("until", f"En serie är högst {MOST} gånger. Välj en tidigare dag.")
    return found


def check_some(chosen: int) -> None:
    if not chosen:
        raise RuleBroken("days", "Välj minst en dag.")
