from datetime import UTC, date, datetime, time

import pytest

from casework.kit import clock


def test_a_day_is_a_swedish_day():
    with clock.pretending(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)
    with clock.pretending(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)


def test_the_hour_that_does_not_exist_and_the_one_that_comes_twice_are_refused():
    with pytest.raises(ValueError, match="skipped"):
        clock.moment(date(2027, 3, 28), time(2, 30))
    with pytest.raises(ValueError, match="twice"):
        clock.moment(date(2026, 10, 25), time(2, 30))


def test_a_wall_clock_time_on_both_sides_of_the_change():
    assert clock.moment(date(2026, 10, 24), time(13)).hour == 11
    assert clock.moment(date(2026, 10, 26), time(13)).hour == 12
