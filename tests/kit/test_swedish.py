"""Dates, times, numbers and order as Swedish writes them."""

from datetime import UTC, date, datetime

import pytest
from babel.dates import format_date

from casework.kit import swedish

WEDNESDAY = date(2026, 11, 25)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_the_four_ways_to_write_a_day():
    assert swedish.long_date(WEDNESDAY) == "onsdag 25 november 2026"
    assert swedish.date_year(WEDNESDAY) == "25 november 2026"
    assert swedish.weekday_date(date(2026, 11, 24)) == "tisdag 24 november"
    assert swedish.short_date(date(2026, 11, 27)) == "27 november"
    assert swedish.say_date(WEDNESDAY, "short_date") == "25 november"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_and_weekday_agrees_with_the_cldr(month):
    for day in range(1, 8):
        at = date(2027, month, day)
        assert swedish.long_date(at) == format_date(at, "EEEE d MMMM y", locale="sv")


def test_moments_are_shown_on_a_swedish_clock_summer_and_winter():
    assert swedish.clock_time(utc(2026, 11, 25, 12, 0)) == "13.00"
    assert swedish.clock_time(utc(2026, 7, 1, 6, 5)) == "08.05"
    assert swedish.machine_time(utc(2026, 11, 25, 12)) == "2026-11-25T13:00+01:00"


def test_a_late_evening_in_utc_is_the_next_day_in_sweden():
    assert swedish.long_date(utc(2026, 12, 31, 23, 30)) == "fredag 1 januari 2027"
    assert swedish.machine_date(utc(2026, 12, 31, 23, 30)) == "2027-01-01"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        swedish.clock_time(datetime(2026, 11, 25, 12))  # noqa: DTZ001 - the point of the test


def test_a_span_names_the_day_once_or_both_days():
    start = utc(2026, 11, 25, 12)
    one_day = swedish.time_span(start, utc(2026, 11, 25, 13, 30))
    assert one_day == "onsdag 25 november 2026 kl. 13.00–14.30"
    two_days = swedish.time_span(start, utc(2026, 11, 26, 13, 30))
    assert two_days == ("onsdag 25 november 2026 kl. 13.00 – torsdag 26 november 2026 kl. 14.30")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 23), date(2026, 12, 6), "23 november–6 december 2026"),
        (date(2026, 12, 1), date(2027, 1, 6), "1 december 2026–6 januari 2027"),
        (date(2027, 5, 3), date(2027, 5, 9), "3–9 maj 2027"),
        (date(2027, 5, 3), date(2027, 5, 3), "3 maj 2027"),
    ],
)
def test_a_span_of_days_says_no_more_than_it_must(first, last, said):
    assert swedish.date_span(first, last) == said


def test_weeks_follow_the_iso_calendar_over_new_year():
    assert swedish.week(date(2026, 11, 23)) == 48
    assert swedish.week(date(2027, 1, 1)) == 53


def test_numbers_are_words_up_to_twelve():
    assert [swedish.words(n) for n in (0, 1, 2, 12, 13)] == ["noll", "en", "två", "tolv", "13"]
    assert swedish.words(-1) == "-1"
    assert swedish.counted(1, "ärende", "ärenden", neuter=True) == "ett ärende"
    assert swedish.counted(1, "arbetsdag", "arbetsdagar") == "en arbetsdag"
    assert swedish.counted(0, "ärende", "ärenden") == "noll ärenden"


def test_lists_end_with_och():
    assert swedish.listed([]) == ""
    assert swedish.listed(["a"]) == "a"
    assert swedish.listed(["a", "b", "c"]) == "a, b och c"
    assert swedish.listed(["a", "b"], last="eller") == "a eller b"
    assert swedish.listed(["a", "b och c", "d"]) == "a, b och c samt d"


def test_a_first_letter_leaves_names_alone():
    assert swedish.first_upper("åsa och SAM-7K3QF") == "Åsa och SAM-7K3QF"
    assert swedish.first_upper("") == ""


def test_the_swedish_alphabet_ends_with_three_letters():
    names = ["Öberg", "Ärlig", "Åberg", "Zorn", "andersson", "Éva", "Eva", "Östen", "Wik", "Vik"]
    expected = ["andersson", "Eva", "Éva", "Vik", "Wik", "Zorn", "Åberg", "Ärlig", "Öberg", "Östen"]
    assert sorted(names, key=swedish.sort_key) == expected
    assert swedish.in_order(reversed(names)) == expected


def test_letters_written_as_two_characters_sort_like_one():
    assert swedish.sort_key("A\u030aberg")[0] == swedish.sort_key("Åberg")[0]


def test_an_anchor_is_plain_and_never_empty():
    assert swedish.anchor("Vem läser vad?") == "vem-laser-vad"
    assert swedish.anchor("…") == "del"


def test_genitive_adds_no_s_after_the_sound_of_s() -> None:
    whose = [swedish.genitive(name) for name in ("Linn", "Nils", "Max", "Moritz", "JONAS")]
    assert whose == ["Linns", "Nils", "Max", "Moritz", "JONAS"]
