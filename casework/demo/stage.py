"""Acting: one of the cast does something at a moment of the past, through the real services."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.access import Actor
from casework.cases.queries import CaseFile, case_for
from casework.demo.cast import Cast
from casework.kit import clock
from casework.kit.db import session, writing
from casework.kit.working_days import is_working_day
from casework.meetings.models import Meeting
from casework.meetings.rules import Slot

HOURS = (time(9), time(10, 30), time(13), time(14, 30))


@dataclass
class Stage:
    """The cast, the dice, and the coordinator's calendar so that nobody is booked twice."""

    cast: Cast
    random: Random
    today: date
    deliver: Callable[[datetime], Any]
    taken: set[tuple[date, time]] = field(default_factory=set)
    rooms: list[UUID] = field(default_factory=list)
    ready_id: UUID | None = None  # the second programme, from the day it is set up

    @property
    def now(self) -> datetime:
        return clock.moment(self.today, time(8))

    def actor(self, key: str) -> Actor:
        return self.cast.users[key].as_actor()

    def user_id(self, key: str) -> UUID:
        return self.cast.users[key].id

    def unit_id(self, key: str) -> UUID:
        return self.cast.users[key].unit_id

    @contextmanager
    def on(self, day: date, at: time = time(9, 15)) -> Generator[datetime]:
        """One transaction at a moment of that day."""
        moment = clock.moment(day, at)
        with clock.pretending(moment), writing():
            yield moment
        session.expunge_all()

    def file(self, key: str, case_id: UUID) -> CaseFile:
        """The case as this person reaches it on the pretended day."""
        return case_for(self.actor(key), case_id, clock.today())

    def slot(self, day: date, minutes: int = 60) -> tuple[date, Slot]:
        """The first hour from `day` on that nobody has; a meeting never starts in the past."""
        while True:
            day = working_day(day)
            for start in HOURS:
                if (day, start) not in self.taken:
                    self.taken.add((day, start))
                    begins = clock.moment(day, start)
                    return day, Slot(begins, begins + timedelta(minutes=minutes))
            day += timedelta(days=1)

    def post(self, day: date) -> None:
        """The letters that are waiting go out in the evening of that day."""
        with clock.pretending(clock.moment(day, time(17))):
            self.deliver(clock.now())

    def day_of(self, meeting_id: UUID) -> date:
        """The Swedish day of a meeting."""
        found = session.scalars(select(Meeting.starts_at).where(Meeting.id == meeting_id)).one()
        session.rollback()
        return clock.local(found).date()


def working_day(day: date) -> date:
    """That day, or the first one after it when offices are open."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
