"""One process of a storm: some clients that all want the same times. `python -m` this, then words.

Prints JSON: {outcome: how many times}. An outcome is "booked" or the sentence of the refusal; a
database that was busy for too long is counted and asked again, as somebody at a page would do.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError

from casework import create_app
from casework.access.asking import House, on_behalf_of
from casework.authorities.models import User
from casework.kit import clock, db
from casework.kit.db import session, writing
from casework.kit.errors import RuleBroken
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking, book

HOUR = timedelta(hours=1)


def slots(first: datetime, number: int) -> list[Slot]:
    """So many hours that touch each other."""
    return [Slot(first + HOUR * n, first + HOUR * (n + 1)) for n in range(number)]


class Clients:
    """`number` clients in threads, each with an own order of the same `wanted` bookings."""

    def __init__(self, app: Any, actor: Any, wanted: Sequence[Booking], seed: str) -> None:
        self.app, self.actor, self.wanted, self.seed = app, actor, wanted, seed
        self.outcomes: Counter[str] = Counter()

    def run(self, number: int) -> Counter[str]:
        together = Barrier(number)
        threads = [Thread(target=self._one, args=(together, n)) for n in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.outcomes

    def _one(self, together: Barrier, number: int) -> None:
        mine = list(self.wanted)
        Random(f"{self.seed}/{number}").shuffle(mine)  # noqa: S311
        with self.app.app_context(), on_behalf_of(self.actor):
            together.wait()
            for booking in mine:
                self.outcomes[self._ask(booking)] += 1

    def _ask(self, booking: Booking) -> str:
        while True:
            try:
                with writing():
                    book(self.actor, None, booking, on=clock.today(), at=clock.now())
                return "booked"
            except RuleBroken as broken:
                return str(broken)
            except OperationalError:
                self.outcomes["busy"] += 1
            finally:
                session.remove()


def main(url: str, settings: str) -> None:
    from tests.conftest import CONFIG  # noqa: PLC0415 - the parent's word first

    given = json.loads(settings)
    app = create_app({**CONFIG, "DATABASE_URL": url})
    session.configure(bind=db.connect(url))
    with app.app_context(), on_behalf_of(House("a storm")):
        actor = session.get_one(User, UUID(given["actor"])).as_actor()
        session.remove()
    times = slots(datetime.fromisoformat(given["first"]), given["slots"])
    people, room = [UUID(one) for one in given["people"]], UUID(given["room"])
    wanted = [Booking("genomgang", slot, people, room_id=room) for slot in times]
    found = Clients(app, actor, wanted, str(given["room"])).run(given["clients"])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
