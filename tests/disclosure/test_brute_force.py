"""D8 against every possible table: what the room calls safe must be safe to one who tries all."""

import os

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from casework.disclosure.audit import audit
from casework.disclosure.ledger import Published
from casework.disclosure.release import protect
from casework.disclosure.tables import TOTAL
from tests.disclosure import brute
from tests.disclosure.makers import K, dimension, grid, naive, people, table

LONG = os.environ.get("CASEWORK_LONG") == "1"


def tried(examples: int, long: int = 2000):
    return settings(
        max_examples=long if LONG else examples,
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


A, B = dimension("a", "pq"), dimension("b", "mn")
C = dimension("c", "efg", "eff")
S = dimension("s", "xyz", "xyy", sensitive=True)
T = dimension("t", "uv", sensitive=True)
TWO = {"a": "pq", "s": "xyz"}
THREE = {"a": "pq", "b": "mn", "t": "uv"}
NINE = {"c": "efg", "s": "xyz"}


def counts(cells: int, most: int):
    return st.lists(st.integers(0, most), min_size=cells, max_size=cells)


def year(categories: dict[str, str], numbers: list[int]) -> list[dict[str, str]]:
    keys = [""]
    for letters in categories.values():
        keys = [key + letter for key in keys for letter in letters]
    return people("".join(categories), dict(zip(keys, numbers, strict=True)))


def must_hold(specs, cohorts, categories, ledger=()):
    """The release is safe to the brute, the audit agrees, and each interval is the brute's own."""
    release = protect(specs, {"all": cohorts}, ledger)
    entries = [*ledger, *release.published]
    assert brute.leaks(entries, {s.name: s for s in specs}, categories, cohorts, K) == []
    report = audit(release, ledger, records={"all": cohorts})
    assert report.safe, report
    if entries and not ledger:
        same_intervals(report, release.published, categories, cohorts)
    hidden = release.log.primary + release.log.complementary
    event(f"shown {len(release.published)} of {len(specs)} tables; hidden: {hidden > 0}")
    return release


def same_intervals(report, entries: tuple[Published, ...], categories, cohorts):
    tables = {entry.table: entry for entry in entries}
    seen = brute.world(entries, categories, cohorts)
    totals = {e.table for e in entries for n in e.numbers if set(n.key) <= {TOTAL}}
    for interval in report.intervals:
        if interval.key and totals:
            members = brute.members_of(tables[interval.table], interval.key)
            assert (interval.low, interval.high) == seen.interval(members), interval


@tried(60)
@given(counts(6, 9))
def test_d8_one_table_of_two_by_three(numbers):
    assume(10 <= sum(numbers) <= 22)
    must_hold([table("as", A, S), table("s", S)], {"h1": year(TWO, numbers)}, TWO)


@tried(30)
@given(counts(8, 5), st.sets(st.sampled_from(["ab", "at", "bt", "abt", "t"]), min_size=1))
def test_d8_overlapping_tables_over_three_dimensions(numbers, names):
    assume(10 <= sum(numbers) <= 13)
    of = {"a": A, "b": B, "t": T}
    specs = [table(name, *(of[letter] for letter in name)) for name in sorted(names)]
    must_hold(specs, {"h1": year(THREE, numbers)}, THREE)


@tried(12, 300)
@given(counts(9, 4))
def test_d8_merging_leaves_nothing_to_take_apart(numbers):
    assume(10 <= sum(numbers) <= 12)
    must_hold([table("cs", C, S), table("c", C)], {"h1": year(NINE, numbers)}, NINE)


@tried(6, 300)
@given(counts(4, 5), counts(4, 5))
def test_d8_a_year_after_its_half_year(first, second):
    assume(10 <= sum(first) <= 11)
    assume(10 <= sum(second) <= 11)
    of = {"a": "pq", "t": "uv"}
    h1, h2 = year(of, first), year(of, second)
    specs = [table("at", A, T), table("t", T)]
    before = must_hold(specs, {"h1": h1}, of)
    must_hold(specs, {"h1": h1, "h2": h2}, of, before.published)


@tried(40)
@given(counts(6, 9))
def test_d8_brute_and_audit_agree_on_careless_tables(numbers):
    assume(10 <= sum(numbers) <= 20)
    cohorts = {"h1": year(TWO, numbers)}
    spec = table("as", A, S)
    release = naive(spec, cohorts)
    same_intervals(audit(release), release.published, TWO, cohorts)


def test_d8_the_brute_sees_what_a_careless_hand_leaves():
    cohorts = {"h1": grid("as", "pq", "xyz", [3, 6, 7, 6, 8, 9])}
    spec = table("as", A, S)
    entries = naive(spec, cohorts).published
    assert brute.leaks(entries, {"as": spec}, TWO, cohorts, K)


def test_d8_the_brute_counts_every_table():
    assert len(brute.compositions(4, 3)) == 15
    assert {tuple(row) for row in brute.compositions(1, 2)} == {(0, 1), (1, 0)}
    assert all(sum(row) == 4 for row in brute.compositions(4, 3))
