"""R4: Swedish working days, worked out by hand from the calendars of 2026 and 2027."""

from datetime import date

import pytest

from casework.kit.working_days import add_working_days, is_working_day, working_days_between
from casework.referrals.rules import first_answer_by

DAYS = [
    ("2026-04-02", True, "skärtorsdag"),
    ("2026-04-03", False, "långfredag"),
    ("2026-04-06", False, "annandag påsk"),
    ("2026-04-07", True, "tisdag efter påsk"),
    ("2026-04-30", True, "valborgsmässoafton"),
    ("2026-05-01", False, "första maj"),
    ("2026-05-14", False, "Kristi himmelsfärds dag"),
    ("2026-05-15", True, "klämdag"),
    ("2026-06-05", True, "fredag före nationaldagen"),
    ("2026-06-19", False, "midsommarafton"),
    ("2026-06-18", True, "torsdag före midsommar"),
    ("2026-06-22", True, "måndag efter midsommar"),
    ("2026-10-30", True, "fredag före alla helgons dag"),
    ("2026-12-23", True, "dagen före julafton"),
    ("2026-12-24", False, "julafton"),
    ("2026-12-25", False, "juldagen"),
    ("2026-12-28", True, "mellandag"),
    ("2026-12-31", False, "nyårsafton"),
    ("2027-01-01", False, "nyårsdagen"),
    ("2027-01-04", True, "måndag efter nyår"),
    ("2027-01-05", True, "trettondagsafton"),
    ("2027-01-06", False, "trettondedag jul"),
    ("2027-03-25", True, "skärtorsdag"),
    ("2027-03-26", False, "långfredag"),
    ("2027-03-29", False, "annandag påsk"),
    ("2027-05-06", False, "Kristi himmelsfärds dag"),
    ("2027-06-25", False, "midsommarafton"),
    ("2027-12-24", False, "julafton"),
    ("2027-12-27", True, "måndag efter annandag jul"),
    ("2027-12-31", False, "nyårsafton"),
    ("2026-04-04", False, "lördag"),
    ("2026-04-12", False, "söndag"),
]

# sent, and the last day of five working days
FIRST_ANSWERS = [
    ("2026-03-30", "2026-04-08"),  # 31/3 1/4 2/4 · 7/4 8/4
    ("2026-04-02", "2026-04-13"),  # 7 8 9 10 · 13
    ("2026-04-03", "2026-04-13"),  # sent on Good Friday
    ("2026-04-27", "2026-05-05"),  # 28 29 30 · 4 5
    ("2026-05-11", "2026-05-19"),  # 12 13 15 · 18 19
    ("2026-06-12", "2026-06-22"),  # 15 16 17 18 · 22
    ("2026-06-18", "2026-06-26"),  # 22–26
    ("2026-12-18", "2026-12-29"),  # 21 22 23 · 28 29
    ("2026-12-23", "2027-01-05"),  # 28 29 30 · 4 5
    ("2026-12-30", "2027-01-11"),  # 4 5 · 7 8 · 11
    ("2027-03-22", "2027-03-31"),  # 23 24 25 · 30 31
    ("2027-06-21", "2027-06-29"),  # 22 23 24 · 28 29
    ("2027-06-24", "2027-07-02"),  # 28 29 30 1 2
    ("2027-12-23", "2028-01-03"),  # 27 28 29 30 · 3
]


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(("on", "open_that_day", "called"), DAYS)
def test_r4_offices_are_open(on, open_that_day, called):
    assert is_working_day(day(on)) is open_that_day, called


@pytest.mark.parametrize(("sent", "last"), FIRST_ANSWERS)
def test_r4_the_first_answer_is_due_five_working_days_after(sent, last):
    assert first_answer_by(day(sent), 5) == day(last)
    assert working_days_between(day(sent), day(last)) == 5
    assert working_days_between(day(last), day(sent)) == -5


def test_no_days_is_the_day_itself_and_a_weekend_has_none_in_it():
    assert add_working_days(day("2026-04-04"), 0) == day("2026-04-04")
    assert working_days_between(day("2026-04-10"), day("2026-04-12")) == 0
    assert working_days_between(day("2026-12-30"), day("2027-01-03")) == 0
