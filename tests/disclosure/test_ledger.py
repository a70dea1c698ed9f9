"""D8 and D11 over time: what an earlier report hid must stay hidden when the next one is out."""

import json

from casework.disclosure.audit import audit
from casework.disclosure.ledger import Number, Published, about
from casework.disclosure.release import Release, protect
from casework.disclosure.tables import TOTAL
from tests.disclosure import brute
from tests.disclosure.makers import K, dimension, grid, naive, table

A, S = dimension("a", "pq"), dimension("s", "xyz")
AS = table("as", A, S)
H1 = grid("as", "pq", "xyz", [3, 16, 17, 16, 18, 19])
H2 = grid("as", "pq", "xyz", [9, 8, 7, 8, 9, 9])


def first_half():
    release = protect([AS], {"all": {"h1": H1}})
    assert release.tables[0].value("p", "x") is None
    assert audit(release, records={"all": {"h1": H1}}).safe
    return release


def test_the_ledger_survives_storage():
    ledger = first_half().published
    stored = json.loads(json.dumps([entry.to_json() for entry in ledger]))
    again = tuple(Published.from_json(entry) for entry in stored)
    assert again == ledger
    assert ledger[0].guards
    assert [*again[0].mapping] == ["a", "s"]


def test_d8_a_careless_year_gives_back_the_half_year_and_is_caught():
    first = first_half()
    second = naive(AS, {"h2": H2})
    assert audit(second, first.published).safe
    year = naive(AS, {"h1": H1, "h2": H2})
    report = audit(year, [*first.published, *second.published])
    assert not report.safe
    given = [i for i in report.intervals if not i.safe]
    assert (3, 3) in [(i.low, i.high) for i in given]


def test_d8_a_protected_year_gives_back_nothing():
    first, later = first_half(), {"h1": H1, "h2": H2}
    second = protect([AS], {"all": {"h2": H2}}, first.published)
    assert None not in [cell.value for cell in second.tables[0].cells]
    ledger = [*first.published, *second.published]
    year = protect([AS], {"all": later}, ledger)
    assert audit(year, ledger, records={"all": later}).safe
    assert year.tables[0].value(TOTAL, TOTAL) == len(H1) + len(H2)
    assert None in [cell.value for cell in year.tables[0].cells]


def test_d8_an_overlapping_second_table_that_shows_a_hidden_cell_is_caught():
    first = first_half()
    levels = {"s": {"x": "x", "y": "other", "z": "other"}, "a": {"p": "p", "q": "q"}}
    numbers = (Number(("other", "p"), 33, 33), Number((TOTAL, "p"), 36, 36))
    second = Release((Published("all", ("h1",), "again", levels, numbers),))
    report = audit(second, first.published)
    assert not report.safe
    assert (3, 3) in [(i.low, i.high) for i in report.intervals if i.needed]


def test_d8_a_printed_percentage_is_knowledge_too():
    first = first_half()
    levels = first.published[0].mapping
    number = (Number(("p", "x"), 2, 4),)
    report = audit(Release((Published("all", ("h1",), "share", levels, number),)), first.published)
    assert not report.safe
    assert (2, 4) in [(i.low, i.high) for i in report.intervals if i.needed]


def test_d8_two_ways_of_merging_are_not_taken_apart():
    records = grid("cs", "efg", "xy", [6, 7, 2, 3, 6, 8])
    pair = [
        table("t", dimension("c", "efg", level), dimension("s", "xy")) for level in ("eeg", "eff")
    ]
    first = protect(pair[:1], {"all": {"h1": records}})
    assert first.tables[0].value("e", "x") == 8
    second = protect(pair[1:], {"all": {"h1": records}}, first.published)
    entries = [*first.published, *second.published]
    found = brute.leaks(entries, {"t": pair[0]}, {"c": "efg", "s": "xy"}, {"h1": records}, K)
    assert found == []


def test_d11_only_what_bears_on_the_same_people_is_asked_of_the_ledger():
    def entry(population, *cohorts):
        return Published(population, cohorts, "", {}, ())

    near, through, far = entry("all", "h1", "h2"), entry("all", "h2", "h3"), entry("all", "h9")
    assert about([far, through, near, entry("b", "h1")], "all", ["h1"]) == [near, through]


def test_d11_numbers_that_fit_nobody_are_a_fault():
    levels = {"a": {"p": "p", "q": "q"}}
    numbers = (Number(("p",), 8, 8), Number((TOTAL,), 6, 6))
    report = audit(Release((Published("all", ("h1",), "t", levels, numbers),)))
    assert not report.safe
    assert "contradict" in report.faults[0]
