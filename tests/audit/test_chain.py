"""A2, AC27: whoever spoils the trail is found, and the first row that does not hold is named."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text, update

from casework.audit import head as end
from casework.audit import queries
from casework.audit.chain import CHAINED, ERASABLE, HIDDEN, START, Key, seal_row
from casework.audit.models import AuditEntry, AuditHead
from casework.audit.queries import AT_ONCE, Verdict, verify
from casework.kit import clock
from casework.kit.db import session
from tests.audit.making import ENTRY, HEAD, entries, past_the_triggers, spoil, trail

ANOTHER = {
    "at": lambda value: value + timedelta(microseconds=1),
    "seq": lambda _: 77,
    "vouches_for": lambda _: 1,
    "anchored": lambda value: value + 1,
}


@pytest.fixture
def five_rows(world):
    return trail(world)


def another(name, value):
    """A value of the same type that is not `value`."""
    if name in ANOTHER:
        return ANOTHER[name](value)
    return uuid4() if isinstance(value, UUID) else f"{value}x"


@pytest.mark.usefixtures("five_rows")
def test_a2_an_honest_chain_holds():
    verdict = verify()
    assert (verdict.rows, verdict.first_bad, verdict.what) == (5, None, "")
    assert verdict.holds
    last = session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == 5))
    assert verdict.chain_mac == last


def test_a2_an_empty_trail_holds(world):
    assert world
    session.commit()
    assert (verify().rows, verify().what) == (0, "")


def test_a2_every_column_is_in_the_chain():
    assert {*CHAINED, *HIDDEN, "mac"} == set(ENTRY)
    assert ("salt", *ERASABLE) == HIDDEN


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize("column", ENTRY)
def test_ac27_any_changed_field_names_its_row(column):
    for row in (1, 3, 5):
        kept = session.scalar(select(getattr(AuditEntry, column)).where(AuditEntry.seq == row))
        other = another(column, kept)
        changed = AuditEntry.seq == (other if column == "seq" else row)
        assert spoil(entries(**{column: other}).where(AuditEntry.seq == row)).first_bad == row
        assert spoil(entries(**{column: kept}).where(changed)).holds


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize("column", ["user_id", "unit_id", "authority_id", *HIDDEN])
def test_ac27_a_field_that_is_emptied_names_its_row(column):
    verdict = spoil(entries(**{column: None}).where(AuditEntry.seq == 3))
    assert (verdict.first_bad, verdict.what) == (3, "row 3 was changed")


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize("column", HEAD)
def test_ac27_a_changed_head_is_found(column):
    kept = session.scalar(select(getattr(AuditHead, column)))
    other = kept + 1 if column == "seq" else another(column, kept)
    verdict = spoil(update(AuditHead).values(**{column: other}))
    assert verdict.first_bad == 5
    assert "the head of the chain" in verdict.what


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize("row", [1, 2, 4, 5])
def test_ac27_a_deleted_row_is_named(row):
    assert spoil(f"DELETE FROM audit_entries WHERE seq = {row}").first_bad == row


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize(("kept", "first_bad"), [(0, 1), (2, 3), (4, 5)])
def test_ac27_rows_cut_from_the_end_are_missed(kept, first_bad):
    last = session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == kept)) or START
    verdict = spoil(f"DELETE FROM audit_entries WHERE seq > {kept}")
    assert verdict == Verdict(kept, first_bad, f"rows after {kept} are gone", last)


@pytest.mark.usefixtures("five_rows")
def test_ac27_a_head_that_is_gone_is_found():
    verdict = spoil("DELETE FROM audit_head")
    assert (verdict.first_bad, verdict.what) == (5, "the head of the chain is gone")


@pytest.mark.usefixtures("five_rows")
def test_ac27_two_rows_that_change_places_are_found():
    swap = ((2, 92), (3, 2), (92, 3))
    moves = [f"UPDATE audit_entries SET seq = {new} WHERE seq = {old}" for old, new in swap]
    assert spoil(*moves).first_bad == 2


def copied(**changed):
    """INSERT of a copy of row 3 with other values, as SQL."""
    values = ", ".join(str(changed.get(name, name)) for name in ENTRY)
    return (
        f"INSERT INTO audit_entries ({', '.join(ENTRY)}) "
        f"SELECT {values} FROM audit_entries WHERE seq = 3"
    )


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize(("seq", "first_bad"), [(0, 1), (-9, 1), (6, 6), (9, 6)])
def test_ac27_an_inserted_row_is_named(seq, first_bad):
    verdict = spoil(copied(seq=seq, id=f"'{uuid4().hex}'"))
    assert verdict.first_bad == first_bad


@pytest.mark.usefixtures("five_rows")
def test_ac27_a_row_inserted_between_two_is_named():
    moved = [f"UPDATE audit_entries SET seq = {n + 1} WHERE seq = {n}" for n in (5, 4)]
    assert spoil(*moved, copied(seq=4, id=f"'{uuid4().hex}'")).first_bad == 4


def chain_anew(key, until=5, keep_anchored=True):
    """All codes and the head made again under `key`, with row 2 saying something else."""
    session.remove()
    real, Key.value = Key.value, key
    before = START
    past_the_triggers()
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    for row in rows[:until]:
        row.action = "nothing happened" if row.seq == 2 else row.action
        before = seal_row(row, row.seq, before)
    for row in rows[until:]:
        session.delete(row)
    head = end.lock()
    end.put(end.Head(until, before, head.anchored if keep_anchored else 0))
    session.commit()
    Key.value = real
    session.remove()


@pytest.mark.usefixtures("five_rows")
def test_ac27_a_chain_made_anew_without_the_key_is_found():
    assert spoil().holds
    chain_anew(b"a guessed key")
    assert verify().first_bad == 1


@pytest.mark.usefixtures("five_rows")
def test_ac27_with_the_key_only_an_anchor_could_tell():
    """Why there is a file of anchors: the chain alone does not see this (see test_anchors)."""
    assert spoil().holds
    chain_anew(Key.value)
    assert verify().holds


@pytest.mark.usefixtures("five_rows")
def test_ac27_null_and_the_word_for_it_are_two_things():
    """No two rows have one text: what is nothing is not "null", "None" or an empty text."""
    session.remove()
    codes = set()
    for value in (None, "null", "None", "", '"'):
        row = AuditEntry(**{name: None for name in (*CHAINED, *HIDDEN)} | {"at": clock.now()})
        row.id, row.at, row.salt = UUID(int=1), clock.now().replace(year=2020, microsecond=0), None
        row.action, row.reason = value, "x"
        codes.add(seal_row(row, 1, START))
    assert len(codes) == 5


def test_ac27_a_number_that_is_there_twice_is_found_also_between_two_steps(world, monkeypatch):
    """Each step begins with the row that the step before ended with."""
    assert AT_ONCE > 1000
    monkeypatch.setattr("casework.audit.queries.AT_ONCE", 3)
    trail(world)
    if session.get_bind().dialect.name == "postgresql":
        twice = ["ALTER TABLE audit_entries DROP CONSTRAINT uq_audit_entries_seq"]
    else:  # a copy of the table without its constraints
        names = "audit_entries", "old_entries"
        twice = [
            "ALTER TABLE {} RENAME TO {}".format(*names),
            "CREATE TABLE {} AS SELECT * FROM {}".format(*names),
        ]
    assert spoil(*twice).holds
    for seq in (5, 3):
        with_one_more = copied(seq=seq, id=f"'{uuid4().hex}'")
        assert spoil(with_one_more).first_bad == seq + 1


def test_a2_steps_that_end_in_the_middle_walk_all_rows(world, monkeypatch):
    trail(world, rows=7)
    for at_once in (2, 3, 7, 8):
        monkeypatch.setattr("casework.audit.queries.AT_ONCE", at_once)
        assert (verify().rows, verify().holds) == (7, True)


@pytest.mark.parametrize("first", [1, 2, 3])
def test_ac27_a_gap_that_is_longer_than_a_step_is_found(world, monkeypatch, first):
    trail(world, rows=9)
    monkeypatch.setattr("casework.audit.queries.AT_ONCE", 2)
    verdict = spoil(f"DELETE FROM audit_entries WHERE seq BETWEEN {first} AND 8")
    assert (verdict.rows, verdict.first_bad) == (first - 1, first)
    assert verdict.what == f"row {first} is missing"


def test_a2_a_step_is_as_long_as_was_said_and_ends_where_the_head_does(world, monkeypatch):
    trail(world)
    session.rollback()
    engine = session.get_bind().engine
    monkeypatch.setattr("casework.audit.queries.AT_ONCE", 3)
    steps = [[row.seq for row in queries._step(engine, seq)[1]] for seq in (0, 3, 5)]
    assert steps == [[1, 2, 3], [4, 5], []]
    monkeypatch.setattr("casework.audit.queries._onwards", lambda _, *asked: asked)
    assert queries._step(engine, 0)[1] == (0, 5)


def test_a2_a_step_of_an_empty_trail_asks_for_no_row(world, monkeypatch):
    """On PostgreSQL the first row may be added between the head and the rows."""
    assert world
    session.commit()
    monkeypatch.setattr("casework.audit.queries._onwards", lambda _, *asked: asked)
    assert queries._step(session.get_bind().engine, 0)[1] == (0, 0)


def test_a2_codes_are_what_they_were(monkeypatch):
    """The text of a row is part of every installation: it must never change by itself."""
    monkeypatch.setattr(Key, "value", b"a key")
    values = {name: None for name in HIDDEN} | {name: name for name in CHAINED}
    values |= {"at": datetime(2026, 1, 2, 4, 4, 5, 6, ZoneInfo("Europe/Stockholm"))}
    values |= {"id": UUID(int=7), "salt": UUID(int=9), "case_id": UUID(int=4), "unit_id": None}
    row = AuditEntry(**values)
    code = seal_row(row, 12, START)
    nothing, four, nine = "null", f'"{4:032x}"', f'"{9:032x}"'
    hidden = f"[{nine},{nothing},{four},{nothing}]"
    commitment = sha256(hidden.encode()).hexdigest()
    chained = (
        f'["{START}",12,"{7:032x}","2026-01-02 03:04:05.000006","user_id",null,"authority_id",'
        f'"action","outcome","reason","subject_kind","vouches_for","{commitment}"]'
    )
    assert row.commitment == commitment
    assert code == row.mac == hmac.new(b"a key", chained.encode(), sha256).hexdigest()


def test_the_head_has_one_fixed_id(world):
    trail(world, rows=1)
    assert session.scalar(select(AuditHead.id)) == end.ONLY
    assert session.scalar(text("SELECT count(*) FROM audit_head")) == 1
