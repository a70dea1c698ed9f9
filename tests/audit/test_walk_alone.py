"""A2: the walk along the chain by itself: each fault has its row and its words."""

from dataclasses import FrozenInstanceError
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from casework.audit import queries
from casework.audit.anchors import Anchor
from casework.audit.chain import CHAINED, HIDDEN, START, Key, link, seal_head, seal_row
from casework.audit.queries import NotWhole, Verdict, _Walk


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setattr(Key, "value", b"a key")


def row(seq, before, **values):
    said = {**dict.fromkeys((*CHAINED, *HIDDEN)), "action": "read", "salt": f"salt {seq}", **values}
    made = SimpleNamespace(**said, mac="")
    seal_row(made, seq, before)
    return tuple(getattr(made, name) for name in (*CHAINED, *HIDDEN, "mac"))


def chain(*more):
    rows, before = [], START
    for number, values in enumerate(more, 1):
        rows.append(row(number, before, **values))
        before = rows[-1][-1]
    return rows


def emptied(one):
    """The row as an erasure leaves it: its code and its commitment stay."""
    return (*one[: len(CHAINED)], *[None] * len(HIDDEN), one[-1])


def walked(rows, anchors=()):
    walk = _Walk({a.seq: a for a in anchors})
    for one in rows:
        walk.take(one)
    return walk


def head(rows, **other):
    said = {"seq": len(rows), "chain_mac": rows[-1][-1] if rows else START, "anchored": 0, **other}
    return SimpleNamespace(**said, mac=seal_head(said["seq"], said["chain_mac"], said["anchored"]))


def fault(do, *args):
    with pytest.raises(NotWhole) as found:
        do(*args)
    return found.value.first_bad, str(found.value)


THREE = ({}, {"case_id": "c"}, {"subject_id": "s"})


def test_a2_an_honest_chain_is_walked_to_its_end():
    rows = chain(*THREE)
    walk = walked(rows, [Anchor(2, rows[1][-1], "then")])
    walk.end(head(rows))
    assert (walk.seq, walk.chain_mac, walk.agreed, walk.emptied) == (3, rows[2][-1], 2, set())
    walked([]).end(SimpleNamespace(mac=None))
    walked([]).end(head([]))


def test_ac27_a_row_that_is_missing_or_changed_is_named():
    first, second, third = chain(*THREE)
    assert fault(walked, [first, third]) == (2, "row 2 is missing")
    assert fault(walked, [second]) == (1, "row 1 is missing")
    assert fault(walked, [first, first]) == (2, "row 2 is missing")
    for place in range(1, len(second)):
        spoiled = (*second[:place], "other", *second[place + 1 :])
        assert fault(walked, [first, spoiled]) == (2, "row 2 was changed")


def test_ac27_an_emptied_row_is_emptied_whole_and_vouched_for():
    first, second, third = chain(*THREE)
    half = (*second[: len(CHAINED)], None, *second[len(CHAINED) + 1 :])
    assert fault(walked, [first, half]) == (2, "row 2 was changed")
    rows = [emptied(first), emptied(second), third]
    words = "row 1 was emptied and no later row vouches for it"
    assert walked(rows).emptied == {1, 2}
    assert fault(walked(rows).end, head(rows)) == (1, words)
    one, _, two = chain({}, {"vouches_for": 1}, {})
    vouched = [emptied(one), chain({}, {"vouches_for": 1})[1], two]
    walked(vouched).end(head(vouched))


def test_ac27_nobody_vouches_for_what_is_emptied_later():
    rows = chain({"vouches_for": 2}, {"case_id": "c"})
    rows[1] = emptied(rows[1])
    assert walked(rows).emptied == {2}


def test_ac27_an_anchor_that_saw_another_row_names_the_first_that_may_be_false():
    rows = chain(*THREE)
    seen = [Anchor(1, rows[0][-1], "at one"), Anchor(3, "other", "at three")]
    words = "rows 2 to 3 are not those that were anchored at three"
    assert fault(walked, rows, seen) == (2, words)
    words = "rows 1 to 3 are not those that were anchored at three"
    assert fault(walked, rows, seen[1:]) == (1, words)


def test_ac27_the_head_and_the_last_row_agree():
    rows = chain(*THREE)
    end = walked(rows).end
    changed = SimpleNamespace(**{**vars(head(rows)), "anchored": 1})
    for given, first_bad, words in (
        (SimpleNamespace(mac=None), 3, "the head of the chain is gone"),
        (changed, 3, "the head of the chain was changed"),
        (head(rows, seq=4), 4, "rows after 3 are gone"),
        (head(rows, seq=2), 3, "rows after 2 were added past the head"),
        (head(rows, chain_mac="other"), 4, "rows after 3 were added past the head"),
    ):
        assert fault(end, given) == (first_bad, words)
    assert fault(walked([]).end, head([], seq=1)) == (1, "rows after 0 are gone")
    broken = SimpleNamespace(**{**vars(head([])), "mac": "other"})
    assert fault(walked([]).end, broken) == (1, "the head of the chain was changed")


def test_ac27_rows_after_the_last_that_the_anchors_know_of_are_missed():
    rows = chain(*THREE)
    later = [Anchor(2, rows[1][-1], "at two"), Anchor(5, "x", "at five")]
    words = "rows after 3 are gone: row 5 was anchored at five"
    assert fault(walked(rows, later).end, head(rows)) == (4, words)
    exact = [Anchor(3, rows[2][-1], "at three")]
    walked(rows, exact).end(head(rows))


def test_a2_a_verdict_holds_until_something_is_said():
    verdict = Verdict(0)
    assert (verdict.first_bad, verdict.what, verdict.chain_mac) == (None, "", START)
    assert verdict.holds
    assert not Verdict(3, 1, "x").holds
    with pytest.raises(FrozenInstanceError):
        verdict.rows = 1
    assert _Walk() == _Walk({}, 0, START, 0, set())
    assert queries.AT_ONCE == 5000


def test_a2_each_database_writes_ids_and_moments_as_the_chain_has_them():
    words = {"literal_binds": True}
    of_postgresql = str(
        queries._ROWS["postgresql"].compile(dialect=postgresql.dialect(), compile_kwargs=words)
    )
    of_sqlite = str(queries._ROWS["sqlite"].compile(dialect=sqlite.dialect()))
    for name in ("id", "user_id", "unit_id", "authority_id", *HIDDEN):
        assert f"encode(uuid_send(audit_entries.{name}), 'hex')" in of_postgresql
        assert f"audit_entries.{name}" in of_sqlite
    moment = "to_char(timezone('UTC', audit_entries.at), 'YYYY-MM-DD HH24:MI:SS.US')"
    assert moment in of_postgresql
    for name in ("seq", "action", "outcome", "reason", "subject_kind", "vouches_for", "mac"):
        assert f"(audit_entries.{name})" not in of_postgresql
        assert f"audit_entries.{name}" in of_postgresql
    columns = zip((*CHAINED, *HIDDEN, "mac"), queries._ROWS["sqlite"].selected_columns, strict=True)
    types = {name: type(column.type).__name__ for name, column in columns}
    assert {types[name] for name in ("id", "at", "salt", "case_id")} == {"String"}
    assert types["seq"] != "String"


def test_a2_a_code_covers_the_row_and_the_code_before_it():
    one = row(1, START)
    assert one[-1] == link(one[: len(CHAINED)], START)
    assert one[-1] != row(1, "x")[-1]
    as_id = row(1, START, id=UUID(int=3))
    assert as_id[-1] == row(1, START, id=UUID(int=3).hex)[-1]
