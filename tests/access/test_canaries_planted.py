"""The crawl is worth what is planted: a word in every free text that leads to a person.

Here the tables are walked, so that a new one, or a new column, fails until it is planted too.
And what leaves the house by post is searched: every letter of every case.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casework.authorities.models import User
from casework.kit import clock
from casework.kit.db import Base, session
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop
from casework.meetings.models import Meeting, Participant
from casework.meetings.post import links
from casework.meetings.post.posting import CANCEL, LATE_NO, MOVED, REMINDER, REQUEST, UPDATE
from tests import build
from tests.access import aviary as cases
from tests.access import states
from tests.access.canaries import ELSEWHERE, NOT_OF_A_CASE, models, sealed, words
from tests.access.crawling import page_text
from tests.access.sparing import databases  # noqa: F401

TESTS = Path(__file__).parents[1]
# lead to a person, and hold no word of a case
WORDLESS = {
    "case_reviews": "when the group sat, and in which meeting",
    "taken_up": "which line of the minutes went into the plan",
}
# sealed, and in a table that leads to no person
SEALED_ELSEWHERE = {
    ("consultations", "question_sealed"): "asked without saying of whom: tests/reviews",
    ("consultations", "advice_sealed"): "the answer to that",
    ("review_tasks", "sentence_sealed"): "what a reviewer wrote of what staff did: tests/oversight",
    ("sample_rows", "note_sealed"): "the same",
    ("typed_texts", "fields_sealed"): "what its writer has not saved yet: tests/writing",
    ("calendar_sources", "address_sealed"): "where one's own calendar is: tests/calendars",
    ("calendar_sources", "etag_sealed"): "what its server called it: tests/calendars",
    ("letters", "address_sealed"): "where a letter goes: tests/letters",
    ("accounts", "totp_sealed"): "a key of a member of staff",
}
# no row of the crawl has them; each is empty beside what the row has instead
EMPTY: dict[tuple[str, str], str] = {}
# M3: when, where, a code and a link; and to one party what was written to it and read through
OWN_WORDS = ("invitation_texts", "text_sealed")  # in the crawl: to the individual
SAID_IN_LETTERS = {("meetings", "place"), ("meetings", "video_link"), OWN_WORDS}


def leading_to_a_person() -> set[str]:
    """The tables that a chain of foreign keys leads from to a person."""
    found, tables = {"people"}, Base.metadata.tables
    while more := {
        name
        for name, table in tables.items()
        if name not in found and found & {key.column.table.name for key in table.foreign_keys}
    }:
        found |= more
    return found


def test_no_table_that_leads_to_a_person_is_left_out():
    left_out = leading_to_a_person() & NOT_OF_A_CASE - set(WORDLESS)
    assert len(leading_to_a_person()) > 25
    assert not left_out, (
        f"{sorted(left_out)} lead to a person: take them out of NOT_OF_A_CASE in"
        " tests/access/canaries.py and make a row of each in tests/access/aviary.py"
    )


def test_no_sealed_column_is_forgotten():
    found = {
        (mapper.class_.__tablename__, column)
        for mapper in Base.registry.mappers
        for column in mapper.class_.__table__.columns.keys()  # noqa: SIM118
        if column.endswith("_sealed")
    }
    opened = {(m.__tablename__, c) for m in models() for c in sealed(m)}
    forgotten = found - opened - set(SEALED_ELSEWHERE)
    assert not forgotten, f"plant {sorted(forgotten)}, or say why not in SEALED_ELSEWHERE"
    assert set(SEALED_ELSEWHERE) <= found
    assert len(opened) > 30


@pytest.fixture
def planted(world):
    states.everybody(world)
    return cases.planted(world)


def test_every_free_text_holds_a_word_of_its_own(planted):
    birds, _ids = planted
    wanted = {(model.__tablename__, column) for model in models() for column in words(model)}
    filled = {canary.place for canary in birds.by_word.values()}
    empty = wanted - filled - set(EMPTY)
    assert not empty, (
        f"nothing is planted in {sorted(empty)}: make a row with it in tests/access/aviary.py, so"
        " that the crawl would find whoever reads it without right"
    )
    assert not set(EMPTY) & filled
    assert not set(ELSEWHERE) & filled
    assert len(birds.by_word) > 1000, f"{len(birds.by_word)} canaries"


def test_m3_no_letter_says_more_than_when_and_where(planted):
    birds, ids = planted
    meetings = {one["meeting_id"]: name for name, one in ids.items()}
    rows = session.scalars(select(Participant)).all()
    asked = [row for row in rows if row.meeting_id in meetings]
    told, written = set(), 0
    for row in asked:
        row.answer = "kan_inte"  # so that also the letter about that is written
        for kind in OF_A_MEETING:
            for urgent in (False, True):
                message = RENDERERS[kind](_letter(kind, row, urgent=urgent))
                written += not isinstance(message, Stop)
                seen = {birds.by_word[word] for word in birds.seen_in(_whole(message))}
                told |= seen
                theirs = row.is_individual and kind == REQUEST
                assert theirs or OWN_WORDS not in {one.place for one in seen}
    wrong = [one for one in told if one.place not in SAID_IN_LETTERS]
    assert not wrong, wrong
    assert told, "the place of a meeting stands in its letters, so a canary must be found"
    assert written > 100, f"{written} letters"


OF_A_MEETING = (REQUEST, MOVED, UPDATE, CANCEL, REMINDER, LATE_NO)
# written of something else than a meeting, by the start of the name: the test that searches them
SEARCHED_BY = {
    "consent-renewal": "cases/test_renewal.py::nothing_in_it_leads_to_the_person",
    "referral-": "referrals/test_reminding.py::the_letter_tells_nothing",
    "poll.": "polls/test_letters.py::no_name_number_reference_or_case_text_leaves_the_house",
    "series.": "meetings/test_series_letters.py::no_name_leaves_in_a_letter_about_a_series",
    "assessment.": "assessments/test_waiting.py::in_the_case_and_tells_nothing",
}


def test_m3_every_kind_of_letter_is_searched_somewhere(app):  # noqa: ARG001  it fills the list
    """A new kind fails here until it has a case above, or a test of its own that is named."""
    others = set(RENDERERS) - set(OF_A_MEETING)
    assert not [kind for kind in others if not kind.startswith(tuple(SEARCHED_BY))]
    assert set(RENDERERS) >= set(OF_A_MEETING)
    for start, where in SEARCHED_BY.items():
        assert any(kind.startswith(start) for kind in others), start
        file, _, test = where.partition("::")
        assert test in (TESTS / file).read_text(), where


def test_m3_no_feed_link_or_door_says_more_than_when_and_where(app, world, planted, sign_in):
    """Every page that somebody without an account, or on their way past a door, can read."""
    birds, ids = planted
    meetings, room = {one["meeting_id"] for one in ids.values()}, build.room("Plan 2")
    for row in session.scalars(select(Meeting).where(Meeting.id.in_(meetings))):
        row.room_id = room.id
    people = session.scalars(select(Participant).where(Participant.meeting_id.in_(meetings)))
    pages = [f"/svar/{links.token(app.config['SECRET_KEY'], one.id)}" for one in people]
    pages += [_feed(user) for user in session.scalars(select(User))]
    session.commit()
    heard = [app.test_client().get(page) for page in pages]
    heard += [app.test_client().post(page) for page in pages if page.startswith("/svar/")]
    today = clock.today()
    for days in range(-4, 5):
        door = f"/moten/rum/{room.id}?dag={today + timedelta(days)}"
        heard += [sign_in(world.user("host")).get(page) for page in (door, f"{door}&vecka=1")]
    assert sum(answer.status_code == 200 for answer in heard) > 30
    said = [f"{answer.headers}{page_text(answer)}" for answer in heard]
    assert any(f"M-SAMK{n}" in text for text in said for n in range(3)), "the codes stand there"
    told = {birds.by_word[word].place for text in said for word in birds.seen_in(text)}
    assert told <= SAID_IN_LETTERS


def _feed(user):
    user.feed_token = user.feed_token or f"feed-{user.id.hex}"
    return f"/kalender/{user.feed_token}.ics"


def _letter(kind: str, to: Any, *, urgent: bool = False) -> Letter:
    at = {"created_at": clock.now(), "not_before": clock.now()}
    about = {"kind": kind, "about_id": to.meeting_id, "receiver_id": to.id}
    return Letter(**about, **at, urgent=urgent, sequence=0, address="nagon@test.example")


def _whole(message: Any) -> str:
    """Headers and every part, decoded; calendars fold their lines."""
    if isinstance(message, Stop):
        return str(message)
    parts = [part for part in message.walk() if not part.is_multipart()]
    told = [str(message.items()), *(str(part.items()) for part in parts)]
    said = [part.get_payload(decode=True).decode() for part in parts]
    return "\n".join([*told, *said]).replace("\r\n ", "").replace("\n ", "")
