"""A2: many who write at once make one chain, on both databases."""

from collections import Counter
from threading import Barrier, Thread

from sqlalchemy import select

from casework.access.asking import House, on_behalf_of
from casework.audit.models import AuditEntry
from casework.audit.service import record
from casework.kit.db import session, writing
from tests import build
from tests.audit.making import trail, verified
from tests.conftest import acting

WRITERS, TIMES = 4, 12


def at_once(app, work):
    """`work(number)` in a thread and a session for each of the writers; what went wrong."""
    together, wrong = Barrier(WRITERS), []

    def one(number):
        with app.app_context(), on_behalf_of(House("a test")):
            together.wait()
            try:
                work(number)
            except Exception as trouble:
                wrong.append(trouble)
            finally:
                session.remove()

    threads = [Thread(target=one, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_a2_writers_at_once_do_not_fork_the_chain(app, world):
    trail(world, rows=1)
    actor, room = acting(world.user("soc")), build.room()
    session.commit()

    def work(number):
        for time in range(TIMES):
            with writing():
                for part in range(3):
                    record(actor, f"{number} {time} {part}", room)

    assert at_once(app, work) == []
    verdict = verified()
    assert (verdict.rows, verdict.holds) == (1 + WRITERS * TIMES * 3, True)
    told = session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)).all()[1:]
    assert max(Counter(told).values()) == 1
    in_threes = [told[n : n + 3] for n in range(0, len(told), 3)]
    assert all(len({row.rsplit(" ", 1)[0] for row in three}) == 1 for three in in_threes)


def test_a2_also_the_first_writers_make_one_chain(app, world):
    """Before there is a head, one of them may have to give way; nobody begins a second chain."""
    actor, room = acting(world.user("soc")), build.room()
    session.commit()

    def work(number):
        with writing():
            record(actor, f"{number}", room)

    wrong = at_once(app, work)
    verdict = verified()
    assert verdict.holds
    assert 1 <= verdict.rows == WRITERS - len(wrong)
