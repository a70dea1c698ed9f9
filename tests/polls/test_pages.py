"""The pages of polls: from the booking page to a question, and what each shows."""

from sqlalchemy import select

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.working_days import add_working_days
from casework.polls.models import Poll
from tests import build
from tests.meetings.making import meeting
from tests.polls.making import poll, reached, says, slot, three

YES = "passar"


def ticked(page):
    """The values of the times that are ticked on the page."""
    boxes = [one.split(">")[0] for one in page.text.split('name="times"')[1:]]
    return [one.split('value="')[1].split('"')[0] for one in boxes if " checked" in one]


def sends(world, *who, **more):
    return {"people": [world.user(key).id for key in who], "minutes": "90", **more}


def value(when):
    return clock.local(when.starts_at).strftime("%Y-%m-%dT%H:%M")


GUEST = {"role_1": "God man", "address_1": "gm@x.example"}


def test_the_booking_page_hands_over_what_is_ticked_and_eight_free_times_are_proposed(
    world, sign_in
):
    build.room("Plan 2")
    case = build.case(world)
    host = sign_in(world.user("host"))
    booking = host.get(f"/moten/boka?arende={case.id}").text
    assert f'formaction="/moten/fraga?arende={case.id}"' in booking
    carried = sends(world, "host", "af", kind="sip", **GUEST, fran_bokning=1)
    page = host.post(f"/moten/fraga?arende={case.id}", data={**carried, "agenda": "Vad nu?"})
    assert page.status_code == 200
    assert len(ticked(page)) == 8
    first = min(ticked(page))[:10]
    assert first > add_working_days(clock.today(), 3).isoformat()  # after there was time to answer
    for who, is_ticked in (("af", True), ("soc", False)):
        box = page.text.split(f'value="{world.user(who).id}"')[0].rsplit("<input", 1)[1]
        rest = page.text.split(f'value="{world.user(who).id}"')[1].split(">")[0]
        assert ("checked" in box + rest) is is_ticked, who
    for kept in (*GUEST.values(), "Vad nu?", "Psykiatrin"):
        assert kept in page.text
    assert session.scalars(select(Poll)).all() == []


def test_m2_a_time_that_somebody_has_is_not_proposed(world, sign_in):
    build.room("Plan 2")
    case = build.case(world)
    url = f"/moten/fraga?arende={case.id}"
    host = sign_in(world.user("host"))
    before = ticked(host.get(url))
    starts = clock.moment(
        clock.today().fromisoformat(before[0][:10]), slot(hour=8).starts_at.time()
    )
    assert starts
    day = clock.today().fromisoformat(before[0][:10])
    taken = slot(0, hour=8, after=day)
    meeting(world, None, ("af",), when=taken, kind="genomgang")
    db.seal_and_commit()
    assert value(taken) in before
    assert value(taken) not in ticked(host.get(url))


def test_ticked_times_and_own_times_become_a_question_with_a_room_each(world, sign_in):
    small, large = build.room("Plan 2", places=4), build.room("Plan 3", places=9)
    case = build.case(world)
    meeting(world, None, ("psykiatri",), when=slot(9), room_id=small.id, kind="genomgang")
    host = sign_in(world.user("host"))
    own = clock.local(slot(10).starts_at)
    data = sends(world, "host", "af", "fk", times=[value(slot(8)), value(slot(9))])
    data |= {"kind": "samarbetsmote", "deadline": add_working_days(clock.today(), 3).isoformat()}
    data |= {"own-0-day": own.date().isoformat(), "own-0-starts": "10.00"}
    done = host.post(f"/moten/fraga?arende={case.id}", data=data)
    assert done.status_code == 302
    row = session.scalars(select(Poll)).one()
    assert done.headers["Location"].endswith(f"/moten/fraga/{row.id}")
    file = reached(world, "host", row)
    assert [one.starts_at for one in file.live] == [slot(n).starts_at for n in (8, 9, 10)]
    assert [one.room_id for one in file.live] == [small.id, large.id, small.id]


def test_nothing_typed_is_lost_when_a_question_is_refused(world, sign_in):
    case = build.case(world)
    host, url = sign_in(world.user("host")), f"/moten/fraga?arende={case.id}"
    data = sends(world, "host", "af", times=[value(slot(8))], agenda="Det viktigaste")
    data |= {"kind": "sip", "deadline": add_working_days(clock.today(), 3).isoformat()}
    data |= {"place": "Telefon", "own-1-day": slot(11).starts_at.date().isoformat()}
    page = host.post(url, data=data)
    assert page.status_code == 422
    assert "Skriv när mötet börjar" in page.text
    for typed in ("Det viktigaste", "Telefon", data["own-1-day"], data["deadline"]):
        assert typed in page.text
    assert value(slot(8)) in ticked(page)
    page = host.post(url, data={**data, "own-1-starts": "10:00", "deadline": "snart"})
    assert page.status_code == 422
    assert 'value="snart"' in page.text
    assert session.scalars(select(Poll)).all() == []


def test_the_poll_stands_on_the_case_in_the_list_and_on_the_desk(world, sign_in):
    case = build.case(world)
    row = poll(world, case, ("host", "af"))
    says(world, row, "af", YES, YES, YES)
    times = three(slot(8, hour=14), slot(9, hour=14))
    other = poll(world, None, ("host", "psykiatri"), proposed=times)
    db.seal_and_commit()
    host = sign_in(world.user("host"))
    for url in (f"/arenden/{case.id}", "/moten"):
        page = host.get(url).text
        assert row.code in page, url
        assert "2 av 2 har svarat" in page
    assert "välj tid" in host.get("/").text
    psykiatri = sign_in(world.user("psykiatri"))
    listed = psykiatri.get("/moten").text
    assert other.code in listed
    assert row.code not in listed
    assert "Svara om tiderna" in psykiatri.get("/").text
    assert psykiatri.get(f"/moten/fraga/{row.id}").status_code == 404


def test_the_grid_says_in_words_what_everybody_answered_and_the_best_is_primary(world, sign_in):
    row = poll(world, build.case(world), individual=True)
    says(world, row, "af", "passar_inte", "passar", "kan_om_det_behovs")
    db.seal_and_commit()
    page = sign_in(world.user("host")).get(f"/moten/fraga/{row.id}").text
    for words in (
        "Passar bäst",
        "Om det behövs",
        "Passar inte",
        "Inget svar",
        "En person kan inte",
    ):
        assert words.lower() in page.lower(), words
    assert page.count("Boka den här tiden") == 3
    best = page.split("Passar bäst")[1].split("</li>")[0]
    assert "button--primary" in best
    assert page.count("button--primary") == 1
    theirs = sign_in(world.user("fk")).get(f"/moten/fraga/{row.id}").text
    assert "Boka den här tiden" not in theirs
    assert theirs.count("button--primary") == 1
    assert "Du har inte svarat" in theirs


def test_the_other_pages_open_and_say_what_will_happen(world, sign_in):
    row = poll(world, build.case(world), individual=True)
    db.seal_and_commit()
    host, time = sign_in(world.user("host")), reached(world, "host", row).live[0]
    pick = host.get(f"/moten/fraga/{row.id}/tider/{time.id}/boka").text
    for told in ("Inget är bokat ännu", "Ture Blåklint", "på papper", "De andra tiderna släpps"):
        assert told in pick
    assert "hålls inte längre" in host.get(f"/moten/fraga/{row.id}/tider/{time.id}/ta-bort").text
    assert "den dag som gäller nu" in host.get(f"/moten/fraga/{row.id}/forlang").text
    assert "Maj Fjällskär" in host.get(f"/moten/fraga/{row.id}/avsluta").text
    gone = host.post(f"/moten/fraga/{row.id}/tider/{time.id}/ta-bort")
    assert gone.status_code == 302
    later = add_working_days(clock.today(), 5).isoformat()
    assert host.post(f"/moten/fraga/{row.id}/forlang", data={"deadline": later}).status_code == 302
    ends = host.post(f"/moten/fraga/{row.id}/avsluta", data={"because": "ingen_tid"})
    assert ends.status_code == 302
    assert "Ingen av tiderna passar" in host.get(f"/moten/fraga/{row.id}").text


def test_the_organiser_notes_what_the_individual_said(world, sign_in):
    row = poll(world, build.case(world), individual=True)
    db.seal_and_commit()
    file = reached(world, "host", row)
    mine = next(one for one in file.asked if one.is_individual)
    url = f"/moten/fraga/{row.id}/svara?vem={mine.id}"
    data = {f"tid_{one.id.hex}": "passar" for one in file.live}
    host = sign_in(world.user("host"))
    assert "Svar från personen själv" in host.get(url).text
    assert sign_in(world.user("fk")).get(url).status_code == 403
    assert host.post(url, data=data).status_code == 302
    session.expire_all()
    file = reached(world, "host", row)
    assert {a for (who, _), a in file.answers.items() if who == mine.id} == {"passar"}
