"""M4: after a late change the organiser is told whom no letter has reached, and nobody else is."""

from datetime import timedelta

import pytest
import time_machine

from casework.kit import clock, db
from casework.kit.db import session
from casework.letters.models import Letter
from casework.meetings.queries import history
from casework.meetings.shown.ringing import to_ring
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, reached, slot
from tests.meetings.post import GUEST, sent
from tests.meetings.test_changes import cancel, change, remove


@pytest.fixture
def row(world, mailbox):
    """Everybody has their invitation."""
    world.user("fk").phone = "0910-11 22 33"
    person = build.person(world.user("soc"), "Linn Hjortronmo", phone="070-444 55 66")
    case = build.case(world, person=person)
    made = meeting(world, case, guests=(GUEST,), individual=True)
    sent(mailbox)
    return made


def ring(world, row, at):
    host, file = acting(world.user("host")), reached(world, "host", row)
    times = [old for old, _user, _room in history(host, file)]
    return {(one.why, one.phone) for one in to_ring(host, file, times, at)}


OUTSIDE = {("Har inget konto här", None), ("Får inget brev härifrån", "070-444 55 66")}


@pytest.mark.parametrize("how", ["place", "time", "off"])
def test_m4_those_whose_letter_waits_or_was_given_up_and_those_without_account(
    world, row, mailbox, how
):
    at = row.starts_at - timedelta(days=1)
    mailbox.refused = {world.user("fk").email}
    _happens(world, row, how, at)
    waits = {("Brevet väntar på att skickas", phone) for phone in (None, "0910-11 22 33")}
    assert ring(world, row, at) >= waits
    sent(mailbox, at)
    assert ring(world, row, at) == OUTSIDE | {("Brevet kom inte fram", "0910-11 22 33")}
    letter = session.query(Letter).filter(Letter.failed_at.is_not(None)).one()
    letter.stopped_at = at  # the sender solved it another way
    session.flush()
    assert ring(world, row, at) == OUTSIDE
    assert ring(world, row, row.ends_at) == set()


def _happens(world, row, how, at):
    if how == "off":
        cancel(world, row, at)
    elif how == "place":
        change(world, row, place="Video", at=at)
    else:
        change(world, row, slot(clock.local(row.starts_at).date(), hour=15), at=at)


def test_m4_a_change_in_good_time_leaves_nobody_to_ring(world, row, mailbox):
    change(world, row, place="Video")
    assert ring(world, row, clock.now()) == set()
    sent(mailbox)
    assert ring(world, row, clock.now()) == set()


def test_m4_a_late_removal_is_told_by_phone_only_to_the_one_it_is_about(world, row):
    with time_machine.travel(row.starts_at - timedelta(days=1), tick=False):
        remove(world, row, "fk")
        assert ring(world, row, clock.now()) == {("Brevet väntar på att skickas", "0910-11 22 33")}


def test_m4_the_page_says_it_to_the_organiser_alone(world, row, sign_in):
    at = row.starts_at - timedelta(days=1)
    change(world, row, place="Video", at=at)
    db.seal_and_commit()
    with time_machine.travel(at, tick=False):
        page = sign_in(world.user("host")).get(f"/moten/{row.id}").text
        assert "Ring dem som brevet inte har nått" in page
        assert "070-444 55 66" in page
        other = sign_in(world.user("af")).get(f"/moten/{row.id}").text
        assert "Ring dem" not in other
        assert "070-444 55 66" not in other
