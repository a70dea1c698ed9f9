"""O3 and the sheet of earlier outcomes: all rows or none, each fault with its line."""

import pytest

from casework.outcomes.importing import COLUMNS, read

CODES = {
    "part": {"soc": "Kommun, socialtjänst", "af": "Arbetsförmedlingen"},
    "sysselsattning": {"studier": "Studier", "forvarvsarbete": "Förvärvsarbete"},
    "inkomst": {"lon": "Lön", "studiestod": "Studiestöd"},
    "avslutsskal": {"arbete": "Arbete", "studier": "Studier"},
}
GOOD = (
    "2025-01-08;2025-01-20;2025-06-10;kvinna;1988;Skellefteå;soc;"
    "studier;forvarvsarbete;;lon;2;5;arbete"
)


def sheet(*rows: str) -> str:
    return "\n".join((";".join(COLUMNS), *rows))


def test_o3_codes_by_key_or_by_label():
    by_label = GOOD.replace(";lon;", ";Studiestöd, Lön;").replace(";arbete", ";Arbete")
    rows = read("\ufeff" + sheet(GOOD, by_label), CODES).rows
    assert [r["income_after"] for r in rows] == ["lon", "studiestod,lon"]
    assert {r["closing_reason"] for r in rows} == {"arbete"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD.replace("2025-06-10", "2025-13-10"), "not a date"),
        (GOOD.replace("2025-06-10", "2024-06-10"), "comes before"),
        (GOOD.replace(";arbete", ";jobb"), "not in the code list"),
        (GOOD.replace("Skellefteå", "19880101-1234"), "personal number"),
        (GOOD.replace("Skellefteå", "8801011234"), "personal number"),
        (GOOD.replace("Skellefteå", "=1+1"), "not the name"),
        (GOOD.replace("1988", "88"), "not a year"),
        (GOOD.replace("kvinna", "x"), "not kvinna"),
        (GOOD.replace(";2;5;", ";2;99;"), "not a step"),
        (GOOD + ";extra", "15 cells"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_reason(row, reason):
    found = read(sheet(GOOD, row), CODES)
    assert [f.line for f in found.faults] == [3]
    assert reason in found.faults[0].sentence


def test_a_column_with_names_is_refused():
    found = read(sheet(GOOD).replace("sex;", "sex;namn;", 1), CODES)
    assert "namn" in found.faults[0].sentence
    assert not found.rows


def test_an_empty_file_and_one_without_rows_are_told():
    assert read("", CODES).faults
    assert read(sheet(), CODES).faults
