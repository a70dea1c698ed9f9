"""E4, E3, M3: who is told that somebody needs an interpreter, and what they need to come."""

import pytest

from casework.kit import clock, db
from casework.kit.db import session
from casework.letters.sending import send_due
from casework.people.models import Person
from casework.people.service import mark_protected
from tests import build
from tests.access.sparing import databases  # noqa: F401
from tests.conftest import acting
from tests.meetings.making import meeting
from tests.meetings.test_withdrawal import withdraw

NEEDS, LANGUAGE = "Ledsagarkanarie", "Språkkanarie"
ROOM_HAS = "hörslinga"
WHO = ("host", "soc", "af", "fk", "psykiatri", "ame", "lsg")


@pytest.fixture
def booked(world, mailbox):  # noqa: ARG001  the letters go there
    """With interpreter, in a room that has what is needed; AF is asked, FK has the case."""
    person = build.person(world.user("soc"), language=LANGUAGE, interpreter=True)
    person.access_needs = f"{ROOM_HAS}, {NEEDS}"
    case = build.case(world, person=person)
    room = build.room("Plan 2")
    room.offers = "horslinga"
    more = {"interpreter": True, "individual": True, "needs": ("horslinga",), "room_id": room.id}
    row = meeting(world, case, ("host", "soc", "af"), **more)
    db.seal_and_commit()
    send_due(clock.now())
    return case, row


def pages(case, row):
    """Where a word of it could stand, by a name for each."""
    return {
        "desk": "/",
        "meetings": "/moten",
        "meeting": f"/moten/{row.id}",
        "case": f"/arenden/{case.id}",
        "booking": f"/moten/boka?arende={case.id}",
        "question": f"/moten/fraga?arende={case.id}",
        "summons": f"/moten/{row.id}/kallelse",
        "another time": f"/moten/{row.id}/andra",
        "cases": "/arenden?visa=alla",
    }


def told(world, sign_in, booked, *words):
    """{who: the pages that one of the words stands on}."""
    found = {}
    for who in WHO:
        client = sign_in(world.user(who))
        for name, address in pages(*booked).items():
            page = client.get(address).text.casefold()
            if any(word.casefold() in page for word in words):
                found.setdefault(who, set()).add(name)
    return found


def test_e4_what_somebody_needs_is_told_to_whoever_books(world, sign_in, booked):
    found = told(world, sign_in, booked, NEEDS)
    assert set(found) == {"host"}
    assert "booking" in found["host"] <= {"booking", "question"}


def test_e4_the_interpreter_is_told_of_where_one_meets_and_in_the_case(world, sign_in, booked):
    """The language to those of the case; that there is one to those of the meeting as well."""
    in_case = {"host", "soc", "af", "fk"}
    languages = told(world, sign_in, booked, LANGUAGE)
    assert {who: names - {"booking", "question"} for who, names in languages.items()} == {
        who: {"case"} for who in in_case
    }
    assert set(told(world, sign_in, booked, "tolk")) == in_case


def test_e4_c4_when_the_consent_is_withdrawn_it_is_told_to_the_owner_only(world, sign_in, booked):
    withdraw(world, booked[0])
    db.seal_and_commit()
    assert set(told(world, sign_in, booked, NEEDS, LANGUAGE, "tolk")) == {"soc"}


def test_e3_of_somebody_protected_no_need_is_left(world, sign_in, booked):
    person = session.get_one(Person, booked[0].person_id)
    mark_protected(acting(world.user("soc")), person, at=clock.now())
    db.seal_and_commit()
    assert told(world, sign_in, booked, NEEDS) == {}
    assert set(told(world, sign_in, booked, LANGUAGE, "tolk")) == {"host", "soc"}


def test_m3_no_letter_says_it(booked, mailbox):
    del booked
    assert len(mailbox.read) >= 2
    for letter in mailbox.read:
        whole = "".join(part.get_content() for part in letter.walk() if not part.is_multipart())
        for word in (NEEDS, LANGUAGE, ROOM_HAS, "tolk", "hjälpmedel"):
            assert word.casefold() not in whole.casefold()
