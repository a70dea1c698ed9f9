"""R4: who owes what by when, in words for the sender and for the reminder. Pure.

R8: made of the referral's own days and answers alone; nothing here knows of another's.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from casework.kit.swedish import long_date
from casework.kit.working_days import working_days_between
from casework.referrals.rules import State

SOON = 2  # working days before
SHOWN = 14  # days that a decided one stays on the desk


class Debtor(StrEnum):
    """Whose turn it is."""

    COORDINATOR = "answer"
    SENDER = "completion"
    NOBODY = ""


@dataclass(frozen=True)
class Standing:
    """A referral on one day: its state, when the turn it is in ends, and whether that was before.

    `decided_on` is the day of the answer that ended it, `readable` whether the consent still lets
    the coordinator read it, `completed` whether the sender has done what was asked.
    """

    state: State
    due: date | None = None
    decided_on: date | None = None
    readable: bool = True
    completed: bool = False


def owes(standing: Standing, on: date) -> Debtor:
    """R4: a referral that waits wakes up on its day, and is the coordinator's again."""
    if not standing.readable or standing.due is None:
        return Debtor.NOBODY
    if standing.state is State.COMPLETION:
        return Debtor.SENDER
    asleep = standing.state is State.WAITING and on < standing.due
    awake = standing.state in (State.SENT, State.WAITING) and not asleep
    return Debtor.COORDINATOR if awake else Debtor.NOBODY


def reminder(standing: Standing, on: date) -> str:
    """What to remind of that day: "answer-soon", "completion-late" …; nothing is ""."""
    debtor = owes(standing, on)
    if debtor is Debtor.NOBODY or standing.due is None:
        return ""
    left = working_days_between(on, standing.due)
    if standing.due < on:
        return f"{debtor}-late"
    return f"{debtor}-soon" if left <= SOON else ""


def still_followed(standing: Standing, on: date) -> bool:
    """Undecided, or decided lately."""
    if standing.state in (State.DRAFT, State.WITHDRAWN):
        return False
    decided = standing.decided_on
    return decided is None or (on - decided).days <= SHOWN


def told(standing: Standing, on: date) -> tuple[str, str]:
    """Two sentences for the sender: where it stands, and what happens next and by when."""
    if standing.decided_on:
        return _DECIDED[standing.state]
    if not standing.readable:
        return (
            "Koordinatorn kan inte längre läsa remissen, för samtycket omfattar inte koordinatorn.",
            "Ta tillbaka den, eller prata med personen om ett nytt samtycke.",
        )
    day = long_date(standing.due) if standing.due else ""
    late = standing.due is not None and standing.due < on
    if standing.state is State.COMPLETION:
        return "Koordinatorn har bett om mer.", _completion(day, late)
    if standing.state is State.WAITING and not owes(standing, on):
        return f"Remissen väntar till {day}.", "Den dagen tas den upp igen utan att du gör något."
    stands = "Kompletteringen är framme." if standing.completed else "Remissen är framme."
    if standing.state is State.WAITING:
        return "Väntetiden är slut.", "Koordinatorn har remissen på sitt skrivbord."
    return stands, _answer(day, late)


def _completion(day: str, late: bool) -> str:
    return f"Du skulle ha kompletterat senast {day}." if late else f"Du kompletterar senast {day}."


def _answer(day: str, late: bool) -> str:
    if late:
        return f"Svaret skulle ha kommit senast {day}. Koordinatorn har remissen på sitt skrivbord."
    return f"Koordinatorn svarar senast {day}."


_DECIDED = {
    State.ACCEPTED: ("Remissen är antagen.", "Ärendet är öppet och din enhet ansvarar för det."),
    State.REFUSED: ("Remissen är avslagen.", "Skälet står i svaret. Inget mer händer här."),
    State.POINTED: (
        "Remissen är hänvisad vidare.",
        "I svaret står vart personen kan vända sig. Inget mer händer här.",
    ),
}


@dataclass(frozen=True)
class Turn:
    """One referral in the figures: sent, answered the first time (or not yet), and due."""

    sent: date
    answered: date | None
    due: date


@dataclass(frozen=True)
class Figures:
    """Working days to the first answer. None where nothing has been answered."""

    median: float | None
    longest: int | None
    in_time: int
    due: int  # answered, or past its day without an answer

    @property
    def share(self) -> int | None:
        """Percent answered in time."""
        return round(100 * self.in_time / self.due) if self.due else None


def figures(turns: list[Turn], on: date) -> Figures:
    """How long senders have waited for the first answer."""
    waited = [working_days_between(one.sent, one.answered) for one in turns if one.answered]
    due = [one for one in turns if one.answered or one.due < on]
    return Figures(
        median=median(waited) if waited else None,
        longest=max(waited, default=None),
        in_time=sum(bool(one.answered and one.answered <= one.due) for one in due),
        due=len(due),
    )
