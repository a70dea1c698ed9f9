"""E2: numbers are read as people write them, and refused with a sentence.

The numbers are from Skatteverket's series for tests, or made with a last digit of our own count.
"""

from datetime import date

import pytest

from casework.kit.errors import RuleBroken
from casework.people import rules

ON = date(2026, 11, 23)


def with_check(eleven: str) -> str:
    """An independent Luhn: doubled from the right over the last nine of eleven digits."""
    total = sum(sum(divmod(int(d) * (2 - n % 2), 10)) for n, d in enumerate(eleven[2:]))
    return f"{eleven}{-total % 10}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("189001019802", "189001019802"),
        ("18900101-9802", "189001019802"),
        ("900101-0017", "199001010017"),
        ("19900101 0017", "199001010017"),
        (" 19900101–0017 ", "199001010017"),
        ("9001010017", "199001010017"),
    ],
)
def test_e2_a_number_is_kept_as_twelve_digits(typed, kept):
    assert rules.normalise(typed, on=ON) == kept


def test_e2_a_plus_means_over_a_hundred():
    number = with_check("19200101234")
    assert rules.normalise(f"{number[2:8]}+{number[8:]}", on=ON) == number


def test_e2_ten_digits_are_never_somebody_not_yet_born():
    tomorrow = with_check("19261124123")
    assert rules.normalise(tomorrow[2:], on=ON) == tomorrow
    today = with_check("20261123123")
    assert rules.normalise(today[2:], on=ON) == today
    with pytest.raises(RuleBroken, match="har inte varit än"):
        rules.normalise(with_check("20261124123"), on=ON)


def test_e2_a_coordination_number_has_sixty_added_to_the_day():
    number = with_check("19850361234")
    assert rules.normalise(number, on=ON) == number
    assert rules.born_on(number) == date(1985, 3, 1)
    assert rules.is_coordination_number(number)
    assert not rules.is_coordination_number("199001010017")


@pytest.mark.parametrize(
    "typed",
    ["", "19900101-0018", "19900230-0017", "1990010100171", "19900101", "abc", "19900101-00١7"],
)
def test_e2_what_is_no_number_is_refused_with_a_sentence(typed):
    with pytest.raises(RuleBroken) as broken:
        rules.normalise(typed, on=ON)
    assert broken.value.field == "number"
    assert str(broken.value).endswith(".")


def test_e2_year_and_sex_are_read_from_the_number():
    assert rules.born("199001010017") == rules.Born(1990, "man")
    assert rules.born(with_check("19880505242")) == rules.Born(1988, "kvinna")
    assert rules.shown("199001010017") == "19900101-0017"
