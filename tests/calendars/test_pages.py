"""F1–F6 through the pages, over a real server and a real database."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import current_app
from sqlalchemy import select, text

import config
from casework.audit.models import AuditEntry
from casework.calendars.models import BusyTime, CalendarSource
from casework.calendars.network import Network
from casework.kit import clock
from casework.kit.db import session
from casework.meetings.queries.busy import busy as not_free
from casework.meetings.queries.busy import taken
from casework.meetings.rules import Slot
from casework.tables import Base
from tests import build
from tests.calendars.making import ADDRESS, at_nine, busy, calendar, here, kept_calendar
from tests.calendars.server import answer, serving
from tests.conftest import acting

PAGE = "/moten/min-kalender"
WORDS = ("kanarierubrik", "kanarieplats", "kanarietext", "kanarie@person.example", "kanarieuid")
PRIVATE = {
    **dict(zip(("summary", "location", "description"), WORDS, strict=False)),
    "attendee": f"mailto:{WORDS[3]}",
    "uid": WORDS[4],
    "x-alt-desc": WORDS[2],
}


@pytest.fixture
def network(monkeypatch):
    def use(network):
        monkeypatch.setitem(current_app.config, "CALENDAR_NETWORK", network)

    return use


def said(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)).split())


def send(client, data, name="kalender.ics", **more):
    return client.post(f"{PAGE}/fil", data={"file": (BytesIO(data), name), **more})


def tomorrow():
    return clock.today() + timedelta(days=1)


def whole_database():
    session.remove()
    found = []
    for name in Base.metadata.tables:
        for row in session.execute(text(f'SELECT * FROM "{name}"')):
            found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\x00".join(found).lower()


def test_f1_of_a_file_only_times_are_kept(world, sign_in):
    client = sign_in(world.user("af"))
    assert send(client, at_nine(tomorrow(), **PRIVATE), "kanarierubrik.ics").status_code == 302
    [time] = session.scalars(select(BusyTime))
    assert (time.starts_at, time.ends_at) == (here(tomorrow(), 9), here(tomorrow(), 10))
    everything = whole_database()
    assert all(word.encode() not in everything for word in WORDS)
    assert str(tomorrow().year).encode() in everything  # the search can find something
    page = said(client.get(PAGE))
    assert "Lästes in nyss: en upptagen tid de närmaste fyra veckorna." in page
    assert "09.00–10.00" in page
    assert not [word for word in WORDS if word in page.lower()]


def test_f1_of_an_address_only_times_are_kept(world, sign_in, papers, network, caplog):
    client = sign_in(world.user("af"))
    body = at_nine(tomorrow(), **PRIVATE)
    with serving(papers, answer(body, "200 OK", 'ETag: "kanarietext"')) as server:
        network(server.network)
        assert client.post(f"{PAGE}/adress", data={"address": ADDRESS}).status_code == 302
    assert len(server.asked) == 1
    everything = whole_database()
    assert not [word for word in (*WORDS, "hemlig-nyckel") if word.encode() in everything]
    for page in (client.get(PAGE), client.get(f"{PAGE}/adress")):
        assert "hemlig-nyckel" not in page.get_data(as_text=True), "F6: never shown whole again"
    assert "Hämtades nyss: en upptagen tid" in said(client.get(PAGE))
    assert "hemlig-nyckel" not in caplog.text
    source = session.scalars(select(CalendarSource)).one()
    assert (source.address, source.etag) == (ADDRESS, '"kanarietext"')


def test_f3_nobody_reaches_another_ones_calendar(world, sign_in):
    address, file = kept_calendar(world.user("af")), kept_calendar(world.user("af"), uploaded=True)
    busy(address, tomorrow(), 9)
    for who in ("af2", "host", "fk"):
        client = sign_in(world.user(who))
        for one in (address, file):
            for way in ("hamta", "ta-bort"):
                assert client.post(f"{PAGE}/{one.id}/{way}").status_code == 404, (who, way)
            assert client.get(f"{PAGE}/{one.id}/ta-bort").status_code == 404
        assert "09.00–10.00" not in said(client.get(PAGE))
    assert sign_in(world.user("af")).get(f"{PAGE}/{file.id}/ta-bort").status_code == 200
    assert sign_in(world.user("af")).post(f"{PAGE}/{file.id}/hamta").status_code == 404
    assert len(session.scalars(select(CalendarSource)).all()) == 2


@pytest.mark.parametrize("who", ["lsg", "granskare", "admin"])
def test_f3_it_is_for_those_who_are_asked_to_meetings(world, sign_in, who):
    client = sign_in(world.user(who))
    assert [client.get(f"{PAGE}{end}").status_code for end in ("", "/adress", "/fil")] == [404] * 3
    assert send(client, calendar()).status_code == 404


def _window(day):
    return Slot(here(day, 0), here(day + timedelta(days=1), 0))


def _busy_of(world, day):
    who, at = world.user("af"), clock.now()
    found = not_free(acting(world.user("host")), [who.id], [], _window(day), at=at)
    return found.get(who.id, [])


def test_f2_an_own_calendar_makes_a_time_unsuggested_and_never_forbidden(world):
    day = tomorrow()
    source = kept_calendar(world.user("af"))
    busy(source, day, 9)
    busy(kept_calendar(world.user("af"), uploaded=True), day, 9, hours=2)
    assert _busy_of(world, day) == [Slot(here(day, 9), here(day, 11))]
    at, host = clock.now(), acting(world.user("host"))
    assert taken(host, [world.user("af").id], [], _window(day), at=at) == {}


def test_f3_the_calendar_of_somebody_who_left_or_moved_counts_no_more(world, sign_in):
    day, who = tomorrow(), world.user("af")
    busy(kept_calendar(who), day, 9)
    assert _busy_of(world, day)
    who.unit_since = clock.now() + timedelta(seconds=1)
    session.commit()
    assert _busy_of(world, day) == []
    assert "Ingen kalender är tillagd" in said(sign_in(who).get(PAGE))
    assert send(sign_in(who), at_nine(day)).status_code == 302  # and a new one may be added
    who.unit_since = None
    who.left_at = clock.now()
    session.commit()
    assert _busy_of(world, day) == []


def test_f1_a_file_takes_the_place_of_the_one_before(world, sign_in):
    client = sign_in(world.user("af"))
    for days in (1, 2):
        send(client, at_nine(clock.today() + timedelta(days=days)), csrf_token=str(days))
    assert len(session.scalars(select(CalendarSource)).all()) == 1
    [time] = session.scalars(select(BusyTime))
    assert clock.local(time.starts_at).date() == clock.today() + timedelta(days=2)
    page = said(client.get(PAGE))
    assert "Den gäller till och med" in page
    session.commit()


def test_f1_the_same_page_with_another_file_is_not_the_same_form(world, sign_in):
    client = sign_in(world.user("af"))
    for days in (1, 2, 2):
        send(client, at_nine(clock.today() + timedelta(days=days)), csrf_token="x")
    [time] = session.scalars(select(BusyTime))
    assert clock.local(time.starts_at).date() == clock.today() + timedelta(days=2)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Filen är tom."),
        (b"PK\x03\x04", "Det här är ingen kalender."),
        (calendar()[:-20], "Kalendern är trasig eller avklippt."),
        (calendar("BEGIN:VEVENT", "DTSTART:20261201T090000Z", "RRULE:FREQ=SECONDLY", "END:VEVENT"),
         "upprepas för tätt"),
    ],
)  # fmt: skip
def test_f5_a_file_that_cannot_be_read_leaves_what_was(world, sign_in, data, sentence):
    busy(kept_calendar(world.user("af"), uploaded=True), tomorrow(), 9)
    client = sign_in(world.user("af"))
    refused = send(client, data)
    assert refused.status_code == 422
    assert sentence in said(refused)
    assert len(session.scalars(select(BusyTime)).all()) == 1
    assert client.post(f"{PAGE}/fil", data={"file": "text"}).status_code == 422
    assert "Välj en fil." in said(client.post(f"{PAGE}/fil", data={}))


def test_f5_ten_megabytes_are_refused_before_they_are_read(world, sign_in, monkeypatch):
    monkeypatch.setitem(current_app.config, "MAX_CONTENT_LENGTH", config.MAX_UPLOAD)
    begin = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.ics"\r\n\r\n'
    form = {"data": begin + b"a" * 10_000_000 + b"\r\n--x--\r\n"}
    client, kind = sign_in(world.user("af")), "multipart/form-data; boundary=x"
    refused = client.post(f"{PAGE}/fil", content_type=kind, **form)
    assert refused.status_code == 413
    assert "för stort" in said(refused)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://kalender.example/a", "Adressen måste börja med https."),
        ("https://annan.example/a", "Kalendrar hämtas bara från kalender.example eller"),
        ("https://127.0.0.1/", "Skriv hela adressen"),
        ("", "Fel:"),
    ],
)
def test_f4_an_address_that_may_not_be_is_refused_and_shown_back(
    world, sign_in, network, address, sentence
):
    network(Network(lambda host: pytest.fail(f"{host} was looked up")))
    client = sign_in(world.user("af"))
    refused = client.post(f"{PAGE}/adress", data={"address": address})
    assert refused.status_code == 422
    assert sentence in said(refused)
    assert f'value="{address}"' in refused.get_data(as_text=True)
    assert not session.scalars(select(CalendarSource)).all()


def test_f4_without_hosts_there_is_only_the_file(world, sign_in, monkeypatch):
    client = sign_in(world.user("af"))
    monkeypatch.setitem(current_app.config, "CALENDAR_HOSTS", ())
    assert client.get(f"{PAGE}/adress").status_code == 404
    assert client.post(f"{PAGE}/adress", data={"address": ADDRESS}).status_code == 404
    page = client.get(PAGE).get_data(as_text=True)
    assert f"{PAGE}/adress" not in page
    assert f"{PAGE}/fil" in page


def test_f5_a_failure_is_said_and_what_was_read_before_stays(world, sign_in, papers, network):
    source = kept_calendar(world.user("af"))
    busy(source, tomorrow(), 9)
    client = sign_in(world.user("af"))
    with serving(papers, answer(b"", "404 No")) as server:
        network(server.network)
        client.post(f"{PAGE}/{source.id}/hamta")
    page = said(client.get(PAGE))
    assert "Gick inte att hämta" in page
    assert "kopiera adressen igen" in page
    assert "09.00–10.00" in page


def test_f4_the_database_is_free_while_a_server_is_slow(world, sign_in, papers, network):
    """What another writes meanwhile is written: no transaction stands open over the network."""
    source, seen = kept_calendar(world.user("af")), []
    client = sign_in(world.user("af"))

    def look(line, request):
        with session.get_bind().connect() as other, other.begin():
            other.execute(text("UPDATE users SET phone = '1'"))
        seen.append(request)
        answer(at_nine(tomorrow()))(line, request)

    bind = session.get_bind()
    session.remove()
    with serving(papers, look) as server:
        network(server.network)
        began = clock.now()
        assert client.post(f"{PAGE}/{source.id}/hamta").status_code == 302
    assert (len(seen), clock.now() - began < timedelta(seconds=4)) == (1, True)
    assert bind is session.get_bind()


def test_f3_removed_it_is_gone_and_the_trail_tells(world, sign_in):
    source = kept_calendar(world.user("af"))
    busy(source, tomorrow(), 9)
    client = sign_in(world.user("af"))
    assert "Inget är ändrat ännu" in said(client.get(f"{PAGE}/{source.id}/ta-bort"))
    assert client.post(f"{PAGE}/{source.id}/ta-bort").status_code == 302
    assert session.scalars(select(CalendarSource)).all() == []
    assert session.scalars(select(BusyTime)).all() == []
    assert "calendar removed" in session.scalars(select(AuditEntry.action)).all()


def test_the_list_of_meetings_leads_here_and_the_booking_avoids_the_times(world, sign_in):
    client = sign_in(world.user("host"))
    assert PAGE in client.get("/moten").get_data(as_text=True)
    build.room("Plan 2")
    day = clock.today() + timedelta(days=7 - clock.today().weekday())
    busy(kept_calendar(world.user("af"), uploaded=True), day, 8, hours=9)
    session.commit()
    asked = {"people": str(world.user("af").id), "minutes": "60", "first": day.isoformat()}
    page = client.post("/moten/boka", data={**asked, "kind": "genomgang", "uppdatera": "1"})
    values = re.findall(r'name="slot"[^>]*value="([^"]+)"', page.get_data(as_text=True))
    assert len(values) > 3
    assert not [value for value in values if value.startswith(day.isoformat())]
    assert all(word not in said(page).lower() for word in WORDS)
