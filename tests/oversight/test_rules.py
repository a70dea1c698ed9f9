"""T3, T4, T5 (AC38) as pure rules: on made-up rows, and on any rows at all."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.kit.errors import RuleBroken
from casework.oversight import rules
from casework.oversight.rules import Drawable, Seen, findings, sample, surnames

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # ten o'clock in Stockholm
WHO = uuid4()


def read(minutes=0.0, *, who=WHO, case=None, **more):
    at = TUESDAY + timedelta(minutes=minutes)
    what = {"action": "read", "refused": False, "subject_id": None, "case_id": case or uuid4()}
    return Seen(uuid4(), at, who, **{**what, **more})


def refusal(minutes=0.0, **more):
    return read(minutes, **{"action": "get", "refused": True, **more})


def search(minutes=0.0, number=None):
    return refusal(minutes, action="search", subject_id=number or uuid4(), case_id=None)


def names(rows):
    return [found.rule for found in findings(rows)]


def spread(one, number, over=59.0):
    return [one(n * over / number) for n in range(number)]


@pytest.mark.parametrize(("number", "over", "raised"), [(40, 59, 0), (41, 59, 1), (41, 62, 0)])
def test_ac38_t5_more_than_40_cases_within_an_hour(number, over, raised):
    assert names(spread(read, number, over)) == ["many_cases"] * raised


def test_ac38_t5_the_same_case_many_times_or_by_many_people_is_work():
    case = uuid4()
    assert names(spread(lambda at: read(at, case=case), 200)) == []
    assert names([read(n / 10, who=uuid4()) for n in range(60)]) == []


def test_ac38_t5_a_list_of_what_the_own_unit_wrote_is_work():
    assert names(spread(lambda at: read(at, own=True), 60)) == []


@pytest.mark.parametrize(("number", "raised"), [(9, 0), (10, 1), (30, 1)])
def test_ac38_t5_ten_refusals_within_an_hour(number, raised):
    assert names(spread(refusal, number)) == ["refusals"] * raised
    assert names(spread(search, number)) == ["searches"] * raised


def test_ac38_t5_the_same_number_three_times_in_a_day_once_however_many_numbers():
    one, two = uuid4(), uuid4()
    assert names([search(0, one), search(300, one)]) == []
    rows = [search(n * 300, number) for n in range(3) for number in (one, two)]
    assert names(rows) == ["same_search"]
    assert names([search(n * 800, one) for n in range(3)]) == []


@pytest.mark.parametrize(
    ("day", "clock", "number", "raised"),
    [(3, 20, 15, 1), (3, 20, 14, 0), (3, 19, 15, 0), (3, 5, 15, 1), (3, 6, 15, 0), (7, 11, 15, 1)],
)
def test_ac38_t5_fifteen_reads_outside_working_hours(day, clock, number, raised):
    """The 3rd of March 2026 is a Tuesday and the 7th a Saturday; Stockholm is an hour ahead."""
    start = datetime(2026, 3, day, clock - 1, 0, tzinfo=UTC) - TUESDAY
    case = uuid4()
    rows = [read(start.total_seconds() / 60 + n, case=case) for n in range(number)]
    assert names(rows) == ["off_hours"] * raised


def test_ac38_t5_a_night_is_one_night():
    start, case = timedelta(hours=13, minutes=55), uuid4()  # five to midnight in Stockholm
    rows = [read(start.total_seconds() / 60 + n, case=case) for n in range(20)]
    assert names(rows) == ["off_hours"]


@pytest.mark.parametrize("why", ["same_surname", "protected"])
def test_ac38_t5_own_name_and_protected_once_for_each_case(why):
    rule, case = {"same_surname": "own_name", "protected": "protected"}[why], uuid4()
    again = [read(n * 500, case=case, **{why: True}) for n in range(5)]
    assert len(findings(again)[0].rows) == 5
    assert names(again) == [rule]
    assert names([*again, read(3, **{why: True})]) == [rule, rule]
    assert names([refusal(3, **{why: True})]) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Signe Lingonhed", "Karl LINGONHED", True),
        ("Signe Lingonhed-Berg", "Karl Berg", True),
        ("Signe Lingonhed", "Lingonhed Karlsson", False),
        ("Signe Lingonhed", None, False),
        ("", "", False),
        ("Signe", "Signe", True),
    ],
)
def test_ac38_t5_what_a_surname_is(one, other, same):
    assert bool(surnames(one) & surnames(other)) is same


moments = st.integers(0, 60 * 24 * 3)
users = st.sampled_from([UUID(int=n) for n in range(3)])
some_cases = st.sampled_from([UUID(int=n) for n in range(60)])
any_row = st.builds(
    lambda minute, who, case, kind, flag: Seen(
        uuid4(),
        TUESDAY + timedelta(minutes=minute),
        who,
        action="search" if kind == "search" else "read",
        refused=kind != "read",
        subject_id=case,
        case_id=case if kind == "read" else None,
        same_surname=flag,
        protected=not flag,
    ),
    moments,
    users,
    some_cases,
    st.sampled_from(["read", "refused", "search"]),
    st.booleans(),
)


def _found(rows):
    return {one.fingerprint: {row.id for row in one.rows} for one in findings(rows)}


@given(st.lists(any_row, max_size=150), st.randoms(use_true_random=False))
def test_t5_the_same_rows_give_the_same_findings_in_any_order_each_once(rows, dice):
    found = findings(rows)
    prints = [one.fingerprint for one in found]
    assert len(prints) == len(set(prints))
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert _found(shuffled) == _found(rows)
    mine = {one.id for one in rows}
    for one in found:
        assert {row.user_id for row in one.rows} == {one.user_id}
        assert {row.id for row in one.rows} <= mine


@given(st.lists(any_row, max_size=150), st.lists(any_row, max_size=20))
def test_t5_more_rows_never_take_a_finding_away(rows, more):
    assert set(_found(rows)) <= set(_found([*rows, *more]))


@given(st.lists(any_row, max_size=150), st.integers(0, 150))
def test_t5_reading_on_from_where_one_was_finds_the_same(rows, cut):
    """What the daily reading finds in two stretches is what it finds in one."""
    rows = sorted(rows, key=lambda row: row.at)
    first, rest = rows[:cut], rows[cut:]
    since = rest[0].at - rules.LOOK_BACK if rest else None
    second = [row for row in rows if since is not None and row.at >= since]
    assert set(_found(first)) | set(_found(second)) == set(_found(rows))


def population(units, refused, number=300):
    dice = Random(4)
    return [Drawable(uuid4(), UUID(int=dice.randrange(units)), n < refused) for n in range(number)]


def test_t3_the_same_secret_gives_the_same_rows_and_another_gives_others():
    rows = population(5, 30)
    drawn = sample(rows, 20, "a")
    assert sample(rows[::-1], 20, "a") == drawn
    assert sample(rows, 20, "b") != drawn
    assert len(set(drawn)) == len(drawn) == 20


def test_t3_refusals_are_a_third_though_they_are_rare():
    rows = population(3, 30)
    refused = {row.id for row in rows if row.refused}
    for seed in "abcdefgh":
        assert len(refused & set(sample(rows, 20, seed))) >= 7


draws = st.lists(
    st.builds(Drawable, st.uuids(), st.sampled_from([None, *map(UUID, ["0" * 32])]), st.booleans())
    | st.builds(Drawable, st.uuids(), st.uuids(), st.booleans()),
    unique_by=lambda row: row.id,
    max_size=60,
)


@given(draws, st.integers(5, 40), st.text(max_size=4))
def test_t3_every_unit_and_a_third_refusals_and_never_fewer_than_asked(rows, size, seed):
    drawn = sample(rows, size, seed)
    units = {row.unit_id for row in rows}
    taken = [row for row in rows if row.id in drawn]
    refused = sum(row.refused for row in rows)
    assert {row.unit_id for row in taken} == units
    assert sum(row.refused for row in taken) >= min(refused, -(-size // 3))
    assert len(drawn) == len(set(drawn)) == len(taken) >= min(size, len(rows))
    assert len(drawn) <= max(size, len(units) + -(-size // 3))


def test_t4_months_that_have_ended_and_when_they_are_late():
    assert rules.months(date(2025, 11, 20), date(2026, 1, 31)) == [
        date(2025, 12, 1),
        date(2025, 11, 1),
    ]
    assert rules.months(date(2026, 1, 1), date(2026, 2, 1)) == [date(2026, 1, 1)]
    assert rules.sign_off_by(date(2026, 2, 1)) == date(2026, 3, 15)
    assert not rules.is_late(date(2026, 2, 1), date(2026, 3, 15))
    assert rules.is_late(date(2026, 2, 1), date(2026, 3, 16))
    with pytest.raises(RuleBroken):
        rules.check_month(date(2026, 2, 1), date(2026, 2, 28))
    rules.check_month(date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    "one", [lambda at: search(at, UUID(int=1)), lambda at: read(600 + at, case=UUID(int=1))]
)
def test_ac38_t5_what_lies_up_to_a_day_behind_is_looked_back_to(one):
    """Three searches with eleven hours between, and a whole night of reading."""
    far = [one(n * 660) for n in range(3)] if one(0).is_search else spread(one, 15, 560)
    since = far[-1].at - rules.LOOK_BACK
    assert [row for row in far if row.at >= since] == far
    assert len(findings(far)) == 1
