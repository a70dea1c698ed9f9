"""What may be asked, until when it is held, which time is best. Pure functions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from casework.kit import clock
from casework.kit.errors import RuleBroken
from casework.kit.swedish import local_day, long_date
from casework.kit.working_days import add_working_days
from casework.meetings.rules import Slot

FEWEST, MOST = 2, 8
DAYS_TO_ANSWER = 3  # working days, unless the coordinator says otherwise
LONGEST_WAIT = 21  # days: rooms are not held for ever
HELD_AFTER = 1  # working days after the last day to answer
END_OF_DAY = time(23, 59)
LINK_LASTS = timedelta(days=14)  # after the question is closed
REMIND_WITHIN = timedelta(days=1)

PASSAR, OM_DET_BEHOVS, PASSAR_INTE = "passar", "kan_om_det_behovs", "passar_inte"
ANSWERS = {
    PASSAR: "Passar",
    OM_DET_BEHOVS: "Kan om det behövs",
    PASSAR_INTE: "Passar inte",
}
VALD, GICK_UT, SAMTYCKE = "vald", "gick_ut", "samtycke"
CLOSED_BECAUSE = {
    "behovs_inte": "Mötet behövs inte längre",
    "ingen_tid": "Ingen av tiderna passar",
    "personen": "Personen vill inte ha mötet",
    "annat": "Något annat",
}


class HasSlot(Protocol):
    """Something with an id and a time."""

    id: UUID
    starts_at: datetime


@dataclass(frozen=True)
class Tally:
    """How many have said what of one time."""

    fits: int
    if_needed: int
    not_then: int
    silent: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """The fewest who cannot, then the most who gladly come, then the most who can."""
        return self.not_then, -self.fits, -self.if_needed


def tally(answers: Iterable[str | None]) -> Tally:
    """`answers` holds one entry for each person asked; None for whoever has not answered."""
    said = list(answers)
    return Tally(
        said.count(PASSAR), said.count(OM_DET_BEHOVS), said.count(PASSAR_INTE), said.count(None)
    )


def best_first(times: Iterable[HasSlot], tallies: Mapping[UUID, Tally]) -> list:
    """The times, the best one first; where two are as good, the earlier."""
    return sorted(times, key=lambda one: (tallies[one.id].rank, one.starts_at))


def last_moment(day: date) -> datetime:
    """A day to answer by lasts to its end, by Swedish clocks."""
    return clock.moment(day, END_OF_DAY)


def is_over(deadline: datetime, at: datetime) -> bool:
    """M5: the last day has been; nobody answers any more, unless they are given more days."""
    return deadline <= at


def held_until(deadline: datetime) -> datetime:
    """M2: the times are held a working day longer than there is to answer, so that one can pick."""
    return last_moment(add_working_days(local_day(deadline), HELD_AFTER))


def check_deadline(day: date, slots: Collection[Slot], *, on: date) -> None:
    """There is time to answer, and to pick before the first of the times has been."""
    if day < on:
        raise RuleBroken("deadline", "Dagen har redan varit. Välj en dag som kommer.")
    if day > on + timedelta(days=LONGEST_WAIT):
        raise RuleBroken(
            "deadline", "Tiderna kan hållas i högst tre veckor. Välj en tidigare sista dag."
        )
    first = min(slots, default=None)
    if first and local_day(first.starts_at) <= day:
        said = long_date(first.starts_at)
        raise RuleBroken("deadline", f"Sista dagen att svara ska vara före första tiden, {said}.")


def check_times(slots: Sequence[Slot]) -> None:
    """Two to eight, and no time twice."""
    if len(slots) < FEWEST:
        raise RuleBroken("times", "Välj minst två tider. En enda tid kan du boka direkt.")
    if len(slots) > MOST:
        raise RuleBroken("times", f"Välj högst åtta tider. Nu är det {len(slots)}.")
    if len(set(slots)) < len(slots):
        raise RuleBroken("times", "Samma tid står två gånger.")


def check_answers(
    answers: Mapping[UUID, str],
    live: Collection[UUID],
    *,
    is_open: bool,
    deadline: datetime,
    at: datetime,
) -> None:
    """M5: one of three for every time that is left, while the question is open and not over."""
    if not is_open:
        raise RuleBroken("", "Frågan är avslutad. Det går inte längre att svara.")
    if is_over(deadline, at):
        raise RuleBroken("", f"Det gick att svara till och med {long_date(deadline)}.")
    if set(answers) != set(live) or not set(answers.values()) <= set(ANSWERS):
        raise RuleBroken("", "Svara på alla tiderna.")


def may_still_read(closed_at: datetime | None, *, at: datetime) -> bool:
    """M3: a link says that the question is closed until a while after, and nothing of it."""
    return closed_at is None or at < closed_at + LINK_LASTS
