"""Many bookings with a bad mail server and dying senders, and what came of them all."""

import signal
from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from time import monotonic, sleep
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import selectinload

from casework.authorities.models import User
from casework.kit import clock
from casework.kit.db import seal_and_commit, session
from casework.kit.working_days import add_working_days
from casework.letters.models import Letter
from casework.letters.queries import oldest_waiting
from casework.meetings.models import Meeting, Participant
from casework.meetings.rules import Slot
from casework.meetings.service import changing
from casework.meetings.service.booking import Guest
from tests import build
from tests.conftest import acting
from tests.letters.bad_server import FAULTS
from tests.letters.misbehaving import BadServer, Senders, Told, told
from tests.meetings.making import meeting, reached, slot
from tests.meetings.test_withdrawal import withdraw

WEATHER: list[tuple[str, dict[str, Any]]] = [
    ("well", {}),
    ("stormy", {"faults": list(FAULTS), "share": 0.3}),
    ("refuse", {}),
    ("hang", {}),
    ("stormy", {"faults": list(FAULTS), "share": 0.5}),
    ("well", {"data": "451 later"}),
    ("421 at once", {}),
]
PEOPLE = 10
REFUSED = "borta@utanfor.example"


class Storm:
    """Books `number` meetings of three, changes some, and keeps senders running meanwhile."""

    def __init__(
        self, world: Any, server: BadServer, senders: Senders, number: int, at_once: int = 3
    ) -> None:
        self.world, self.server, self.number, self.senders = world, server, number, senders
        self.random = Random(number)
        self.cases = [build.case(world) for _ in range(4)]
        self.staff = {
            key: [build.user(world.unit(key)) for _ in range(PEOPLE)] for key in ("af", "fk")
        }
        self.meetings: list[Any] = []
        seal_and_commit()
        session.remove()
        for _ in range(at_once):
            senders.start(server.url)
        self.killed = self.moved = 0
        self.before_withdrawal: int | None = None

    def slot(self, number: int, later: int = 0) -> Slot:
        """Every booking of a pair has an hour of its own, and moves to another that is free."""
        turn = number // PEOPLE
        day = add_working_days(clock.today(), 5 + turn // 8 + 40 * later)
        return slot(day, 8 + turn % 8, 60)

    def run(self, batches: int) -> None:
        size = -(-self.number // batches)
        for batch in range(batches):
            how, more = WEATHER[batch % len(WEATHER)]
            self.server.does(how, refused={REFUSED: "550 no"}, **more)
            for number in range(batch * size, min((batch + 1) * size, self.number)):
                until_not_busy(lambda number=number: self.book(number))
            for place in self.random.sample(range(len(self.meetings)), size // 3 + 1):
                until_not_busy(lambda place=place: self.change(place))
            if batch % 2:
                self.kill_one()
            if batch == batches // 2:
                self.withdraw()
        self.server.does(refused={REFUSED: "550 no"})
        self.wait()

    def book(self, number: int) -> None:
        address = REFUSED if number % 25 == 7 else f"g{number}@utanfor.example"
        case, pair = self.cases[number % 4], number % PEOPLE
        if self.before_withdrawal is not None and case is self.cases[0]:
            case = self.cases[1]  # fk is no longer asked in that one
        people = [self.staff["af"][pair], self.staff["fk"][pair]]
        row = meeting(
            _These(self.world, people),
            case,
            ("0", "1"),
            when=self.slot(number),
            guests=(Guest("God man", address),),
        )
        row_id = row.id
        self.done()
        self.meetings.append((row_id, number, 0))

    def change(self, place: int) -> None:
        """Cancelled, one taken out, or another time: as it falls out."""
        host = acting(self.world.user("host"))
        row_id, of, times = self.meetings[place]
        row = session.get_one(Meeting, row_id)
        if row.is_on:
            file, what = reached(self.world, "host", row), self.random.randrange(4)
            if what == 0:
                changing.cancel(host, file, because="annat", at=clock.now())
            elif what == 1 and len(file.asked) > 1:
                changing.remove(host, file, self.random.choice(file.asked), at=clock.now())
            elif times < 3:
                new = changing.NewTime(self.slot(of, times + 1), None, "Telefon", "AF")
                changing.change(host, file, new, at=clock.now())
                self.meetings[place] = (row_id, of, times + 1)
                self.moved += 1
        self.done()

    def done(self) -> None:
        seal_and_commit()
        session.expunge_all()
        session.remove()

    def kill_one(self) -> None:
        """kill -9, wherever it is, and another in its place."""
        first = next(iter(self.senders.running))
        assert self.senders.end(first, signal.SIGKILL)[0] == -signal.SIGKILL
        self.killed += 1
        self.senders.start(self.server.url)

    def withdraw(self) -> None:
        """AC21: with no letter under way, FK is taken out of the consent of the first case."""
        self.server.does("refuse", refused={REFUSED: "550 no"})  # also over lines that are open
        sleep(2.5)
        until_not_busy(lambda: (withdraw(self.world, self.cases[0], "fk"), self.done()))
        self.before_withdrawal = len(self.server.got)

    def wait(self, longest: float = 900) -> None:
        until = monotonic() + longest
        while still := until_not_busy(waiting):
            assert monotonic() < until, f"{still} letters still wait"
            sleep(0.2)
        for process in list(self.senders.running):
            code, said = self.senders.end(process)
            assert (code, "Traceback" in said) == (0, False), said

    def stands(self) -> dict[tuple[str, str], Any]:
        """{(receiver, UID): when} that should be in a calendar, as the database has it."""
        users = {user.id: user for user in session.scalars(select(User))}
        rows = session.scalars(select(Meeting).options(selectinload(Meeting.participants)))
        wanted = {}
        for row in rows:
            for one in row.participants if row.is_on else ():
                address = users[one.user_id].email if one.user_id else one.address
                if one.is_in and address != REFUSED:
                    wanted[address, row.uid] = row.starts_at
        return wanted

    def letters(self) -> Counter[str]:
        """How many were sent, given up and stopped."""
        names = (Letter.sent_at, Letter.failed_at, Letter.stopped_at)
        return Counter(
            {one.key: session.scalar(select(func.count()).where(one.is_not(None))) for one in names}
        )

    def of_the_withdrawn(self) -> set[tuple[str, str]]:
        """(receiver, UID) of everybody from FK in the case whose consent was narrowed."""
        mine = {user.id: user.email for user in self.staff["fk"]}
        rows = session.execute(
            select(Meeting.uid, Participant.user_id)
            .join(Participant, Participant.meeting_id == Meeting.id)
            .where(Meeting.case_id == self.cases[0].id, Participant.user_id.in_(mine))
        )
        return {(mine[user_id], uid) for uid, user_id in rows}


def waiting() -> int:
    """How many letters wait."""
    try:
        return oldest_waiting()[0]
    finally:
        session.remove()


def until_not_busy(act: Callable[[], Any]) -> Any:
    """As somebody who is told that the database is busy, and tries again."""
    for _ in range(20):
        try:
            return act()
        except OperationalError:
            session.rollback()
            session.expunge_all()
            session.remove()
    raise AssertionError("the database was busy all the time")


class _These:
    """A world whose people are those of one booking."""

    def __init__(self, world: Any, people: list[User]) -> None:
        self.world, self.people = world, people

    def user(self, key: str) -> User:
        return self.people[int(key)] if key.isdigit() else self.world.user(key)


def arrived(server: BadServer) -> list[Told]:
    return [one for one in map(told, server.got) if one is not None]


def never_older(messages: Iterable[Told]) -> list[tuple[Told, Told]]:
    """M4: pairs where one receiver got a lower SEQUENCE after a higher one of the same meeting."""
    last: dict[tuple[str, str], Told] = {}
    faults = []
    for one in messages:
        before = last.setdefault((one.to, one.uid), one)
        if one.sequence < before.sequence:
            faults.append((before, one))
        last[one.to, one.uid] = max(before, one, key=lambda each: each.sequence)
    return faults
