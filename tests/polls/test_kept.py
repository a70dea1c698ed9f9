"""E4, M1: a question about times loses nothing of what the booking form takes."""

import pytest
from sqlalchemy import select

from casework.kit import clock, db
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.kit.working_days import add_working_days
from casework.meetings.doing.parties import OwnWords
from casework.meetings.models import InvitationText, Participant
from casework.polls.models import Poll
from tests import build
from tests.polls.making import Proposed, poll, reached, says, slot
from tests.polls.test_deciding import pick
from tests.polls.test_pages import GUEST, sends, value

LINK = "https://video.example.se/rum"


def asked_for(world):
    """Everything that the booking page sends, and the times of the asking page."""
    af, kommun = (world.unit(key).authority_id.hex for key in ("af", "soc"))
    words = {f"own_{af}": "Ni kan parkera på gården.", f"own_{kommun}": "Till er."}
    words |= {"own_individual": "Vi bjuder på fika.", "own_outside": "Ring på porten."}
    data = sends(world, "host", "af", kind="sip", individual="y", individual_by="epost", **GUEST)
    data |= {"interpreter": "y", "needs": ["horslinga"], "video": "y", "video_link": LINK}
    return data | words | {"agenda": "Vad nu?"}


def a_case_with_a_room(world):
    looped = build.room("Med slinga", places=9)
    looped.offers = "horslinga"
    build.room("Utan slinga", places=6)
    person = build.person(world.user("soc"), email="linn@privat.example")
    case = build.case(world, person=person)
    db.seal_and_commit()
    return case, looped


def test_e4_all_that_was_typed_for_a_booking_stands_on_the_page_that_asks(world, sign_in):
    case, _room = a_case_with_a_room(world)
    url = f"/moten/fraga?arende={case.id}"
    data = {**asked_for(world), "fran_bokning": 1}
    page = sign_in(world.user("host")).post(url, data=data).text
    for typed in (LINK, "Vi bjuder på fika.", "Ni kan parkera på gården.", "Ring på porten."):
        assert typed in page, typed
    for box in ('name="interpreter"', 'name="video"', 'value="horslinga"', 'value="epost"'):
        assert " checked" in page.split(box)[0].rsplit("<input", 1)[1] + page.split(box)[1][:99], (
            box
        )
    assert "Med slinga" in page.split('name="times"')[1].split("</label>")[0]


def test_m1_e4_a_picked_time_is_booked_as_the_booking_page_would_have(world, sign_in):
    case, looped = a_case_with_a_room(world)
    host = sign_in(world.user("host"))
    data = {**asked_for(world), "times": [value(slot(8)), value(slot(9))]}
    data["deadline"] = add_working_days(clock.today(), 3).isoformat()
    assert host.post(f"/moten/fraga?arende={case.id}", data=data).status_code == 302
    row = session.scalars(select(Poll)).one()
    assert {one.room_id for one in reached(world, "host", row).live} == {looped.id}
    time = reached(world, "host", row).live[0].id
    page = host.get(f"/moten/fraga/{row.id}/tider/{time}/boka").text
    for told in ("med e-post", "hörslinga", LINK, "Vi bjuder på fika.", "den beställer du själv"):
        assert told in page, told
    booked = pick(world, row)
    db.seal_and_commit()
    assert (booked.kind, booked.interpreter, booked.video_link) == ("sip", True, LINK)
    people = session.scalars(select(Participant))
    told = [(one.told_by, one.address) for one in people if one.is_individual]
    assert told == [("epost", "linn@privat.example")]
    words = {one.text for one in session.scalars(select(InvitationText))}
    assert words == {
        "Ni kan parkera på gården.",
        "Vi bjuder på fika.",
        "Ring på porten.",
        "Till er.",
    }


def test_e4_the_room_must_have_what_is_needed_when_asked_and_when_picked(world):
    case, looped = a_case_with_a_room(world)
    times = [Proposed(slot(day), looped.id) for day in (8, 9)]
    row = poll(world, case, proposed=times, needs=["horslinga"])
    looped.offers = ""
    with pytest.raises(RuleBroken, match="Med slinga saknar hörslinga"):
        pick(world, row)
    session.rollback()
    looped.offers = ""
    with pytest.raises(RuleBroken, match="Med slinga saknar hörslinga"):
        poll(world, case, proposed=times, needs=["horslinga"])


def test_e3_a_way_that_has_closed_since_becomes_paper_and_the_page_says_so(world, sign_in):
    case, _room = a_case_with_a_room(world)
    row = poll(world, case, individual=True, individual_by="epost")
    with pytest.raises(RuleBroken, match="Personen har inget telefonnummer här"):
        poll(world, case, individual=True, individual_by="sms")
    session.rollback()
    row = poll(world, case, individual=True, individual_by="epost")
    person = session.scalars(select(build.Person)).one()
    person.email = None
    db.seal_and_commit()
    time = reached(world, "host", row).live[0]
    page = sign_in(world.user("host")).get(f"/moten/fraga/{row.id}/tider/{time.id}/boka").text
    assert "det går inte längre med e-post" in page
    pick(world, row)
    session.flush()
    told = select(Participant.told_by).where(Participant.is_individual)
    assert session.scalars(told).one() == "brev"


def test_m1_words_to_a_party_that_is_no_longer_along_go_nowhere(world):
    case = build.case(world)
    own = (
        OwnWords("Till af.", world.unit("af").authority_id),
        OwnWords("Till fk.", world.unit("fk").authority_id),
    )
    row = poll(world, case, own=own)
    world.user("fk").left_at = clock.now()
    session.flush()
    pick(world, row)
    session.flush()
    assert [one.text for one in session.scalars(select(InvitationText))] == ["Till af."]


def test_m3_the_service_itself_refuses_words_that_lead_to_somebody(world):
    case = build.case(world, person=build.person(world.user("soc"), "Linn Kanarieson"))
    for own in ("Det gäller Linn.", "Ärende SAM-7K3QF"):
        with pytest.raises(RuleBroken) as broken:
            poll(world, case, own=(OwnWords(own, party="individual"),))
        assert broken.value.field == "own_individual"


def test_nobody_but_whoever_books_reads_what_is_to_be_booked(world, sign_in):
    case = build.case(world)
    row = poll(world, case, own=(OwnWords("Bara i brevet.", party="individual"),), individual=True)
    db.seal_and_commit()
    for who, reads in (("host", True), ("af", False), ("soc", False)):
        page = sign_in(world.user(who)).get(f"/moten/fraga/{row.id}").text
        assert ("Bara i brevet." in page) is reads, who


def test_the_one_who_picks_is_told_who_cannot_and_who_is_silent(world, sign_in):
    row = poll(world, build.case(world))
    says(world, row, "af", "passar_inte", "passar", "passar")
    db.seal_and_commit()
    time = reached(world, "host", row).live[0]
    page = sign_in(world.user("host")).get(f"/moten/fraga/{row.id}/tider/{time.id}/boka").text
    assert "Passar inte: Ture Blåklint." in page
    silent = page.split("Har inte svarat: ")[1].split(".</p>")[0]
    assert all(world.user(who).name in silent for who in ("soc", "fk"))
    assert world.user("af").name not in silent
