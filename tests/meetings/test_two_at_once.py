"""AC22, M2: two bookings of one room in the same moment: exactly one wins, on both databases."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from casework.access.asking import on_behalf_of
from casework.kit import clock
from casework.kit.db import session, writing
from casework.kit.errors import RuleBroken
from casework.meetings.models import Meeting
from casework.meetings.rules import Slot
from casework.meetings.service.booking import Booking, book
from tests import build
from tests.conftest import acting
from tests.meetings.making import slot


def race(app, actor, bookings, verb=book):
    """Each booking in a thread and a session of its own, started together."""
    together, outcomes = Barrier(len(bookings)), []

    def one(wanted):
        with app.app_context(), on_behalf_of(actor):
            together.wait()
            try:
                with writing():
                    verb(actor, None, wanted, on=clock.today(), at=clock.now())
                outcomes.append("booked")
            except RuleBroken as broken:
                outcomes.append(str(broken))
            finally:
                session.remove()

    threads = [Thread(target=one, args=(wanted,)) for wanted in bookings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.parametrize("fought_over", ["room", "person"])
def test_m2_exactly_one_of_two_wins(app, world, fought_over):
    first, second = build.room("Plan 2"), build.room("Plan 3")
    af, fk = world.user("af").id, world.user("fk").id
    host = acting(world.user("host"))
    session.commit()
    room = fought_over == "room"
    wanted = [
        Booking("genomgang", slot(), [af], first.id),
        Booking("genomgang", slot(), [fk if room else af], first.id if room else second.id),
    ]
    taken = "Plan 2 är redan bokat" if room else "Ture Blåklint är upptagen"
    outcomes = race(app, host, wanted)
    assert outcomes[1] == "booked"
    assert outcomes[0].startswith(taken)
    assert session.scalar(select(func.count(Meeting.id))) == 1


def test_m2_touching_times_both_win(app, world):
    room, when = build.room("Plan 2"), slot()
    later = Slot(when.ends_at, when.ends_at + timedelta(hours=1))
    host, af = acting(world.user("host")), world.user("af").id
    session.commit()
    wanted = [Booking("genomgang", one, [af], room.id) for one in (when, later)]
    assert race(app, host, wanted) == ["booked", "booked"]
