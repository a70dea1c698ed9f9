"""What a meeting needs: a room that suits, time to get there, an interpreter, a way to say SIP."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar
from sqlalchemy import select

from casework.authorities.rules import OFFERS, asked_for, check_video_link, lacks
from casework.authorities.service import places
from casework.cases.queries import case_for
from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.swedish import local
from casework.meetings.models import Meeting, Participant
from casework.meetings.post import links
from casework.meetings.queries.waiting import tasks
from casework.meetings.rules import Slot, unreachable, weeks_ahead
from casework.meetings.service import changing, interpreting
from casework.meetings.shown import free
from casework.meetings.shown.board import weeks
from tests import build
from tests.conftest import CONFIG, acting
from tests.meetings.making import meeting, reached, slot
from tests.meetings.post import GUEST
from tests.meetings.test_pages import text, typed
from tests.statements import counted

MONDAY = date(2026, 11, 30)


def host(world):
    return acting(world.user("host"))


def person_of(world, case):
    return case_for(host(world), case.id, clock.today()).person


def test_four_weeks_ahead_leave_out_holidays_and_the_eves_that_offices_keep():
    days = weeks_ahead(date(2026, 12, 7))
    assert (days[0], days[-1]) == (date(2026, 12, 7), date(2026, 12, 30))
    assert not {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31)} & set(days)
    assert date(2027, 6, 25) not in weeks_ahead(date(2027, 6, 21), 1)  # midsommarafton
    assert len(weeks_ahead(date(2026, 12, 9), 1)) == 3


def test_the_picture_opens_the_week_with_suggestions_and_says_what_is_shut():
    days = weeks_ahead(date(2026, 12, 7))
    who = [free.Who(uuid4(), "Ture", "AF")]
    late = free.Suggestion(
        Slot(clock.moment(days[-1], time(9)), clock.moment(days[-1], time(10))), ()
    )
    shown = weeks(days, who, {}, [late])
    assert [one.is_open for one in shown] == [False, False, False, True]
    assert [one.suggestions for one in shown] == [0, 0, 0, 1]
    christmas = shown[2].lines[1].cells[3:]
    assert [(cell.words, cell.is_shut) for cell in christmas] == [("Helgdag.", True)] * 2


def test_e4_words_about_needs_point_at_what_a_room_offers():
    assert asked_for("Sitter i rullstol") == ["utan_trappor", "bred_dorr", "rwc"]
    assert asked_for("Hörapparat, vill sitta avskilt") == ["horslinga", "lugnt"]
    assert asked_for(None) == asked_for("Dricker kaffe") == []
    assert lacks({"horslinga"}, ["rwc", "horslinga"]) == [OFFERS["rwc"]]


@pytest.mark.parametrize(
    "link",
    [
        *("http://video.example.se/1", "javascript:alert(1)", "https://", "video.example.se"),
        *("https://a@video.example.se", "https://video.example.se/\nX: y", "https://[x/1"),
        *("https://video.example.se/ rum", "https://video.example.se/<b>"),
    ],
)
def test_a_video_link_is_https_and_nothing_else(link):
    with pytest.raises(RuleBroken, match="Skriv hela adressen"):
        check_video_link(link)
    check_video_link("https://video.example.se:8443/rum?nr=17")


def test_e4_the_rooms_are_narrowed_by_what_is_needed_and_the_suggestions_with_them(world, sign_in):
    small, suits = build.room("Plan 3", 6), build.room("Plan 2", 12)
    suits.offers = "horslinga rwc"
    case = build.case(world)
    person_of(world, case).access_needs = "Behöver hörslinga"
    db.seal_and_commit()
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    shown = text(client.get(url))
    assert "Behov som står hos personen: Behöver hörslinga" in shown
    assert "Rum: Plan 2</small>" in shown
    assert "Plan 3</small></label>" not in shown
    refused = client.post(
        url, data=typed(world, needs=["horslinga"], place="", room_id=str(small.id))
    )
    assert "Plan 3 saknar hörslinga" in text(refused)
    assert refused.status_code == 422
    assert client.post(url, data=typed(world, needs=["horslinga"], place="")).status_code == 302
    assert session.scalars(select(Meeting)).one().room_id == suits.id
    nowhere = typed(world, needs=["lugnt"], place="")
    assert "Inget rum med lugnt och avskilt är ledigt" in text(client.post(url, data=nowhere))


def test_m2_travel_between_houses_is_left_free_and_touching_it_is_fine():
    here, there = uuid4(), uuid4()
    nine = Slot(clock.moment(MONDAY, time(9)), clock.moment(MONDAY, time(10)))
    found = unreachable({here: "A", there: "B"}, [("A", nine)], timedelta(minutes=30))
    assert found[here] == []
    assert found[there] == [
        Slot(nine.starts_at - timedelta(minutes=30), nine.ends_at + timedelta(minutes=30))
    ]


def test_suggestions_leave_time_to_get_there_once_an_administrator_has_set_it(world):
    first = build.room("Plan 2")
    other = build.room("Solkraft")
    other.address = "Storgatan 1"
    when = slot(weeks_ahead(clock.today() + timedelta(days=7), 2)[0], hour=9, minutes=60)
    meeting(world, build.case(world), ("host", "af"), when=when, room_id=other.id)
    day = local(when.starts_at).date()

    def offered():
        wanted = free.Wanted([world.user("af")], [first, other], day, timedelta(hours=1))
        found = free.times(host(world), wanted, clock.now())
        only = free.Wanted([world.user("af")], [first], day, timedelta(hours=1))
        after = Slot(when.ends_at, when.ends_at + timedelta(hours=1))
        return found.suggestions[0].slot, free.room_for(host(world), only, after, at=clock.now())

    assert offered() == (slot(day, 8, 60), first.id)
    places.set_travel_time(acting(world.user("admin")), 45)
    session.flush()
    suggestion, room = offered()
    assert (suggestion, room) == (slot(day, 8, 60), None)
    places.set_travel_time(acting(world.user("admin")), None)
    session.flush()
    assert offered()[1] == first.id


def booked(world, **more):
    row = meeting(world, build.case(world), interpreter=True, **more)
    db.seal_and_commit()
    return row


def desk(world):
    return [one.sentence for one in tasks(host(world), clock.today()) if "olk" in one.sentence]


def test_e4_the_organiser_is_reminded_until_the_interpreter_knows(world, sign_in):
    row = booked(world)
    assert desk(world)[0].startswith(f"Tolk ska beställas till möte {row.code}")
    client, url = sign_in(world.user("host")), f"/moten/{row.id}"
    assert "Tolken ska beställas" in text(client.get(url))
    assert "Tolken ska beställas" not in text(sign_in(world.user("af")).get(url))
    assert sign_in(world.user("af")).post(f"{url}/tolk").status_code == 403
    assert client.post(f"{url}/tolk").status_code == 302
    assert desk(world) == []
    with pytest.raises(RuleBroken, match="redan fått besked"):
        interpreting.interpreter_told(host(world), reached(world, "host", row), at=clock.now())


def test_e4_a_change_or_a_cancellation_is_also_told_to_the_interpreter(world, sign_in):
    row = booked(world)
    client, url = sign_in(world.user("host")), f"/moten/{row.id}"
    client.post(f"{url}/tolk")
    session.expire_all()
    new = changing.NewTime(slot(hour=14), None, "Telefon", "AF")
    changing.change(host(world), reached(world, "host", row), new, at=clock.now())
    session.flush()
    assert len(desk(world)) == 1
    db.seal_and_commit()
    client.post(f"{url}/tolk")
    assert "Avboka tolken" in text(client.get(f"{url}/stall-in"))
    client.post(f"{url}/stall-in", data={"because": "forhinder"})
    session.expire_all()
    assert desk(world)[0].startswith(f"Tolken ska avbokas från möte {row.code}")
    client.post(f"{url}/tolk")
    session.expire_all()
    assert desk(world) == []


def test_an_interpreter_is_ticked_from_the_start_when_the_person_needs_one(world, sign_in):
    case = build.case(world)
    person = person_of(world, case)
    person.interpreter, person.language = True, "tigrinja"
    db.seal_and_commit()
    shown = text(sign_in(world.user("host")).get(f"/moten/boka?arende={case.id}"))
    box = next(part for part in shown.split("<input") if 'name="interpreter"' in part)
    assert "checked" in box.split(">")[0]
    assert "Personens språk: tigrinja" in shown


def test_a_sip_kept_elsewhere_is_not_offered_nor_booked(world, sign_in):
    case = build.case(world)
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    assert 'value="sip"' in text(client.get(url))
    world.programme.sip_mode = "reference"
    db.seal_and_commit()
    shown = text(client.get(url))
    assert 'value="sip"' not in shown
    assert "verksamheten har valt att SIP görs i ett annat system" in shown
    assert client.post(url, data=typed(world, kind="sip")).status_code == 422
    with pytest.raises(RuleBroken, match="SIP görs i ett annat system"):
        meeting(world, case, kind="sip")


def test_the_rooms_own_video_link_is_taken_when_none_is_typed(world, sign_in):
    room = build.room("Plan 2")
    case = build.case(world)
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    data = typed(world, place="", room_id=str(room.id), video="y")
    assert "Rummet har ingen egen videolänk" in text(client.post(url, data=data))
    room.video_link = "https://video.example.se/plan2"
    db.seal_and_commit()
    wrong = {**data, "video_link": "http://video.example.se/x"}
    assert "Skriv hela adressen" in text(client.post(url, data=wrong))
    assert client.post(url, data=data).status_code == 302
    assert session.scalars(select(Meeting)).one().video_link == "https://video.example.se/plan2"


def test_without_a_case_it_is_a_meeting_at_work_and_leads_to_the_reviews(world, sign_in):
    client = sign_in(world.user("host"))
    shown = text(client.get("/moten/boka"))
    assert "<h1>Boka arbetsmöte</h1>" in shown
    assert 'href="/genomgangar/ny"' in shown
    assert 'value="genomgang"' not in shown
    assert client.post("/moten/boka", data=typed(world, kind="genomgang")).status_code == 422
    assert client.post("/moten/boka", data=typed(world, kind="arbetsmote")).status_code == 302
    row = session.scalars(select(Meeting)).one()
    assert (row.kind, row.case_id) == ("arbetsmote", None)


def test_what_was_given_back_is_not_written_over_by_what_is_usual(world, sign_in):
    """Choices too: who, the individual, the kind, the interpreter."""
    case = build.case(world)
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    mine = {"people": [str(world.user("af2").id)], "kind": "flerpart", "minutes": "60"}
    refused = text(client.post(url, data={**mine, "role_1": "God man"}))
    _holds_just_that(world, refused)
    kept = client.post(f"/pagaende?sida={url}&till={url}", data={**mine, "agenda": "Kvar"})
    assert kept.status_code == 204
    given_back = text(client.get(url))
    assert "Kvar" in given_back
    _holds_just_that(world, given_back)


def _holds_just_that(world, shown):
    def ticked(words):
        return "checked" in next(p for p in shown.split("<input") if words in p).split(">")[0]

    assert ticked(str(world.user("af2").id))
    assert not ticked(str(world.user("af").id))
    assert not ticked('name="individual"')
    assert '<option selected value="flerpart">' in shown


def test_the_page_asks_as_much_of_the_database_however_many_there_are(world, sign_in):
    case = build.case(world)
    build.room("Plan 2")
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    db.seal_and_commit()
    client.get(url)
    with counted() as few:
        client.get(url)
    for number in range(6):
        build.user(world.unit("af"), name=f"Person {number}")
        build.room(f"Rum {number}")
        meeting(world, case, ("host", "af", "fk"), when=slot(hour=8 + number, minutes=30))
    db.seal_and_commit()
    with counted() as many:
        client.get(url)
    assert len(many) == len(few), many[len(few) :]


def test_m3_the_video_link_stands_where_the_place_does_and_nowhere_without_one(app, world):
    link = "https://video.example.se/17"
    row = meeting(world, build.case(world), guests=(GUEST,), video_link=link)
    guest = session.scalars(select(Participant).where(Participant.external_role.is_not(None))).one()
    user = world.user("af")
    user.feed_token = "a-token"
    db.seal_and_commit()
    stranger = app.test_client()
    url = f"/svar/{links.token(CONFIG['SECRET_KEY'], guest.id)}"
    assert link in text(stranger.get(url))
    feed = stranger.get("/kalender/a-token.ics").get_data()
    (event,) = Calendar.from_ical(feed).walk("VEVENT")
    assert event["LOCATION"] == f"Telefon, {link}"
    row.video_link = None
    db.seal_and_commit()
    assert link not in text(stranger.get(url))
