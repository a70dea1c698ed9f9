"""F4, F3: the command that fetches what is due."""

from datetime import timedelta

import time_machine
from flask import current_app
from sqlalchemy import select

from casework.calendars import shown
from casework.calendars.models import BusyTime, CalendarSource
from casework.calendars.round import fetch_due
from casework.calendars.rules import window
from casework.kit import clock
from casework.kit.db import session
from tests.calendars.making import at_nine, busy, here, kept_calendar
from tests.calendars.server import HOST, answer, serving

HOSTS = (HOST,)
HOUR = timedelta(hours=1)


def the_one():
    session.expire_all()
    return session.scalars(select(CalendarSource)).one()


def go(papers, said, at):
    session.commit()
    with serving(papers, said) as server:
        done = fetch_due(at, HOSTS, server.network)
    return done, server.asked


def test_f4_what_is_due_is_fetched_and_not_again_within_the_hour(world, papers):
    kept_calendar(world.user("af"))
    at = clock.now()
    day = clock.today() + timedelta(days=1)
    done, asked = go(papers, answer(at_nine(day)), at)
    assert (done.read, len(asked)) == (1, 1)
    assert [time.starts_at for time in session.scalars(select(BusyTime))] == [here(day, 9)]
    assert the_one().reaches_to == window(at).last_day
    assert go(papers, answer(), at + HOUR - timedelta(seconds=1))[1] == []
    assert len(go(papers, answer(at_nine(day)), at + HOUR)[1]) == 1


def test_f1_old_times_go_when_new_ones_come(world, papers):
    source = kept_calendar(world.user("af"))
    busy(source, clock.today(), 15)
    day = clock.today() + timedelta(days=2)
    go(papers, answer(at_nine(day)), clock.now())
    assert [time.starts_at for time in session.scalars(select(BusyTime))] == [here(day, 9)]


def test_f4_unchanged_is_asked_for_only_while_the_window_is_fresh(world, papers):
    source = kept_calendar(world.user("af"), etag_sealed=None)
    source.etag, at = '"a1"', clock.now()
    source.reaches_to = window(at).last_day - timedelta(days=7)
    done, [request] = go(papers, answer(b"", "304 Not Modified"), at)
    assert done.unchanged == 1
    assert 'If-None-Match: "a1"' in request
    late = at + timedelta(days=1)
    _, [request] = go(papers, answer(at_nine(clock.today())), late)
    assert "If-None-Match" not in request
    assert the_one().reaches_to == window(late).last_day


def test_f5_one_that_fails_keeps_its_times_and_hinders_no_other(world, papers):
    for key in ("af", "fk", "soc"):
        busy(kept_calendar(world.user(key)), clock.today() + timedelta(days=1), 9)
    turns = iter((answer(b"<html>"), answer(b"", "500 Oj"), answer(at_nine(clock.today()))))
    done, _ = go(papers, lambda line, request: next(turns)(line, request), clock.now())
    assert (done.read, done.failed) == (1, 2)
    session.expire_all()
    troubles = {one.trouble for one in session.scalars(select(CalendarSource))}
    assert len(troubles) == 3
    assert None in troubles
    assert all(trouble.endswith(".") for trouble in troubles - {None})


def test_f3_calendars_of_those_who_left_or_moved_are_taken_away(world, papers):
    for key, gone in (("af", "left_at"), ("fk", "unit_since"), ("soc", None)):
        source = kept_calendar(world.user(key), added_at=clock.now() - HOUR)
        busy(source, clock.today(), 9)
        if gone:
            setattr(world.user(key), gone, clock.now())
    done, asked = go(papers, answer(at_nine(clock.today())), clock.now())
    assert (done.gone, len(asked)) == (2, 1)
    assert the_one().user_id == world.user("soc").id
    assert {time.user_id for time in session.scalars(select(BusyTime))} == {world.user("soc").id}


def test_f3_one_that_is_taken_away_meanwhile_stays_away(world, papers):
    kept_calendar(world.user("af"))

    def meanwhile(line, request):
        with session.get_bind().begin() as other:
            other.execute(CalendarSource.__table__.delete())
        answer(at_nine(clock.today()))(line, request)

    done, _ = go(papers, meanwhile, clock.now())
    assert done.read == 1
    assert session.scalars(select(BusyTime)).all() == []


def test_the_state_is_said_in_words(world):
    at = clock.now()
    source = kept_calendar(world.user("af"), uploaded=True, read_at=at - timedelta(minutes=13))
    source.reaches_to = window(at).last_day
    assert shown.state(source, 14, at).startswith(
        "Lästes in för 13 minuter sedan: 14 upptagna tider de närmaste fyra veckorna. Den gäller"
    )
    for ago, words in (
        (timedelta(seconds=9), "nyss"),
        (timedelta(minutes=1), "för en minut sedan"),
        (timedelta(minutes=12), "för tolv minuter sedan"),
        (timedelta(hours=3), "för tre timmar sedan"),
    ):
        assert shown.ago(at - ago, at) == words
    assert shown.ago(at - timedelta(days=3), at).startswith("den ")


def test_a_night_of_the_changed_clocks_is_shown_whole():
    with time_machine.travel("2026-10-20 12:00:00+00:00"):
        sunday = clock.today() + timedelta(days=5)
        times = [(here(sunday, 0), here(sunday + timedelta(days=1), 12))]
        assert shown.by_day(times) == [
            (sunday, ["hela dagen"]),
            (sunday + timedelta(days=1), ["00.00–12.00"]),
        ]


def test_f4_asked_again_at_once_it_is_not_fetched(world, sign_in, papers, monkeypatch):
    source = kept_calendar(world.user("af"))
    client, url = sign_in(world.user("af")), f"/moten/min-kalender/{source.id}/hamta"
    with serving(papers, answer(at_nine(clock.today()))) as server:
        monkeypatch.setitem(current_app.config, "CALENDAR_NETWORK", server.network)
        client.post(url)
        told = client.post(url, follow_redirects=True).get_data(as_text=True)
        assert "Vänta en minut" in told
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            client.post(url)
    assert len(server.asked) == 2
