"""M4, M5: what comes within two days of a meeting is said to be late, and goes first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import session
from casework.letters.models import Letter
from casework.meetings.service import answering
from tests import build
from tests.conftest import acting
from tests.meetings.making import meeting, reached, slot
from tests.meetings.post import GUEST, part, sent
from tests.meetings.test_changes import answered, cancel, change, mails

LATE = timedelta(days=2)


def test_m4_a_late_change_says_so_first_and_goes_before_others(world, mailbox):
    row = meeting(world, build.case(world), ("host", "soc"))
    other = meeting(world, None, ("af",), kind="genomgang", when=slot(hour=15))
    sent(mailbox)
    at = row.starts_at - LATE
    change(world, other, place="Plan 3", at=at - timedelta(days=2))
    change(world, row, place="Video", at=at)
    got = sent(mailbox, at)
    late = got[world.user("soc").email]
    assert late["Subject"] == f"Sent besked: ny plats för möte {row.code}"
    assert "Det här är ett sent besked." in part(late, "text/plain").get_content()
    assert not got[world.user("af").email]["Subject"].startswith("Sent")
    order = [row.code in one["Subject"] for one in mailbox.read]
    assert order == sorted(order, reverse=True)
    cancel(world, row, at)
    assert {one["Subject"] for one in sent(mailbox, at).values()} == {
        f"Sent besked: möte {row.code} är inställt"
    }


@pytest.mark.parametrize(("before", "late"), [(3, False), (2, True), (0, True)])
def test_m4_late_is_two_swedish_days_before(world, mailbox, before, late):
    row = meeting(world, build.case(world), ("host", "soc"), when=slot(hour=9))
    sent(mailbox)
    moment = clock.local(row.starts_at) - timedelta(days=before)
    at = moment.replace(hour=0, minute=1) if late else moment.replace(hour=23, minute=59)
    change(world, row, place="Video", at=at)
    letters = session.scalars(select(Letter).where(Letter.kind == "meeting.update")).all()
    assert [one.urgent for one in letters] == [late, late]


def test_m5_a_late_no_reaches_the_organiser_and_names_nobody(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,))
    sent(mailbox)
    answered(world, row, "fk", "kan_inte", at=row.starts_at - timedelta(days=4))
    assert sent(mailbox) == {}
    at = row.starts_at - LATE
    answered(world, row, "af", "kan_inte", at=at)
    answered(world, row, "soc", "annan_tid", at=at)
    got = sent(mailbox, at)
    assert set(got) == mails(world, "host")
    [letter] = got.values()
    assert letter["Subject"] == f"Sent besked om möte {row.code}"
    said = part(letter, "text/plain").get_content().replace(row.code, "")  # M-AF… is a code too
    assert not [w for w in ("Ture", "AF", "Linn", "SAM-") if w in said]
    answered(world, row, "af", "kan_inte", at=at)
    assert sent(mailbox, at) == {}


def test_m5_a_late_no_that_is_taken_back_before_it_went_is_not_sent(world, mailbox):
    row = meeting(world, build.case(world))
    sent(mailbox)
    at = row.starts_at - LATE
    answered(world, row, "af", "kan_inte", at=at)
    answered(world, row, "af", "kommer", at=at)
    assert sent(mailbox, at) == {}


def test_m5_what_the_organiser_notes_themselves_is_no_letter(world, mailbox):
    row = meeting(world, build.case(world), guests=(GUEST,))
    sent(mailbox)
    file, at = reached(world, "host", row), row.starts_at - LATE
    guest = next(one for one in file.asked if one.external_role)
    host = acting(world.user("host"))
    answering.answer(host, file, guest, answer="kan_inte", line=None, at=at)
    assert sent(mailbox, at) == {}
