"""M3, K5: the calendar address of one's own: what it shows, to whom, and when it is dead."""

import logging
from datetime import timedelta

import pytest
from icalendar import Calendar

from casework.authorities import hiring
from casework.authorities.queries import account_of
from casework.authorities.service import staff
from casework.cli.operating import _server
from casework.kit import clock
from casework.kit.db import session
from casework.meetings.service import changing
from tests import build
from tests.access.knocking import Visitor
from tests.conftest import acting
from tests.meetings.making import meeting, participant, reached, slot

FEED = "/kalender/feed-of-ture.ics"


@pytest.fixture
def row(world):
    world.user("af").feed_token = "feed-of-ture"  # noqa: S105
    made = meeting(world, build.case(world), agenda="Hemligt")
    session.commit()
    return made


def codes(answer):
    return [str(one["UID"]) for one in Calendar.from_ical(answer.data).walk("VEVENT")]


def test_m3_a_feed_is_kept_by_the_calendar_and_asked_about(app, row):
    app.test_client_class = Visitor
    client = app.test_client()
    first = client.get(FEED)
    assert codes(first) == [row.uid]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in first.headers
    again = client.get(FEED)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    known = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    head = client.head(FEED)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(first.data))


def test_m4_a_feed_follows_what_is_changed_and_is_the_same_until_then(app, world, row):
    before = app.test_client().get(FEED)
    file, host = reached(world, "host", row), acting(world.user("host"))
    new = changing.NewTime(slot(hour=14), None, "Telefon", "AF")
    changing.change(host, file, new, at=clock.now())
    session.commit()
    after = app.test_client().get(FEED)
    assert after.headers["ETag"] != before.headers["ETag"]
    old, event = (Calendar.from_ical(one.data).walk("VEVENT")[0] for one in (before, after))
    assert event["UID"] == old["UID"]
    assert (old["SEQUENCE"], event["SEQUENCE"]) == (0, 1)
    assert event["DTSTAMP"].dt == old["DTSTAMP"].dt
    changing.cancel(host, reached(world, "host", row), because="annat", at=clock.now())
    session.commit()
    assert codes(app.test_client().get(FEED)) == []


def test_m3_the_last_thirty_days_are_in_it(app, world, row):
    held = []
    for days in (29, 31):
        at = clock.now() - timedelta(days=60)
        when = slot((clock.now() - timedelta(days=days)).date(), hour=23, minutes=30)
        held.append(meeting(world, None, ("af",), at=at, when=when, kind="genomgang"))
    session.commit()
    assert set(codes(app.test_client().get(FEED))) == {row.uid, held[0].uid}


def test_c1_consent_is_asked_each_time(app, world, row):
    consent = reached(world, "host", row).facts.consents[0].consent_id
    build.withdrawal(session.get_one(build.Consent, consent), world.user("soc"), world.unit("af"))
    session.commit()
    assert codes(app.test_client().get(FEED)) == []


def test_m4_whoever_is_taken_out_has_it_in_their_calendar_no_longer(app, world, row):
    one = participant(world, row, "af")
    changing.remove(acting(world.user("host")), reached(world, "host", row), one, at=clock.now())
    session.commit()
    assert codes(app.test_client().get(FEED)) == []


@pytest.mark.usefixtures("row")
def test_k5_it_is_dead_at_once_when_one_leaves(app, world):
    staff.end_user(acting(world.user("admin")), world.user("af"), at=clock.now())
    session.commit()
    _same_as_nothing(app)


@pytest.mark.usefixtures("row")
def test_k5_it_is_dead_at_once_when_one_changes_unit_also_when_one_comes_back(app, world):
    af = world.user("af")
    for key in ("fk", "af"):
        _move(world, af, key)
        session.commit()
        assert af.feed_token is None
        _same_as_nothing(app)


def _move(world, user, key):
    post = hiring.Post(world.unit(key), user.role)
    account = account_of(acting(world.user("admin")), user)
    hiring.move(user, account, user.name, post, clock.now())


def _same_as_nothing(app):
    dead, never = (app.test_client().get(f"/kalender/{t}.ics") for t in ("feed-of-ture", "x"))
    assert dead.status_code == never.status_code == 404
    assert dead.data == never.data
    assert sorted(dead.headers) == sorted(never.headers)


def test_one_ends_it_oneself_without_making_another(app, world, sign_in, row):
    af = sign_in(world.user("af"))
    assert "Avsluta kalenderadressen" in af.get("/moten").text
    assert af.post("/moten/kalender/avsluta").status_code == 302
    _same_as_nothing(app)
    page = af.get("/moten").text
    assert "Avsluta kalenderadressen" not in page
    assert "Skapa kalenderadress" in page
    assert row.is_on


def test_ac28_the_address_is_a_secret_and_stands_in_no_log(app, row, caplog):
    """gunicorn writes no line for each request: none is asked for, and its own default is none."""
    with caplog.at_level(logging.DEBUG):
        app.test_client().get(FEED)
        app.test_client().get("/kalender/feed-of-nobody.ics")
    assert "feed-of" not in caplog.text
    server = _server(lambda: app, "127.0.0.1:0", 1)
    assert server.cfg.accesslog is None
    assert not server.cfg.logger_class.__name__.startswith("Statsd")
    assert row.is_on
