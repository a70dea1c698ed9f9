"""C1, AC04: a consent begins and ends at midnight in Stockholm, by the page, also on DST nights."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from casework.kit import db
from casework.kit.clock import STOCKHOLM
from tests import build

NIGHTS = {
    "the clock goes back": date(2026, 10, 25),
    "the clock goes forward": date(2027, 3, 28),
    "an ordinary day": date(2026, 11, 23),
}
# what happens that day: does the page open the minute before it, at its start, at its end, after it
DAYS = {
    "given": (False, True, True, True),
    "last": (True, True, True, False),
    "withdrawn": (True, False, False, False),
    "withdrawn for the unit": (True, False, False, False),
    "replaced": (True, False, False, False),
    "given and withdrawn": (False, False, False, False),
}
LONG = timedelta(days=60)


def case_of(world, what, day):
    """A case whose consent begins, or ends, that day."""
    soc, units = world.user("soc"), ("host", "soc", "af")
    person = build.person(soc)
    begins = day if what.startswith("given") else day - LONG
    consent = build.consent(
        person,
        soc,
        {world.unit(key): "all" for key in units},
        given_on=begins,
        last_day=day if what == "last" else day + LONG,
        replaced_on=day if what == "replaced" else None,
    )
    if "withdrawn" in what:
        build.withdrawal(consent, soc, world.unit("af") if "unit" in what else None, day)
    return build.case(world, person=person, consent=consent, assigned=("soc", "af"))


def moments(day):
    after = day + timedelta(days=1)
    return (
        datetime.combine(day - timedelta(days=1), time(23, 59, 59), STOCKHOLM),
        datetime.combine(day, time(0), STOCKHOLM),
        datetime.combine(day, time(23, 59, 59), STOCKHOLM),
        datetime.combine(after, time(0), STOCKHOLM),
    )


@pytest.mark.parametrize("what", DAYS)
@pytest.mark.parametrize("night", NIGHTS)
def test_c1_ac04_to_the_second(world, sign_in, night, what):
    day = NIGHTS[night]
    with time_machine.travel(datetime.combine(day - LONG, time(12), STOCKHOLM), tick=False):
        case = case_of(world, what, day)
        address = f"/arenden/{case.id}"
        db.seal_and_commit()
    answers = []
    for moment in moments(day):
        with time_machine.travel(moment, tick=False):
            answers.append(sign_in(world.user("af")).get(address).status_code == 200)
    assert tuple(answers) == DAYS[what]


def test_the_nights_are_of_23_25_and_24_hours():
    hours = [
        (moments(day)[3].timestamp() - moments(day)[1].timestamp()) / 3600
        for day in NIGHTS.values()
    ]
    assert hours == [25, 23, 24]
