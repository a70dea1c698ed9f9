"""M3, M4, M8, K5: to whom the letters about a series go, and what they say."""

from datetime import time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import NotVisible
from casework.letters.models import Letter
from casework.meetings.queries.series import (
    posted_series,
    series_for_link,
)
from casework.meetings.service import changing, rest
from casework.meetings.service import series as verbs
from tests.conftest import CONFIG
from tests.meetings.making import reached, series, slot
from tests.meetings.post import calendar_of, part
from tests.meetings.recurring import DAYS, FIRST, delivered, file_of, host_of, methods, rule

pytestmark = pytest.mark.usefixtures("in_november")


def test_m4_everybody_gets_one_letter_for_the_whole_series(world, mailbox):
    of, _ = series(world, FIRST, but=(DAYS[2],))
    got = delivered(mailbox)
    assert [to for to, _ in got] == sorted(world.user(w).email for w in ("host", "soc", "af", "fk"))
    letter = dict(got)[world.user("af").email]
    assert letter["Subject"] == f"Inbjudan till serien {of.code}"
    text = part(letter, "text/plain").get_content().replace("\n", " ")
    for words in ("fyra möten", "varannan tisdag kl. 09.00–11.00", "Inget möte 5 januari"):
        assert words in text
    [event] = calendar_of(letter).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (of.uid, 0)
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270202T080000Z;INTERVAL=2"
    assert (str(event["CLASS"]), calendar_of(letter).walk("VALARM")) == ("PRIVATE", [])
    assert dict(got)[world.user("soc").email]["Subject"].startswith("Kallelse")


def test_m4_the_calendar_is_the_last_alternative_and_says_its_method(world, mailbox):
    """RFC 6047: what Outlook and Gmail take the invitation from."""
    series(world, FIRST)
    letter = delivered(mailbox)[0][1]
    assert letter.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in letter.iter_parts()][-1] == "text/calendar"
    said = dict(part(letter, "text/calendar").get_params())
    assert (said["method"], said["component"], said["charset"]) == ("REQUEST", "VEVENT", "utf-8")
    [event] = calendar_of(letter).walk("VEVENT")
    assert event["ORGANIZER"].params["CN"] == CONFIG["SERVICE_NAME"]
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED", "STATUS", "TRANSP"):
        assert event[name]
    assert event["ATTENDEE"] == f"mailto:{letter['To']}"  # M3: and nobody else


def test_m4_one_day_is_called_off_by_its_recurrence_id(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    file = reached(world, "host", made[1])
    changing.cancel(host_of(world), file, because="annat", at=clock.now())
    [(method, [event])] = methods(delivered(mailbox), world, "af")
    assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", of.uid, 1)
    assert event["RECURRENCE-ID"].dt == made[1].starts_at


def test_m4_twice_in_a_second_the_later_has_the_higher_sequence(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    at = clock.now()
    for hour in (13, 15):
        to = changing.NewTime(slot(DAYS[1], hour, 120), None, "Telefon", "AF")
        changing.change(host_of(world), reached(world, "host", made[1]), to, at=at)
    [(_, [event])] = methods(delivered(mailbox), world, "af")  # the first was stopped
    assert (event["SEQUENCE"], event.start) == (2, clock.moment(DAYS[1], time(15)))
    assert event["UID"] == of.uid


def test_m4_m8_called_off_before_it_left_nobody_hears_of_it(world, mailbox):
    of, made = series(world, FIRST)
    file = file_of(world, of)
    rest.cancel_rest(host_of(world), file, made[0], because="annat", at=clock.now())
    assert delivered(mailbox) == []
    assert of.cancelled_at is not None


def test_m4_called_off_whole_everybody_who_got_it_gets_a_cancel(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    fk = world.user("fk")
    verbs.remove_person(host_of(world), file_of(world, of), made[0], fk.id, at=clock.now())
    [(method, [event])] = methods(delivered(mailbox), world, "fk")
    assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", of.uid, 1)
    file = file_of(world, of)
    rest.cancel_rest(host_of(world), file, made[0], because="annat", at=clock.now())
    got = delivered(mailbox)
    assert sorted(to for to, _ in got) == sorted(
        world.user(who).email for who in ("host", "soc", "af")
    )
    assert methods(got, world, "af")[0][0] == "CANCEL"
    assert methods(got, world, "af")[0][1][0]["SEQUENCE"] == 2


def test_m4_whoever_has_days_behind_keeps_them_and_loses_the_rest(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    with time_machine.travel(made[1].ends_at + timedelta(hours=1)):
        file = file_of(world, of)
        rest.cancel_rest(host_of(world), file, made[2], because="annat", at=clock.now())
        got = delivered(mailbox)
    [(method, [event])] = methods(got, world, "af")
    assert (method, event.start) == ("REQUEST", made[0].starts_at)
    assert b"UNTIL=20261222T080000Z" in event["RRULE"].to_ical()
    assert "slut för dig" in got[0][1]["Subject"]
    assert of.cancelled_at is None


def test_k5_whoever_has_changed_units_gets_nothing_more(world, mailbox):
    of, _ = series(world, FIRST)
    af = world.user("af")
    af.unit_id, af.unit = world.unit("fk").id, world.unit("fk")
    assert af.email not in dict(delivered(mailbox))
    assert posted_series(of.id, af.id).times == ()
    assert series_for_link(of.id, af.id, at=clock.now()) is None
    with pytest.raises(NotVisible):
        file_of(world, of, "af")


def test_m3_no_name_leaves_in_a_letter_about_a_series(world, mailbox):
    of, made = series(world, FIRST)
    got = delivered(mailbox)
    rest.cancel_rest(host_of(world), file_of(world, of), made[0], because="annat", at=clock.now())
    got += delivered(mailbox)
    assert len(got) == 8
    for _, letter in got:
        parts = [p.get_payload(decode=True) for p in letter.walk() if not p.is_multipart()]
        whole = " ".join([*map(str, letter.values()), *(p.decode() for p in parts)])
        assert of.code in whole
        assert not [user for user in world.users.values() if user.name in whole]


def test_m8_a_waiting_letter_to_somebody_who_is_out_is_stopped(world, mailbox):
    of, made = series(world, FIRST)
    fk = world.user("fk").id
    verbs.remove_person(host_of(world), file_of(world, of), made[0], fk, at=clock.now())
    assert world.user("fk").email not in dict(delivered(mailbox))
    stopped = session.scalars(select(Letter).where(Letter.stopped_at.is_not(None))).all()
    assert [one.receiver_id for one in stopped] == [fk]


def test_m4_a_cancellation_that_waits_keeps_the_uid_its_receiver_has_the_day_under(world, mailbox):
    of, made = series(world, FIRST)
    delivered(mailbox)
    file, was = reached(world, "host", made[3]), made[3].starts_at
    mine = next(one for one in file.asked if one.user_id == world.user("af").id)
    changing.remove(host_of(world), file, mine, at=clock.now())
    rest.change_rest(host_of(world), file_of(world, of), made[2], rule(DAYS[2], 13), at=clock.now())
    told = methods(delivered(mailbox), world, "af")
    [event] = [events[0] for method, events in told if method == "CANCEL"]
    assert (event["UID"], event["RECURRENCE-ID"].dt) == (of.uid, was)
