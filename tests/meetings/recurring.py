"""A series from 8 December, and what its letters say; for the stories about series."""

from datetime import date, time, timedelta

from sqlalchemy import select

from casework.kit import clock, db
from casework.kit.db import session
from casework.letters.sending import send_due
from casework.meetings.doing.moves import NewRule
from casework.meetings.models import Participant
from casework.meetings.queries.series import (
    series_for,
)
from tests.conftest import acting
from tests.meetings.making import series_file
from tests.meetings.post import calendar_of

FIRST = date(2026, 12, 8)  # a Tuesday
DAYS = [FIRST + timedelta(weeks=2 * n) for n in range(5)]


def host_of(world):
    return acting(world.user("host"))


def delivered(mailbox):
    """[(receiver, letter)] of one round, each as it is read."""
    db.seal_and_commit()
    mailbox.got.clear()
    send_due(clock.now())
    return sorted(((one["To"], one) for one in mailbox.read), key=lambda pair: pair[0])


def file_of(world, row, who="host"):
    session.flush()
    return series_file(world, who, row)


def rule(day, hour=10, **more):
    said = {"room_id": None, "place": "Telefon", **more}
    return NewRule(day, time(hour), 120, said["room_id"], said["place"], "AF Provlunda")


def own(who, meetings):
    """The participants of one user, day by day."""
    ids = [one.id for one in meetings]
    of = select(Participant).where(Participant.meeting_id.in_(ids), Participant.user_id == who.id)
    return session.scalars(of).all()


def methods(got, world, who):
    """[(method, its events)] of the letters to one."""
    mine = [one for to, one in got if to == world.user(who).email]
    return [(calendar_of(one)["METHOD"], calendar_of(one).walk("VEVENT")) for one in mine]


def series_file_of(user, row):
    return series_for(acting(user), row.id, clock.today())
