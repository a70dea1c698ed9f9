"""V1, M2, M3: a series of sittings is seen before it is booked, and booked whole or not at all."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from casework.access import Role
from casework.kit import clock
from casework.kit.db import session
from casework.kit.errors import RuleBroken
from casework.letters.models import Letter
from casework.letters.sending import RENDERERS
from casework.meetings.doing.times import take
from casework.meetings.models import Meeting, Participant
from casework.programmes.models import ProgrammeUnit
from casework.reviews import queries, service
from casework.reviews.models import CaseReview, ReviewItem
from casework.reviews.queries.series import Series, occurrences
from casework.reviews.rules.series import MOST, days
from tests import build
from tests.conftest import acting
from tests.reviews import making


def now():
    """What a weekly series is booked with."""
    return {"every": 1, "on": clock.today(), "at": clock.now()}


START = date(2026, 12, 3)  # a Thursday: Christmas Eve, New Year's Eve and 7 January follow


@pytest.fixture(autouse=True)
def _before_christmas():
    with time_machine.travel(datetime(2026, 11, 30, 8, tzinfo=clock.STOCKHOLM), tick=True):
        yield


@pytest.mark.parametrize(
    ("every", "until", "times", "found"),
    [
        ("vecka", None, 3, [START, date(2026, 12, 10), date(2026, 12, 17)]),
        ("varannan", date(2026, 12, 31), None, [START, date(2026, 12, 17), date(2026, 12, 31)]),
        ("fjarde", date(2027, 1, 27), 5, [START, date(2026, 12, 31)]),
        ("vecka", START, None, [START]),
    ],
)
def test_v1_a_series_goes_on_until_a_day_or_a_number_of_times(every, until, times, found):
    assert days(START, every, until=until, times=times) == found


def test_v1_a_series_has_an_end_and_is_at_most_26_times():
    assert len(days(START, "vecka", until=None, times=MOST)) == 26
    year = START + timedelta(days=364)
    for wrong in ({"until": None, "times": None}, {"until": date(2026, 12, 1), "times": None}):
        with pytest.raises(RuleBroken) as broken:
            days(START, "vecka", **wrong)
        assert broken.value.field == "until"
    with pytest.raises(RuleBroken, match="högst 26"):
        days(START, "vecka", until=year, times=None)


def wanted(world, room, **more):
    said = {"first": START, "starts": datetime(2026, 1, 1, 9).time(), "minutes": 120}  # noqa: DTZ001
    who = tuple(world.user(key).id for key in ("host", "soc", "af"))
    return Series(**{**said, "every": "vecka", "room_id": room.id, "user_ids": who, **more})


def taken(world, room, day, *people):
    """Something else at ten that day, in the room or with these people."""
    at = clock.moment(day, datetime(2026, 1, 1, 10).time())  # noqa: DTZ001
    review = making.sitting(world, people, starts_at=at)
    meeting = session.get_one(Meeting, review.meeting_id)
    meeting.room_id = room.id if room else None
    session.flush()
    take(meeting, [world.user(key).id for key in people], meeting.room_id)


def test_m2_red_days_and_what_is_taken_are_seen_before(world):
    room = build.room("Plan 2")
    taken(world, room, date(2026, 12, 10))
    taken(world, None, date(2026, 12, 17), "af")
    found = occurrences(acting(world.user("host")), wanted(world, room, times=5), at=clock.now())
    assert [one.is_free for one in found] == [True, False, False, False, False]
    assert [one.can_be_booked for one in found] == [True, False, False, True, True]
    assert found[1].trouble == "Plan 2 är upptagen då."
    assert found[2].trouble == "Ture Blåklint är upptagen då."
    assert "röd dag" in found[3].trouble  # Christmas Eve


def test_v1_each_occurrence_is_a_sitting_of_its_own_and_only_the_first_gets_an_agenda(world):
    sent = making.referral(world, "host", "soc", "af")
    host, room = acting(world.user("host")), build.room()
    series = wanted(world, room, times=3)
    bookings = [series.booking(one.slot) for one in occurrences(host, series, at=clock.now())]
    made = service.plan_series(host, world.programme, bookings, **now())
    session.flush()
    assert len({one.meeting_id for one in made}) == 3
    meetings = [session.get_one(Meeting, one.meeting_id) for one in made]
    assert len({one.series_id for one in meetings}) == 1
    first, second, third = [queries.sitting_for(host, one.id, clock.today()) for one in made]
    assert [point.matter.row.id for point in first.points] == [sent.id]
    assert second.points == ()
    assert second.review.agenda_at is None
    with pytest.raises(RuleBroken, match="två veckor"):
        service.refresh(host, third, at=clock.now())
    assert service.refresh(host, second, at=clock.now()) == 0  # it stands on the first one's
    fresh = making.question(world)
    assert service.refresh(host, second, at=clock.now()) == 1
    again = queries.sitting_for(host, second.review.id, clock.today())
    assert again.points[0].matter.row is fresh


def test_m2_nothing_is_half_saved(world):
    host, room = acting(world.user("host")), build.room("Plan 2")
    series = wanted(world, room, times=3)
    bookings = [series.booking(one.slot) for one in occurrences(host, series, at=clock.now())]
    taken(world, room, date(2026, 12, 17))
    session.commit()
    with pytest.raises(RuleBroken, match="17 december: Plan 2 är redan bokat"):
        service.plan_series(host, world.programme, bookings, **now())
    session.rollback()
    assert session.scalar(select(func.count()).select_from(CaseReview)) == 1
    with pytest.raises(RuleBroken, match="minst en dag"):
        service.plan_series(host, world.programme, [], **now())


def test_a_closed_programme_gets_no_more_sittings(world):
    host, room = acting(world.user("host")), build.room()
    world.programme.closed_on = clock.today()
    booking = wanted(world, room, times=2).booking(
        occurrences(host, wanted(world, room, times=2), at=clock.now())[0].slot
    )
    with pytest.raises(RuleBroken, match="avslutad"):
        service.plan(host, world.programme, booking, on=clock.today(), at=clock.now())


def filled_in(world, room, **more):
    people = [str(world.user(key).id) for key in ("host", "soc", "af")]
    form = {"day": START.isoformat(), "starts": "09.00", "minutes": "120", "room": str(room.id)}
    form |= {"people": people, "every": "vecka", "programme_id": str(world.programme.id)}
    return {**form, **more}


def test_m2_the_page_shows_the_days_before_anything_is_booked(world, sign_in):
    room = build.room("Plan 2")
    taken(world, room, date(2026, 12, 10))
    build.programme(world.unit("host"), "READY").closed_on = clock.today()
    build.programme(world.unit("host"), "UngKOMP")
    host = sign_in(world.user("host"))
    page = host.get("/genomgangar/ny").get_data(as_text=True)
    assert "UngKOMP" in page
    assert "READY" not in page
    ticked = re.findall(r"<input[^>]* checked[^>]*>", page)
    assert any(str(world.user("host").id) in one for one in ticked)
    no_end = host.post("/genomgangar/ny", data=filled_in(world, room))
    assert no_end.status_code == 422
    shown = host.post("/genomgangar/ny", data=filled_in(world, room, times="4"))
    page = shown.get_data(as_text=True)
    assert shown.status_code == 200
    assert "Inget är bokat ännu" in page
    assert "Kan inte bokas: Plan 2 är upptagen då." in page
    assert page.count(" checked") == 2  # not the red day
    assert session.scalar(select(func.count()).select_from(CaseReview)) == 1


def test_v1_m3_the_days_that_are_chosen_are_booked(world, sign_in):
    room = build.room("Plan 2")
    sent = making.referral(world, "host", "soc", "af")
    taken(world, room, date(2026, 12, 10))
    build.programme(world.unit("host"), "UngKOMP")
    host = sign_in(world.user("host"))
    form = filled_in(world, room, times="4", sedd="1")
    assert host.post("/genomgangar/ny", data=form).status_code == 422  # no day chosen
    wrong = host.post("/genomgangar/ny", data={**form, "days": ["2026-12-10"]})
    assert wrong.status_code == 422  # it cannot be chosen
    chosen = {**form, "days": ["2026-12-03", "2026-12-24"]}
    assert host.post("/genomgangar/ny", data=chosen).status_code == 302
    made = session.scalars(
        select(CaseReview).join(Meeting).where(Meeting.series_id.is_not(None))
    ).all()
    assert len(made) == 2
    assert {one.programme_id for one in made} == {world.programme.id}
    _no_letter_tells(sent.reference)


def _no_letter_tells(reference):
    """M3, M4: one letter to each; codes and times, and nothing of what is taken up."""
    letters = session.scalars(select(Letter)).all()
    assert [letter.kind for letter in letters] == ["series.request"] * 3
    assert session.scalar(select(func.count()).select_from(ReviewItem)) == 1
    for letter in letters:
        assert reference not in str(RENDERERS[letter.kind](letter))


def test_v1_people_come_from_the_units_that_take_part(world, sign_in):
    """And the one who plans it is ticked from the start."""
    part = {"programme_id": world.programme.id, "unit_id": world.unit("af").id}
    build.kept(ProgrammeUnit(**part))
    page = sign_in(world.user("host")).get("/genomgangar/ny").get_data(as_text=True)
    assert "Ture Blåklint" in page
    assert "Maj Fjällskär" not in page
    assert "Åsa Tallmyr" in page


def ticked(world, sign_in):
    """Who is ticked when the page of a new sitting is opened, and the page."""
    page = sign_in(world.user("host")).get("/genomgangar/ny").get_data(as_text=True)
    boxes = re.findall(r'<input[^>]*name="people"[^>]*>', page)
    chosen = {re.search(r'value="([^"]+)"', box)[1] for box in boxes if " checked" in box}
    return {key for key, user in world.users.items() if str(user.id) in chosen}, page


def test_v1_those_of_the_last_sitting_are_ticked_from_the_start(world, sign_in):
    """The last that stands: not an earlier one, nor one that was called off."""
    day = timedelta(days=1)
    making.sitting(world, ("host", "soc", "psykiatri"), starts_at=clock.now() + day)
    making.sitting(world, ("host", "af", "fk"), starts_at=clock.now() + 9 * day)
    gone = making.sitting(world, ("host", "ame"), starts_at=clock.now() + 12 * day)
    session.get_one(Meeting, gone.meeting_id).cancelled_at = clock.now()
    removed = select(Participant).where(Participant.user_id == world.user("fk").id)
    session.scalars(removed).one().removed_at = clock.now()
    session.commit()
    chosen, page = ticked(world, sign_in)
    assert chosen == {"host", "af"}
    assert "de som är kallade till den senaste genomgången" in page


def test_v1_before_the_first_sitting_the_contact_persons_are_ticked(world, sign_in):
    world.user("af2").role = Role.OFFICER
    session.commit()
    chosen, page = ticked(world, sign_in)
    assert chosen == {"host", "soc", "ame", "norsjo", "af", "fk", "psykiatri"}
    assert "kontaktpersonerna i de enheter som deltar" in page
