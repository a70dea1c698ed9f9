"""Two cases that have nothing to do with each other, and words that only one of them holds."""

from dataclasses import dataclass
from typing import Any

from casework.cases.models import Case
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock, db
from casework.kit.db import session
from casework.meetings.models import Meeting
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking, book_row
from tests import build
from tests.conftest import acting
from tests.meetings.making import slot

FIRST, SECOND = ("Kajsa Kanariefågel", "Kajsas agenda"), ("Sixten Siskasångare", "Sixtens agenda")
WIDE, NARROW = ("host", "soc", "af", "fk"), ("host", "soc", "af")
PICKED = ("host", "soc", "af")


@dataclass
class Two:
    """`first` covers FK too, where somebody works with it who is not asked; `second` does not."""

    first: Case
    second: Case

    def words_of(self, case: Case) -> tuple[str, ...]:
        """What would tell of the case: its reference, its person, what it is to talk of."""
        name, agenda = FIRST if case is self.first else SECOND
        return (case.reference, *name.split(), agenda)


def two(world: Any) -> Two:
    made = [
        build.case(
            world,
            dict.fromkeys(covered, "all"),
            assigned=assigned,
            person=build.person(world.user("soc"), name),
            next_step="mote",
        )
        for covered, assigned, (name, _) in (
            (WIDE, ("soc", "af", "fk"), FIRST),
            (NARROW, ("soc", "af"), SECOND),
        )
    ]
    db.seal_and_commit()
    return Two(*made)


def files(world: Any, *cases: Case) -> list[CaseFile]:
    host = acting(world.user("host"))
    return [case_for(host, one.id, clock.today()) for one in cases]


def booked(
    world: Any, *cases: Case, who: tuple[str, ...] = PICKED, when: Slot | None = None, **more: Any
) -> list[Meeting]:
    """A row as the page books it, and on the disk."""
    users = [world.user(key).id for key in who]
    said = {"kind": "samarbetsmote", "place": "Telefon", **more}
    wanted = Booking(slot=when or slot(minutes=60), user_ids=users, **said)
    host, at = acting(world.user("host")), clock.now()
    made = book_row(host, files(world, *cases), wanted, on=clock.today(), at=at)
    db.seal_and_commit()
    session.expire_all()
    return made
