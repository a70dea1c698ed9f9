"""M3: what hangs on the door of a room: for each day its times and codes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.kit.swedish import local_day

WEEK, WORKING_WEEK = 7, 5
Booked = tuple[str, datetime, datetime]  # code, from, to


@dataclass(frozen=True)
class DoorList:
    """One day, or the week that it is in; on a weekend the week that comes."""

    first: date
    days: int

    @classmethod
    def of(cls, day: date, *, week: bool) -> "DoorList":
        if not week:
            return cls(day, 1)
        begun = day.weekday() < WORKING_WEEK
        return cls(day + timedelta(days=(0 if begun else WEEK) - day.weekday()), WEEK)

    @property
    def is_week(self) -> bool:
        return self.days > 1

    @property
    def before(self) -> date:
        return self.first - self._step

    @property
    def after(self) -> date:
        return self.first + self._step

    @property
    def _step(self) -> timedelta:
        return timedelta(days=7 if self.is_week else 1)

    def filled(self, booked: Sequence[Booked]) -> list[tuple[date, list[Booked]]]:
        """[(day, what begins on it or goes on into it)], each in the order of the clock.

        Of a week's Saturday and Sunday only those that have something.
        """
        days = [self.first + timedelta(days=n) for n in range(self.days)]
        found = [(day, [one for one in booked if _touches(one, day)]) for day in days]
        return [
            (day, on) for day, on in found if on or not self.is_week or day.weekday() < WORKING_WEEK
        ]


def _touches(one: Booked, day: date) -> bool:
    _code, start, end = one
    return local_day(start) <= day <= local_day(end - timedelta(seconds=1))
