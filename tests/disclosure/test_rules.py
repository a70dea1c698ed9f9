"""Each numbered rule of the room, on numbers small enough to check by hand."""

import pytest

from casework.disclosure.audit import audit
from casework.disclosure.coarsen import coarsen
from casework.disclosure.ledger import Published
from casework.disclosure.release import protect
from casework.disclosure.tables import (
    TOTAL,
    Dimension,
    Hierarchy,
    Note,
    Settings,
    share,
    share_interval,
    summary,
)
from tests.disclosure.makers import dimension, grid, naive, people, table

A, S = dimension("a", "pqr"), dimension("s", "xyz")
ILL = dimension("s", "xyz", sensitive=True)
SEX = dimension("sex", "km", least_population=20)


def one(spec, records, **settings):
    release = protect([spec], {"all": {"h1": records}}, (), Settings(**settings))
    assert audit(release, records={"all": {"h1": records}}).safe
    return release.tables[0]


def test_d1_counts_of_one_to_four_are_never_shown():
    records = grid("as", "pqr", "xyz", [1, 12, 9, 4, 11, 8, 5, 10, 13])
    safe = one(table("as", A, S), records)
    assert safe.value("p", "x") is None
    assert safe.value("q", "x") is None
    assert safe.value(TOTAL, TOTAL) == 73
    assert all(cell.value not in range(1, 5) for cell in safe.cells)


def test_d1_a_small_margin_is_hidden_too():
    safe = one(table("as", A, S), grid("as", "pqr", "xyz", [1, 1, 1, 14, 11, 8, 15, 10, 13]))
    assert safe.value("p", TOTAL) is None


def test_d1_nothing_small_nothing_hidden():
    safe = one(table("as", A, S), grid("as", "pqr", "xyz", [5, 12, 9, 6, 11, 8, 5, 10, 0]))
    assert [cell for cell in safe.cells if cell.value is None] == []


def test_d2_a_line_with_everybody_in_one_category_is_hidden_whole():
    records = grid("as", "pqr", "xyz", [12, 0, 0, 9, 11, 8, 7, 10, 13])
    told, kept = one(table("as", A, S), records), one(table("as", A, ILL), records)
    assert told.value("p", "x") == 12
    assert [kept.value("p", label) for label in "xyz"] == [None] * 3


def test_d3_fewer_than_ten_get_no_table():
    nine, ten = (one(table("s", S), people("s", {"x": n, "y": 0})) for n in (9, 10))
    assert nine.withheld
    assert nine.notes == (Note("small-population"),)
    assert nine.cells == ()
    assert not ten.withheld
    assert ten.value("x") == 10


def test_d4_a_percentage_needs_a_shown_base_of_ten():
    settings = Settings()
    assert share(6, 9, settings) is None
    assert share(None, 20, settings) is None
    assert share(5, None, settings) is None
    assert share(5, 10, settings) == 50
    assert share(1, 3, Settings(percent_base=10)) is None
    assert [share(n, 16, settings) for n in (6, 7)] == [38, 44]


def test_d4_a_percentage_in_the_ledger_is_the_interval_it_allows():
    for base in (10, 37, 420):
        for value in range(base + 1):
            low, high = share_interval(share(value, base, Settings()), base)
            assert low <= value <= high
    assert share_interval(50, 420) == (208, 212)
    with pytest.raises(ValueError, match="no count"):
        share_interval(33, 10)


def test_d5_sexes_are_split_only_from_twenty():
    spec = table("as", S, SEX)
    few = one(spec, grid(["s", "sex"], "xyz", "km", [5, 5, 9, 0, 0, 0]))
    assert few.dimensions == ("s",)
    assert few.notes == (Note("left-out", "sex"),)
    assert few.value("x") == 10
    many = one(spec, grid(["s", "sex"], "xyz", "km", [5, 5, 5, 5, 0, 0]))
    assert many.dimensions == ("s", "sex")
    assert one(table("sex", SEX), people(["sex"], {"k": 19})).withheld


def test_d6_categories_are_merged_before_cells_are_hidden():
    ages = dimension("a", "pqr", "ppr")
    safe = one(table("as", ages, S), grid("as", "pqr", "xyz", [3, 4, 4, 3, 4, 4, 9, 9, 9]))
    assert safe.notes == (Note("merged", "a", ("p",)),)
    assert safe.value("p", "x") == 6
    assert None not in [cell.value for cell in safe.cells]


def test_d6_the_finest_is_kept_when_nothing_is_gained():
    ages = dimension("a", "pqr", "ppr")
    records = grid("as", "pqr", "xyz", [5, 6, 7] * 3)
    draft = coarsen(table("as", ages, S), ("h1",), records, Settings())
    assert draft.mapping["a"] == {"p": "p", "q": "q", "r": "r"}


def test_d6_a_hierarchy_only_merges():
    with pytest.raises(ValueError, match="splits"):
        dimension("a", "pqr", "ppr", "pqq")
    with pytest.raises(ValueError, match="every base category"):
        Dimension("a", ("p", "q"), Hierarchy(({"p": "x"},)))


def test_d7_zero_is_shown_unless_it_tells():
    records = grid("as", "pqr", "xyz", [0, 12, 9, 0, 0, 8, 7, 10, 13])
    plain, ill = one(table("as", A, S), records), one(table("as", A, ILL), records)
    assert [plain.value("p", "x"), plain.value("q", "x")] == [0, 0]
    assert ill.value("p", "x") == 0
    assert ill.value("q", "x") is None


def test_d8_the_planted_careless_table_is_caught():
    records = grid("as", "pqr", "xyz", [3, 12, 9, 6, 11, 8, 7, 10, 13])
    report = audit(naive(table("as", A, S), {"h1": records}))
    assert not report.safe
    assert [(i.key, i.low, i.high, i.needed) for i in report.intervals] == [(("p", "x"), 3, 3, 5)]


def test_d8_every_guard_is_k_wide_to_a_participant_too():
    records = grid("as", "pqr", "xyz", [2, 6, 9, 6, 3, 8, 7, 10, 1])
    release = protect([table("as", A, S)], {"all": {"h1": records}})
    report = audit(release, records={"all": {"h1": records}})
    assert report.safe
    assert report.least_width >= 5
    assert all(i.own >= 5 for i in report.intervals if i.needed)
    assert release.log.widths == {"as": report.least_width}


def test_d8_the_same_people_and_seed_give_the_same_release():
    records = {"all": {"h1": grid("as", "pqr", "xyz", [2, 6, 9, 6, 3, 8, 7, 10, 1])}}
    first, second = (protect([table("as", A, ILL), table("s", S)], records) for _ in range(2))
    assert first.tables == second.tables
    assert first.published == second.published


def test_d9_what_cannot_be_proved_is_withheld():
    records = grid("as", "pqr", "xyz", [2, 6, 9, 6, 3, 8, 7, 10, 1])
    safe = one(table("as", A, S), records, most_atoms=3)
    assert safe.withheld
    assert safe.notes == (Note("too-large"),)


def test_d9_a_table_with_nothing_left_is_withheld():
    safe = one(table("s", ILL), people("s", {"x": 12}))
    assert safe.notes == (Note("nothing-to-show"),)


def test_d10_settings_are_stricter_never_looser():
    for looser in ({"k": 4}, {"least_population": 9}, {"percent_base": 5}, {"own_record": False}):
        with pytest.raises(ValueError, match="never looser"):
            Settings(**looser)
    stricter = one(table("s", S), people("s", {"x": 9, "y": 16, "z": 30}), k=10)
    assert stricter.value("x") is None


def test_d11_a_shown_number_that_the_ledger_lacks_is_a_fault():
    release = naive(table("s", S), {"h1": people("s", {"x": 9, "y": 16, "z": 30})})
    forged = type(release)(
        (Published("all", ("h1",), "s", release.published[0].mapping, ()),), release.tables
    )
    assert audit(release).faults == ()
    assert len(audit(forged).faults) == 4


def test_d11_records_that_deny_the_ledger_stop_the_table():
    before = protect([table("s", S)], {"all": {"h1": people("s", {"x": 9, "y": 16})}})
    now = {"all": {"h1": people("s", {"x": 10, "y": 16})}}
    after = protect([table("s", S)], now, before.published)
    assert after.tables[0].notes == (Note("contradicts-ledger"),)
    assert after.published == ()


def test_summary_names_the_record_that_lacks_a_category():
    with pytest.raises(ValueError, match="s: None"):
        summary([table("s", S)], {"all": {"h1": [{"a": "p"}]}})
    with pytest.raises(ValueError, match="same name"):
        protect([table("s", S), table("s", S)], {"all": {}})
