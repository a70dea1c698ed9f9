"""AC14: how long a no takes tells nothing. Passwords are as slow here as they are in the house."""

from statistics import median
from time import perf_counter

import pytest

from casework import create_app
from casework.authorities import second_factor
from tests.access.sparing import LONG, databases  # noqa: F401
from tests.authorities.making import hashed
from tests.authorities.test_guessing import asks_for_code, doors, tried  # noqa: F401
from tests.conftest import CONFIG
from tests.pages import HouseClient


@pytest.fixture(scope="module")
def whole_house():
    app = create_app({key: value for key, value in CONFIG.items() if "PASSLIB" not in key})
    app.test_client_class = HouseClient
    for kept in (hashed, second_factor._nobody):  # by a process, as quickly as in other tests
        kept.cache_clear()
    yield app
    for kept in (hashed, second_factor._nobody):
        kept.cache_clear()


def test_ac14_the_times_are_alike(app, doors):  # noqa: F811
    """Medians, turn by turn. Exact only with --long: other tests may want the machine as well."""
    tried(app, doors["unknown"])  # the first no of a process also makes the password of nobody
    times = {what: [] for what in doors}
    for _ in range(30 if LONG else 5):
        for what, door in doors.items():
            began = perf_counter()
            tried(app, door)
            times[what].append(perf_counter() - began)
    middle = {what: median(taken) for what, taken in times.items()}
    assert max(middle.values()) < (1.2 if LONG else 3) * min(middle.values()), middle
