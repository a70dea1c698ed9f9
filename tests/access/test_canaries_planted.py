"""The crawl is worth what is planted: a word in every free text that leads to a person.

Here the tables are walked, so that a new one, or a new column, fails until it is planted too.
And what leaves the house by post is searched: every letter of every case.
"""

from typing import Any

import pytest
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import Base, session
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS, Stop
from casework.meetings.models import Participant
from casework.meetings.posting import CANCEL, REMINDER, REQUEST
from tests.access import aviary as cases
from tests.access import states
from tests.access.canaries import ELSEWHERE, NOT_OF_A_CASE, models, sealed, words
from tests.access.sparing import databases  # noqa: F401

# lead to a person, and hold no word of a case
WORDLESS = {"case_reviews": "when the group sat, and in which meeting"}
# sealed, and in a table that leads to no person
SEALED_ELSEWHERE = {
    ("consultations", "question_sealed"): "asked without saying of whom: tests/reviews",
    ("consultations", "advice_sealed"): "the answer to that",
    ("review_tasks", "sentence_sealed"): "what a reviewer wrote of what staff did: tests/oversight",
    ("sample_rows", "note_sealed"): "the same",
    ("letters", "address_sealed"): "where a letter goes: tests/letters",
    ("accounts", "totp_sealed"): "a key of a member of staff",
}
# no row of the crawl has them; each is empty beside what the row has instead
EMPTY: dict[tuple[str, str], str] = {}
SAID_IN_LETTERS = {("meetings", "place")}  # M3: when, where, a code and a link


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
        for kind in (REQUEST, CANCEL, REMINDER):
            message = RENDERERS[kind](_letter(kind, row))
            written += not isinstance(message, Stop)
            told |= {birds.by_word[word] for word in birds.seen_in(_whole(message))}
    wrong = [one for one in told if one.place not in SAID_IN_LETTERS]
    assert not wrong, wrong
    assert told, "the place of a meeting stands in its letters, so a canary must be found"
    assert written > 30, f"{written} letters"


def _letter(kind: str, to: Any) -> Letter:
    at = {"created_at": clock.now(), "not_before": clock.now()}
    about = {"kind": kind, "about_id": to.meeting_id, "receiver_id": to.id}
    return Letter(**about, **at, sequence=0, address="nagon@test.example")


def _whole(message: Any) -> str:
    """Headers and every part, decoded; calendars fold their lines."""
    if isinstance(message, Stop):
        return str(message)
    parts = [part for part in message.walk() if not part.is_multipart()]
    told = [str(message.items()), *(str(part.items()) for part in parts)]
    said = [part.get_payload(decode=True).decode() for part in parts]
    return "\n".join([*told, *said]).replace("\r\n ", "").replace("\n ", "")
