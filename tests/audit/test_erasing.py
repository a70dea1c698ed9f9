"""A2: what leads to an individual can go from the trail, and only in a way that the trail tells."""

import pytest
from sqlalchemy import select, text

from casework.access import Decision, Reason
from casework.audit import erasing
from casework.audit.chain import HIDDEN
from casework.audit.erasing import erase
from casework.audit.models import AuditEntry
from casework.audit.service import record
from casework.kit.db import session, writing
from tests import build
from tests.audit.making import entries, read_once, spoil, trail
from tests.audit.making import verified as verify
from tests.conftest import acting


@pytest.fixture
def actor(world):
    return acting(world.user("host"))


def rows():
    session.remove()
    return session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()


def erased(*ids, by):
    with writing():
        return erase(by, ids)


def test_a2_the_rows_of_a_case_lose_what_leads_to_it_and_the_chain_holds(world, actor):
    case = trail(world, rows=3)
    kept = build.case(world)
    read_once(actor, kept, Decision(True, "", Reason.CONSENT, build.any_id()))
    assert erased(case.id, by=actor) == 3
    first, *_, other, _vouch = rows()[:5]
    assert [getattr(first, name) for name in HIDDEN] == [None] * 4
    assert first.action == "act 0"
    assert (other.case_id, other.reason) == (kept.id, "consent")
    assert (verify().rows, verify().holds) == (7, True)


def test_a2_each_erased_row_is_vouched_for_with_who_and_when(world, actor):
    case = trail(world, rows=3)
    erased(case.id, by=actor)
    vouching = [row for row in rows() if row.vouches_for]
    assert [row.vouches_for for row in vouching] == [1, 2, 3]
    assert {row.action for row in vouching} == {"trail erased"}
    assert {row.user_id for row in vouching} == {actor.user_id}
    assert {row.subject_id or row.case_id or row.basis_id for row in vouching} == {None}


@pytest.mark.parametrize("column", ["subject_id", "case_id", "basis_id"])
def test_a2_a_row_is_found_by_any_of_its_ids(world, actor, column):
    trail(world, rows=1)
    one, two, three = (build.any_id() for _ in range(3))
    room = build.room()
    with writing():
        record(actor, "x", type(room)(id=one, name="y"), case_id=two, basis=three)
    wanted = {"subject_id": one, "case_id": two, "basis_id": three}[column]
    assert erased(wanted, by=actor) == 1
    assert rows()[1].salt is None


def test_a2_erasing_twice_erases_once(world, actor):
    case = trail(world, rows=3)
    assert [erased(case.id, by=actor), erased(case.id, by=actor)] == [3, 0]
    assert erased(build.any_id(), by=actor) == erased(by=actor) == 0
    assert verify().rows == 6


def test_a2_more_than_one_statement_can_name(world, actor, monkeypatch):
    monkeypatch.setattr(erasing, "_AT_ONCE", 2)
    case = trail(world, rows=5)
    assert erased(*(build.any_id() for _ in range(5)), case.id, by=actor) == 5
    assert verify().holds


def test_a2_what_this_transaction_itself_says_stays(world, actor):
    case = trail(world, rows=2)
    with writing():
        record(actor, "case erased", case, case_id=case.id)
        erase(actor, [case.id])
    assert [row.case_id for row in rows()] == [None, None, case.id, None, None]


def test_a2_an_erasure_that_fails_erases_nothing(world, actor):
    case_id = trail(world, rows=2).id

    def fails():
        with writing():
            erase(actor, [case_id])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert [row.case_id for row in rows()] == [case_id, case_id]
    assert verify().rows == 2


EMPTY = dict.fromkeys(HIDDEN)


@pytest.mark.parametrize("row", [1, 2, 3])
def test_ac27_a_row_emptied_by_hand_is_named(world, row):
    trail(world, rows=3)
    session.execute(entries(**EMPTY).where(AuditEntry.seq == row))  # the triggers let it through
    session.commit()
    verdict = verify()
    assert (verdict.first_bad, verdict.rows) == (row, 3)
    assert verdict.what == f"row {row} was emptied and no later row vouches for it"


def test_ac27_a_row_emptied_beside_a_real_erasure_is_named(world, actor):
    case = trail(world, rows=3)
    read_once(actor, build.case(world), Decision(True, reason=Reason.OWNER))
    read_once(actor, build.case(world), Decision(True, reason=Reason.OWNER))
    erased(case.id, by=actor)
    assert spoil(entries(**EMPTY).where(AuditEntry.seq == 5)).first_bad == 5


def test_ac27_an_erasure_does_not_cover_up_a_row_that_was_spoiled_before(world, actor):
    case = trail(world, rows=3)
    assert spoil(entries(salt=None).where(AuditEntry.seq == 2)).first_bad == 2
    assert erased(case.id, by=actor) == 2
    assert verify().first_bad == 2


def test_ac27_whoever_vouches_for_another_row_is_found(world, actor):
    case = trail(world, rows=3)
    read_once(actor, build.case(world), Decision(True, reason=Reason.OWNER))
    erased(case.id, by=actor)
    verdict = spoil(
        "UPDATE audit_entries SET vouches_for = 4 WHERE vouches_for = 3",
        entries(**EMPTY).where(AuditEntry.seq == 4),
    )
    assert verdict.first_bad == 7


def test_ac27_nobody_vouches_for_a_row_that_comes_after(world, actor):
    """A row that vouches before there is something to vouch for is no permission to erase."""
    trail(world, rows=1)
    with writing():
        erasing.vouch(actor, 4)
    trail(world, rows=2)
    session.execute(entries(**EMPTY).where(AuditEntry.seq == 4))
    session.commit()
    assert verify().first_bad == 4


def test_a2_a_row_is_vouched_for_once(world, actor):
    case = trail(world, rows=1)
    erased(case.id, by=actor)

    def again():
        with writing():
            erasing.vouch(actor, 1)

    with pytest.raises(Exception, match=r"only added|uq_audit_entries_vouches_for"):
        again()
    assert verify().rows == 2


def test_a2_nothing_of_the_ids_is_left_in_the_database(world, actor):
    """Also not in the commitment: the same ids under another salt commit to something else."""
    case = trail(world, rows=2)
    one, two = (row.commitment for row in rows())
    assert one != two
    erased(case.id, by=actor)
    whole = session.execute(text("SELECT * FROM audit_entries")).all()
    told = " ".join(str(value) for row in whole for value in row)
    assert case.id.hex not in told
    assert str(case.id) not in told
