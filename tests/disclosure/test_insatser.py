"""Four real programmes with their printed results (NNS, about 2011), carried over as figures."""

import pytest

from casework.disclosure.audit import audit
from casework.disclosure.release import protect
from casework.disclosure.tables import (
    COMPLEMENTARY,
    TOTAL,
    Dimension,
    Hierarchy,
    TableSpec,
    summary,
)

PRINTED = {
    "På Spåret": {
        "arbete": 2,
        "studier": 2,
        "arbetsträning": 24,
        "arbetsprövning": 7,
        "annat projekt": 2,
        "daglig verksamhet": 5,
        "avstod av personliga skäl": 3,
    },
    "Ungdomsteamet": {"arbete": 305, "studier": 112, "övrigt": 350},
    "Empowerment": {"egen försörjning": 19, "övrigt": 24},
    "Lyra": {"arbete eller studier": 14, "övrigt": 2},
}
PARTICIPANTS = {"På Spåret": 45, "Ungdomsteamet": 767, "Empowerment": 43, "Lyra": 16}
MERGED = {"arbete": "arbete eller studier", "studier": "arbete eller studier"}


def loaded(name: str):
    results = PRINTED[name]
    level = {result: MERGED.get(result, result) for result in results}
    outcome = Dimension("outcome", tuple(results), Hierarchy((level,)), sensitive=True)
    records = [{"outcome": result} for result, n in results.items() for _ in range(n)]
    return [TableSpec("outcomes", (outcome,), "closed")], {"closed": {name: records}}


@pytest.mark.parametrize("name", PRINTED)
def test_inside_the_summary_gives_back_every_printed_figure(name):
    specs, records = loaded(name)
    figures = summary(specs, records)["outcomes"]
    assert figures.pop((TOTAL,)) == PARTICIPANTS[name]
    assert {key[0]: n for key, n in figures.items()} == PRINTED[name]


@pytest.mark.parametrize("name", PRINTED)
def test_d8_outside_the_table_is_safe(name):
    specs, records = loaded(name)
    release = protect(specs, records)
    report = audit(release, records=records)
    assert report.safe
    for cell in release.tables[0].cells:
        assert cell.value not in range(1, 5)


def test_d1_the_large_programme_is_shown_whole_and_the_small_one_withheld():
    large, small = (protect(*loaded(name)).tables[0] for name in ("Ungdomsteamet", "Lyra"))
    assert [cell.value for cell in large.cells] == [305, 112, 350, 767]
    assert small.withheld


def test_d8_pa_sparet_hides_its_small_results_and_keeps_the_large():
    safe = protect(*loaded("På Spåret")).tables[0]
    assert safe.value("arbetsträning") == 24
    assert safe.value(TOTAL) == 45
    assert safe.value("annat projekt") is None
    assert sum(cell.reason == COMPLEMENTARY for cell in safe.cells) <= 2
