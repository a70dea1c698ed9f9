"""The pages of meetings and letters, as people use them."""

import re
from datetime import timedelta

import pytest
from flask import current_app
from icalendar import Calendar
from sqlalchemy import select

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.swedish import local
from casework.letters.models import Letter
from casework.letters.sending import send_due
from casework.meetings.models import Meeting, Participant
from casework.meetings.post import links
from casework.meetings.service.booking import Guest
from tests import build
from tests.conftest import CONFIG
from tests.meetings.making import meeting, miswritten, participant, slot


def typed(world, who=("host", "soc", "af"), **more):
    when = slot()
    return {
        "people": [str(world.user(key).id) for key in who],
        "individual": "y",
        "kind": "samarbetsmote",
        "minutes": "90",
        "slot": local(when.starts_at).strftime("%Y-%m-%dT%H:%M"),
        "place": "Telefon",
        **more,
    }


def text(answer):
    return answer.get_data(as_text=True)


def test_the_booking_page_shows_who_can_be_asked_and_why_others_cannot(world, sign_in):
    build.room("Plan 2")
    case = build.case(world)
    page = sign_in(world.user("host")).get(f"/moten/boka?arende={case.id}")
    shown = text(page)
    assert page.status_code == 200
    outside = shown.split("Kan inte bjudas in: samtycket omfattar inte ")[1].split(".")[0]
    assert outside.endswith("Psykiatrin")
    assert "Arbetsförmedlingen" not in outside
    assert str(world.user("psykiatri").id) not in shown
    for who, ticked in (("af", True), ("af2", False)):
        box = next(part for part in shown.split("<input") if str(world.user(who).id) in part)
        assert ("checked" in box.split(">")[0]) is ticked
    assert shown.count('name="slot"') == 6
    assert 'class="cw-busy__pick"' in shown


def test_booking_from_the_page_and_nothing_typed_is_lost_when_it_is_refused(world, sign_in):
    case = build.case(world)
    client, url = sign_in(world.user("host")), f"/moten/boka?arende={case.id}"
    refused = client.post(url, data=typed(world, agenda="Arbetsträningen", role_1="God man"))
    assert refused.status_code == 422
    assert "Arbetsträningen" in text(refused)
    assert "<title>Fel: " in text(refused)
    guest = {"role_1": "God man", "address_1": "gm@utanfor.example"}
    done = client.post(url, data=typed(world, **guest))
    assert done.status_code == 302
    made = session.scalars(select(Meeting)).one()
    assert made.starts_at == slot().starts_at
    assert done.location.endswith(f"/moten/{made.id}")
    again = client.post(url, data=typed(world))
    assert again.status_code == 422
    assert "är upptagen då" in text(again)


def test_times_are_counted_again_without_booking(world, sign_in):
    build.room("Plan 2")
    case = build.case(world)
    data = typed(world, agenda="Kvar", uppdatera="1", minutes="120")
    page = sign_in(world.user("host")).post(f"/moten/boka?arende={case.id}", data=data)
    assert page.status_code == 200
    assert "Kvar" in text(page)
    assert session.scalars(select(Meeting)).all() == []


def test_an_own_time_takes_the_smallest_room_that_is_free(world, sign_in):
    build.room("Stora salen", 30)
    small = build.room("Plan 3", 6)
    case = build.case(world)
    when = local(slot().starts_at)
    data = typed(
        world, slot="annan", place="", day=when.date().isoformat(), starts=when.strftime("%H:%M")
    )
    url = f"/moten/boka?arende={case.id}"
    assert sign_in(world.user("host")).post(url, data=data).status_code == 302
    assert session.scalars(select(Meeting)).one().room_id == small.id


def test_ac23_a_skipped_time_is_said_at_its_field(world, sign_in):
    case = build.case(world)
    night = {"slot": "annan", "day": "2027-03-28", "starts": "02:30"}
    url = f"/moten/boka?arende={case.id}"
    page = sign_in(world.user("host")).post(url, data=typed(world, **night))
    assert page.status_code == 422
    assert "Klockan ställs fram den natten" in text(page)


@pytest.mark.parametrize(("who", "status"), [("soc", 403), ("psykiatri", 404), ("lsg", 404)])
def test_others_do_not_book(world, sign_in, who, status):
    case = build.case(world)
    assert sign_in(world.user(who)).get(f"/moten/boka?arende={case.id}").status_code == status


def test_the_way_of_a_meeting_through_its_pages(world, sign_in):
    case = build.case(world)
    row = meeting(world, case, individual=True, agenda="Hur gick det")
    db.seal_and_commit()
    host, af, url = sign_in(world.user("host")), sign_in(world.user("af")), f"/moten/{row.id}"
    assert row.code in text(af.get("/moten"))
    assert "Hur gick det" in text(af.get(url))
    assert "Ställ in mötet" not in text(af.get(url))
    answered = af.post(f"{url}/svara", data={"answer": "annan_tid", "line": "Efter klockan tio"})
    assert answered.status_code == 302
    assert "Efter klockan tio" in text(host.get(url))
    when = local(slot(hour=15).starts_at)
    new = {"day": when.date().isoformat(), "starts": "15.00", "minutes": "60", "place": "Telefon"}
    assert host.post(f"{url}/andra", data=new).status_code == 422
    assert host.post(f"{url}/andra", data={**new, "asked_by": "AF"}).status_code == 302
    assert "Ändringen begärdes av: AF." in text(host.get(url))


def test_one_is_called_off_and_then_the_whole_meeting(world, sign_in):
    row = meeting(world, build.case(world), individual=True)
    fk = participant(world, row, "fk")
    db.seal_and_commit()
    host, af, url = sign_in(world.user("host")), sign_in(world.user("af")), f"/moten/{row.id}"
    assert host.get(f"{url}/deltagare/{fk.id}/avboka").status_code == 200
    assert host.post(f"{url}/deltagare/{fk.id}/avboka").status_code == 302
    assert host.get(f"{url}/deltagare/{fk.id}/avboka").status_code == 404
    assert "Linn Hjortronmo" in text(host.get(f"{url}/kallelse"))
    assert af.get(f"{url}/kallelse").status_code == 403
    assert host.get(f"{url}/stall-in").status_code == 200
    assert host.post(f"{url}/stall-in", data={"because": "forhinder"}).status_code == 302
    assert "Mötet är inställt" in text(af.get(url))


def _primary(page) -> str:
    """The words of the page's one primary button."""
    (button,) = re.findall(r"button--primary[^>]*>([^<]+)<", text(page).split("<main")[1])
    return button


def test_m7_minutes_through_their_page(world, sign_in):
    case = build.case(world)
    held = slot(clock.today() - timedelta(days=3))
    row = meeting(world, case, at=clock.now() - timedelta(days=9), when=held)
    db.seal_and_commit()
    host, url = sign_in(world.user("host")), f"/moten/{row.id}/anteckningar"
    people = session.scalars(select(Participant.id)).all()
    data = {f"narvaro_{one.hex}": "pa_plats" for one in people}
    data |= {"om_planering": "Vi ses i mars", f"part_{world.unit('af').id.hex}": "Ringer på måndag"}
    assert host.post(url, data={"om_planering": "Vi ses", "godkann": "1"}).status_code == 422
    assert _primary(host.get(url)) == "Spara anteckningarna"
    assert host.post(url, data=data).status_code == 302
    assert "Ringer på måndag" in text(host.get(url))
    assert _primary(host.get(url)) == "Godkänn och lås"  # what comes next
    assert _primary(host.get(f"/moten/{row.id}")) == "Godkänn anteckningarna"
    assert host.post(url, data={**data, "godkann": "1"}).status_code == 302
    assert "godkända och låsta" in text(host.get(url))
    assert _primary(host.get(f"/moten/{row.id}")) == "Visa planen"
    shown = text(sign_in(world.user("af")).get(f"/moten/{row.id}"))
    assert "Ringer på måndag" in shown
    assert "På plats" in shown
    assert sign_in(world.user("af")).get(url).status_code == 403


def test_m5_an_outsider_answers_by_link_and_learns_nothing_but_time_and_place(app, world, sign_in):
    case = build.case(world)
    row = meeting(world, case, guests=(Guest("God man", "gm@u.example"),), agenda="Hemligt")
    guest = session.scalars(select(Participant).where(Participant.external_role.is_not(None))).one()
    db.seal_and_commit()
    stranger = app.test_client()
    url = f"/svar/{links.token(CONFIG['SECRET_KEY'], guest.id)}"
    page = text(stranger.get(url))
    for told in (row.code, "Telefon", local(row.starts_at).strftime("%H.%M")):
        assert told in page
    secret = (case.reference, "Hemligt", "Linn", "Ture", "AF Provlunda", "God man", "gm@u.example")
    assert not [hidden for hidden in secret if hidden in page]
    assert session.get(Participant, guest.id).answer is None
    assert stranger.post(url, data={"answer": ""}).status_code == 422
    assert stranger.post(url, data={"answer": "kommer"}).status_code == 200
    session.expire_all()
    assert session.get(Participant, guest.id).answer == "kommer"
    assert "Kommer" in text(sign_in(world.user("host")).get(f"/moten/{row.id}"))


def test_m5_a_link_opens_nothing_else_and_ends_with_the_meeting(app, world):
    row = meeting(
        world,
        build.case(world),
        at=clock.now() - timedelta(days=9),
        when=slot(clock.today() - timedelta(days=3)),
    )
    mine = participant(world, row, "af")
    db.seal_and_commit()
    stranger, token = app.test_client(), links.token(CONFIG["SECRET_KEY"], mine.id)
    page = stranger.get(f"/svar/{token}")
    assert "Mötet har varit" in text(page)
    assert stranger.post(f"/svar/{token}", data={"answer": "kan_inte"}).status_code == 422
    forged = links.token("another secret key of thirty-two", mine.id)
    for bad in (forged, miswritten(token), "x", str(mine.id)):
        assert stranger.get(f"/svar/{bad}").status_code == 404
    assert stranger.get(f"/moten/{row.id}").status_code == 302


def test_the_feed_holds_ones_own_coming_meetings_and_nothing_about_them(app, world, sign_in):
    case = build.case(world)
    row = meeting(world, case, agenda="Hemligt")
    meeting(world, None, ("host", "soc"), when=slot(hour=14), kind="genomgang")
    client = sign_in(world.user("af"))
    assert client.post("/moten/kalender").status_code == 302
    token = world.user("af").feed_token
    session.refresh(world.user("af"))
    token = world.user("af").feed_token
    assert token in text(client.get("/moten"))
    stranger = app.test_client()
    answer = stranger.get(f"/kalender/{token}.ics")
    assert answer.mimetype == "text/calendar"
    [event] = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert (event["UID"], event.start) == (row.uid, row.starts_at)
    for hidden in ("Hemligt", case.reference, "Linn", "ATTENDEE"):
        assert hidden not in text(answer)
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert stranger.get(f"/kalender/{token}.ics", headers=tag).status_code == 304
    assert stranger.get("/kalender/no-such-token.ics").status_code == 404
    client.post("/moten/kalender")
    assert stranger.get(f"/kalender/{token}.ics").status_code == 404


def test_m8_the_letters_page_and_the_demos_folder(world, sign_in, tmp_path, monkeypatch):
    monkeypatch.setitem(current_app.config, "SMTP_URL", f"dir:{tmp_path}")
    row = meeting(world, build.case(world))
    db.seal_and_commit()
    client = sign_in(world.user("admin"))
    before = text(client.get("/admin/brev"))
    assert row.code in before
    assert "Väntar" in before
    assert world.user("af").email not in before
    assert "Inga brev är skickade än" in text(client.get("/admin/brev/mapp"))
    send_due(clock.now())
    assert "Skickat" in text(client.get("/admin/brev"))
    folder = text(client.get("/admin/brev/mapp"))
    assert folder.count("Inbjudan till möte") == 2
    assert folder.count("Kallelse till möte") == 2
    name = folder.split("/admin/brev/mapp/")[1].split('"')[0]
    letter = text(client.get(f"/admin/brev/mapp/{name}"))
    assert 'href="/svar/' in letter
    assert "BEGIN:VCALENDAR" in letter
    assert client.get("/admin/brev/mapp/..%2f..%2fetc").status_code == 404
    monkeypatch.setitem(current_app.config, "DEMO", False)
    assert client.get("/admin/brev/mapp").status_code == 404
    assert client.get("/admin/brev").status_code == 200
    assert sign_in(world.user("host")).get("/admin/brev").status_code == 404


def test_m8_a_letter_that_was_given_up_is_mended_by_its_sender(world, sign_in):
    meeting(world, build.case(world))
    letter = session.scalars(select(Letter)).first()
    letter.failed_at, letter.trouble = clock.now(), "Adressen finns inte."
    db.seal_and_commit()
    client, url = sign_in(world.user("host")), f"/brev/{letter.id}"
    assert "Adressen finns inte." in text(client.get(url))
    assert sign_in(world.user("af")).get(url).status_code == 404
    assert sign_in(world.user("af")).post(f"{url}/igen").status_code == 404
    assert client.post(f"{url}/igen").status_code == 302
    assert client.get(url).status_code == 404
    session.expire_all()
    assert session.get(Letter, letter.id).waits
