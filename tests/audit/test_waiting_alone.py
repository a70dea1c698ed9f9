"""A1: what waits to be chained, column by column, and the ground that it stands on."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from casework.access import YES, Actor, Decision, Reason, Role
from casework.audit import service
from casework.audit.service import (
    note_read,
    note_refusal,
    note_what_was_undone,
    record,
    vouch,
    waiting,
)
from casework.kit import clock
from casework.kit.db import session

CASE, OTHER, CONSENT, NAMED = (UUID(int=n) for n in range(1, 5))
ACTOR = Actor(UUID(int=7), UUID(int=8), UUID(int=9), Role.OFFICER)
COLLEAGUE = Actor(UUID(int=17), UUID(int=8), UUID(int=9), Role.OFFICER)
OWNER = Decision(True, "", Reason.OWNER, CONSENT)
COVERED = Decision(True, "", Reason.CONSENT, CONSENT)
WROTE = Decision(True, "", Reason.OWN_WRITING)


@pytest.fixture(autouse=True)
def _empty():
    session.remove()
    yield
    session.remove()


def a(kind, number=None, **more):
    return SimpleNamespace(__tablename__=kind, id=number or UUID(int=50), **more)


def last():
    entry = waiting()[-1]
    return (entry.reason, entry.basis_id)


def test_a1_a_change_is_told_with_who_what_and_when():
    record(ACTOR, "told", a("events"), case_id=CASE)
    (entry,) = waiting()
    assert (entry.user_id, entry.unit_id, entry.authority_id) == tuple(
        UUID(int=n) for n in (7, 8, 9)
    )
    assert (entry.action, entry.outcome, entry.reason) == ("told", "allowed", "policy")
    assert (entry.subject_kind, entry.subject_id, entry.case_id) == ("events", UUID(int=50), CASE)
    assert (entry.vouches_for, entry.basis_id) == (None, None)
    assert isinstance(entry.salt, UUID)
    assert timedelta(0) <= clock.now() - entry.at < timedelta(minutes=1)
    record(ACTOR, "told", a("events"))
    assert waiting()[1].salt != entry.salt
    assert waiting()[1].case_id is None


def test_a1_somebody_outside_has_no_name():
    record(None, "answered", a("meetings"), case_id=CASE, basis=NAMED)
    (entry,) = waiting()
    assert (entry.user_id, entry.unit_id, entry.authority_id) == (None, None, None)
    assert last() == ("consent", NAMED)


def test_a1_a_row_is_read_once_in_a_request_whatever_else_is_done_with_it():
    record(ACTOR, "told", a("events"), case_id=CASE)
    for _ in range(2):
        note_read(ACTOR, a("events"), YES, case_id=CASE)
        note_read(ACTOR, a("events", UUID(int=51)), YES, case_id=CASE)
        note_read(ACTOR, a("plans"), YES, case_id=CASE)
    told = [(e.action, e.subject_kind, e.subject_id.int, e.case_id) for e in waiting()]
    assert told == [
        ("told", "events", 50, CASE),
        ("read", "events", 50, CASE),
        ("read", "events", 51, CASE),
        ("read", "plans", 50, CASE),
    ]
    assert {entry.user_id for entry in waiting()} == {ACTOR.user_id}


@pytest.mark.parametrize("ground", [OWNER, COVERED])
def test_a1_what_is_done_stands_on_what_the_case_was_reached_on(ground):
    note_read(ACTOR, a("cases", CASE), ground, case_id=CASE)
    stands = (str(ground.reason), CONSENT)
    assert last() == stands
    record(ACTOR, "told", a("events"), case_id=CASE)
    assert last() == stands
    note_read(ACTOR, a("plans"), YES, case_id=CASE)
    assert last() == stands
    record(ACTOR, "told", a("events"), case_id=OTHER)
    assert last() == ("policy", None)
    record(COLLEAGUE, "told", a("events"), case_id=CASE)
    assert last() == ("policy", None)
    record(None, "told", a("events"), case_id=CASE)
    assert last() == ("policy", None)


def test_a1_a_consent_that_is_named_goes_before_the_ground_of_the_case():
    note_read(ACTOR, a("cases", CASE), OWNER, case_id=CASE)
    record(ACTOR, "told", a("events"), case_id=CASE, basis=NAMED)
    assert last() == ("consent", NAMED)
    without = Decision(True, "", Reason.CONSENT)
    note_read(ACTOR, a("events", UUID(int=52)), without, case_id=OTHER)
    assert last() == ("consent", None)


def test_a1_own_writing_gives_way_to_a_stronger_ground_and_never_takes_its_place():
    note_read(ACTOR, a("events"), WROTE, case_id=CASE)
    assert last() == ("own-writing", None)
    record(ACTOR, "told", a("plans"), case_id=CASE)
    assert last() == ("own-writing", None)
    note_read(ACTOR, a("cases", CASE), OWNER, case_id=CASE)
    record(ACTOR, "told", a("plans"), case_id=CASE)
    assert last() == ("owner", CONSENT)
    note_read(ACTOR, a("events", UUID(int=51)), WROTE, case_id=CASE)
    assert last() == ("own-writing", None)
    record(ACTOR, "told", a("plans"), case_id=CASE)
    assert last() == ("owner", CONSENT)


def test_a1_a_bare_yes_gives_no_ground_to_what_follows():
    note_read(ACTOR, a("cases", CASE), YES, case_id=CASE)
    record(ACTOR, "told", a("events"), case_id=CASE)
    assert last() == ("policy", None)


def test_a1_outside_a_case_the_ground_is_that_of_the_row_or_its_referral():
    note_read(ACTOR, a("referrals", OTHER), COVERED)
    assert waiting()[0].case_id is None
    record(ACTOR, "answered", a("referrals", OTHER))
    assert last() == ("consent", CONSENT)
    record(ACTOR, "answered", a("answers", referral_id=OTHER))
    assert last() == ("consent", CONSENT)
    record(ACTOR, "answered", a("answers", referral_id=None))
    assert last() == ("policy", None)


def test_a1_a_refusal_tells_what_was_asked_for_and_why_not():
    note_refusal(ACTOR, "get", "cases", CASE, case_id=OTHER, reason=Reason.KIND)
    (entry,) = waiting()
    assert (entry.user_id, entry.action, entry.outcome) == (ACTOR.user_id, "get", "denied")
    assert (entry.subject_kind, entry.subject_id, entry.case_id) == ("cases", CASE, OTHER)
    assert last() == ("kind", None)
    note_refusal(None, "get", "cases", "no id", case_id="nor this")
    assert last() == ("policy", None)
    assert (waiting()[1].subject_id, waiting()[1].case_id) == (None, None)
    assert waiting()[1].user_id is None


def test_a2_who_vouches_says_for_which_row_and_nothing_of_whom():
    vouch(ACTOR, 12)
    (entry,) = waiting()
    assert (entry.action, entry.outcome, entry.reason) == ("trail erased", "allowed", "policy")
    assert (entry.subject_kind, entry.vouches_for) == ("audit_entries", 12)
    assert (entry.subject_id, entry.case_id, entry.basis_id) == (None, None, None)
    assert entry.user_id == ACTOR.user_id


def test_a1_what_waits_and_on_what_ground_is_of_one_transaction():
    note_read(ACTOR, a("cases", CASE), OWNER, case_id=CASE)
    assert waiting() is waiting()
    service._forget(session())
    assert waiting() == []
    service._forget(session())
    record(ACTOR, "told", a("events"), case_id=CASE)
    assert last() == ("policy", None)
    service._forget(session())
    service._forget(session())


def test_a1_what_was_read_for_something_that_was_undone_can_wait_again():
    note_read(ACTOR, a("cases", CASE), OWNER, case_id=CASE)
    note_read(ACTOR, a("plans", NAMED), OWNER, case_id=CASE)
    record(ACTOR, "told", a("events"), case_id=CASE)
    service._undo(session())
    assert waiting() == []
    service._undo(session())  # a rollback of nothing
    note_read(ACTOR, a("plans", NAMED), OWNER, case_id=CASE)
    note_what_was_undone()
    found = [(entry.action, entry.subject_id, entry.basis_id) for entry in waiting()]
    assert found == [("read", NAMED, CONSENT), ("read", CASE, CONSENT)]
    note_what_was_undone()
    assert len(waiting()) == 2


def test_a1_what_was_undone_and_is_not_shown_is_forgotten():
    note_read(ACTOR, a("cases", CASE), OWNER, case_id=CASE)
    service._undo(session())
    note_what_was_undone(shown=False)
    note_what_was_undone()
    assert waiting() == []
    note_read(ACTOR, a("cases", CASE), OWNER, case_id=CASE)
    service._undo(session())
    note_read(ACTOR, a("cases", OTHER), OWNER, case_id=OTHER)
    service._undo(session())
    note_what_was_undone()
    assert [entry.subject_id for entry in waiting()] == [OTHER]
    record(ACTOR, "told", a("events"), case_id=CASE)
    assert last() == ("policy", None)
