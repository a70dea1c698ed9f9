"""Planting: a word of its own in every free text of every case, found by walking the tables."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, select

from casework.kit.crypto import Sealed
from casework.kit.db import Base, session

WORD = re.compile(r"kfx\d{5}q", re.IGNORECASE)

# tables that hold nothing of a case: staff, rooms, settings, codes, reports, the trail itself
NOT_OF_A_CASE = {
    *("accounts", "authorities", "units", "users", "rooms", "settings", "programmes"),
    *("ladder_steps", "codes", "interim_reports", "releases", "steering_answers"),
    *("earlier_outcomes", "audit_entries", "audit_head", "consultations", "letters"),
    *("case_reviews", "meeting_series", "proposals", "sent_forms"),
    # staff and times; what their calendars hold never comes in: tests/calendars
    *("calendar_sources", "busy_times"),
    *("programme_units", "assessment_questions", "priority_criteria"),
    # a form that is being written, for its writer alone: tests/writing
    "typed_texts",
    # what reviewers write about what staff did, never about an individual: tests/oversight
    *("log_samples", "sample_rows", "review_tasks"),
}
# text columns of a case's tables that hold a code, a reference or a number: not words
CODES = {
    "cases": "reference step next_step",
    "people": "number_index sex municipality language representative_kind",
    "consents": "given_how language representative_kind",
    "consent_grants": "kind",
    "consent_withdrawals": "told_how",
    "referrals": "reference support_time support_since education occupation income reasons urgency",
    "referral_texts": "field info_kind",
    "referral_answers": "kind reason",
    "referral_amendments": "field info_kind",
    "events": "info_kind",
    "meetings": "code uid kind",
    "participants": "answer attendance told_by",
    "invitation_texts": "party",
    "minutes_items": "info_kind",
    "minutes_additions": "info_kind",
    "polls": "code kind closed_because needs",
    "poll_voters": "told_by",
    "poll_texts": "party",
    "poll_answers": "answer",
    "review_items": "decision",
    "assessment_parts": "info_kind",
    "assessment_answers": "words",  # the programme's question
    "contributions": "info_kind kind",
    "goals": "info_kind",
    "commitments": "last_result",
    "plan_approvals": "how",
    "follow_ups": "info_kind",
    "commitment_checks": "result",
    "goal_checks": "result",
    "outcomes": """closing_reason occupation_before occupation_after income_before income_after
        goals_reached""",
}
# cannot hold a word: JSON of a form, a number that is counted with, keys of an index
ELSEWHERE = {
    ("referrals", "draft_sealed"): "tests/referrals/test_drafts.py",
    ("referrals", "snapshot_sealed"): "no page shows it",
    ("people", "number_sealed"): "tests/people/test_numbers.py",
}

# what a row hangs under that has a kind of its own
PARENTS = {"goal_id": "goals", "commitment_id": "commitments", "part_id": "assessment_parts"}


@dataclass(frozen=True)
class Canary:
    """One planted word: where it stands, of which kind, and whose unit wrote it."""

    word: str
    case: str
    table: str
    column: str
    kind: str | None
    writer: UUID | None

    @property
    def place(self) -> tuple[str, str]:
        return self.table, self.column


def models() -> list[type[Any]]:
    """Every mapped table that is not known to hold nothing of a case."""
    found = [mapper.class_ for mapper in Base.registry.mappers]
    return sorted(
        (one for one in found if one.__tablename__ not in NOT_OF_A_CASE),
        key=lambda one: one.__tablename__,
    )


def sealed(model: type[Any]) -> dict[str, str]:
    """{column: the attribute that opens it}, those it shares with other tables too"""
    named = (named for one in model.__mro__ for named in vars(one).items())
    return {value.column: name for name, value in named if isinstance(value, Sealed)}


def words(model: type[Any]) -> dict[str, str]:
    """{column: attribute} of what can be written freely: sealed, and text that is no code."""
    table = model.__table__
    codes = set(CODES.get(table.name, "").split())
    plain = {c.name: c.name for c in table.columns if isinstance(c.type, String)}
    return {
        column: name
        for column, name in {**sealed(model), **plain}.items()
        if column not in codes and (table.name, column) not in ELSEWHERE
    }


class Aviary:
    """All canaries, by word. `plant` takes every row that is new since it last looked."""

    def __init__(self) -> None:
        self.by_word: dict[str, Canary] = {}
        self._known: set[tuple[str, UUID]] = set()

    def plant(self, case: str) -> None:
        for model in models():
            for row in session.scalars(_all(model)).all():
                if (model.__tablename__, row.id) not in self._known and not _of_the_group(row):
                    self._known.add((model.__tablename__, row.id))
                    self._fill(case, row)
        session.flush()

    def _fill(self, case: str, row: Any) -> None:
        for column, name in words(type(row)).items():
            if getattr(row, "protected_at", None) or (name == "draft"):
                continue  # E3: nothing stands there
            word = f"Kfx{len(self.by_word):05}q"
            setattr(row, name, f"{word}@test.example" if name in ("email", "address") else word)
            of = (row.__tablename__, column, _kind(row), _writer(row))
            self.by_word[word.lower()] = Canary(word, case, *of)

    def seen_in(self, text: str) -> set[str]:
        return {found.lower() for found in WORD.findall(text)} & set(self.by_word)


def _of_the_group(row: Any) -> bool:
    """A sitting of the work group is nobody's case."""
    meetings = next(m for m in models() if m.__tablename__ == "meetings")
    if row.__tablename__ != "meetings":
        row = session.get(meetings, getattr(row, "meeting_id", None) or row.id)
    return row is not None and row.case_id is None


def _all(model: type[Any]) -> Select[Any]:
    return select(model).execution_options(populate_existing=False)


def _writer(row: Any) -> UUID | None:
    """The unit that wrote it; an answer is its part's."""
    if row.__tablename__ == "assessment_answers":
        part = next(m for m in models() if m.__tablename__ == "assessment_parts")
        return _writer(session.get_one(part, row.part_id))
    return getattr(row, "unit_id", None)


def _kind(row: Any) -> str | None:
    """Its own kind of information, or that of what it hangs under."""
    for parent, table in PARENTS.items():
        if not hasattr(row, "info_kind") and getattr(row, parent, None):
            model = next(m for m in models() if m.__tablename__ == table)
            return _kind(session.get_one(model, getattr(row, parent)))
    return getattr(row, "info_kind", None)
